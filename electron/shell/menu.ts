import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  /** Lets the person choose session folders or files. */
  readonly openFiles: () => void;
  readonly openFolder: () => void;
  readonly openDemo: () => void;
}

/** The application menu: what the platform expects and how to open a session. */
export function menuTemplate(
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Open session folder…', accelerator: 'CmdOrCtrl+O', click: actions.openFolder },
      { label: 'Open files…', accelerator: 'CmdOrCtrl+Shift+O', click: actions.openFiles },
      { label: 'Open the demo', click: actions.openDemo },
      { type: 'separator' },
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { role: 'togglefullscreen' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
    ],
  };
  // Without an edit menu macOS has no copy and paste; its undo would take the screen's own keys.
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  };
  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu' }] : [];
  return [...appMenu, file, edit, view, { role: 'windowMenu' }];
}
