import { BrowserWindow, nativeTheme } from 'electron';

/** What the window needs to know; the paths are absolute. `iconPath` is for systems that take the icon from the window. */
export type MainWindowOptions = { readonly preloadPath: string; readonly iconPath?: string };

/** Shown until the page has painted: what the page itself shows then (`renderer/page.css`), so that nothing flashes. */
const BACKGROUND = { light: '#fafafa', dark: '#1f1f1f' } as const;

/**
 * The window, hidden until its page has painted. It is empty: the caller loads `APP_URL` once the handlers of the
 * contract are registered.
 */
export function createMainWindow({ preloadPath, iconPath }: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1100,
    height: 760,
    // Narrower, the lists leave no room for the names of files.
    minWidth: 1000,
    minHeight: 600,
    show: false,
    title: 'PST Ferry',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    ...(iconPath === undefined ? {} : { icon: iconPath }),
    // One literal, never assembled from data: a stray key here undoes all the others.
    webPreferences: Object.freeze({
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    }),
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  return window;
}

/** A page that crashes again sooner than this would only crash for ever. */
const CRASH_REST_MS = 10_000;

/** The page holds nothing of its own: after a crash it is loaded again and asks for the snapshot. */
function reloadAfterCrash(window: BrowserWindow): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const isTooSoon = performance.now() - lastMs < CRASH_REST_MS;
    lastMs = performance.now();
    if (reason !== 'clean-exit' && !isTooSoon) window.webContents.reload();
  });
}
