import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * Replaces Electron's own menu, which offers reloading and developer tools. Hidden until Alt is pressed; it is there for
 * the keys it carries: quitting, editing text, and zooming for people who need larger type.
 */
export function installAppMenu(): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ role: 'fileMenu' }, { role: 'editMenu' }, { label: 'View', submenu: view }]),
  );
}
