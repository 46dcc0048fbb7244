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
    minWidth: 800,
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
  return window;
}
