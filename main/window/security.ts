import type { App, Event, Session, WebContents } from 'electron';
import { APP_URL, isAppUrl } from './app-url.ts';

/** Refuses to let any web contents of this app go anywhere. Call before the first window is made. */
export function guardWebContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/**
 * Refuses every permission, device, download and request of this session but those for files of the page itself.
 * Without handlers Electron grants permissions.
 */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', prevent);
  // Off for the window too; here it also keeps the session from fetching dictionaries.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url) }));
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-navigate', preventForeign);
  contents.on('will-frame-navigate', preventForeign);
}

// The page may load itself again (after an error it could not show otherwise); it may go nowhere else.
function preventForeign(details: Event<{ readonly url: string; readonly isMainFrame: boolean }>): void {
  if (details.url !== APP_URL || !details.isMainFrame) details.preventDefault();
}

function prevent(event: { preventDefault(): void }): void {
  event.preventDefault();
}

// `devtools:` is Chromium's own inspector, which only a development build can open.
function isAllowed(url: string): boolean {
  return isAppUrl(url) || url.startsWith('devtools:');
}
