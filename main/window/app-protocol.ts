import { randomBytes } from 'node:crypto';
import { type Protocol, protocol, type Session } from 'electron';
import { createAppResponder } from './app-responder.ts';
import { APP_SCHEME } from './app-url.ts';

/** Makes the app's scheme known to Chromium. Must be called once, before the `ready` event of the app. */
export function registerAppScheme(target: Pick<Protocol, 'registerSchemesAsPrivileged'> = protocol): void {
  target.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }]);
}

/**
 * Serves the page in this session. Once per session, after `ready`.
 *
 * `assets` holds the files of the page by their path inside the renderer's folder, with forward slashes. Nothing is read
 * later: what is not in it does not exist, whatever the request says.
 */
export function serveApp(session: Pick<Session, 'protocol'>, assets: ReadonlyMap<string, Uint8Array>): void {
  const respond = createAppResponder(assets, () => randomBytes(16).toString('base64'));
  session.protocol.handle(APP_SCHEME, (request) => respond(request.method, request.url));
}
