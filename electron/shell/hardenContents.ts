import type { Session, WebContents, WebPreferences } from 'electron';
import { APP_ORIGIN } from './appProtocol.ts';

/** The chart library's licence asks for a working link to its makers; nothing else leaves the app. */
const OUTSIDE_LINKS = ['https://www.tradingview.com/'];

/** Electron's security checklist for a window: the page is a plain web page with one channel. */
export function webPreferences(preloadFile: string): WebPreferences {
  return {
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Frames are drawn when they come; a covered window must not fall behind.
    backgroundThrottling: false,
  };
}

export const isOwnPage = (url: string): boolean => url.startsWith(`${APP_ORIGIN}/`);

/** Whether a link may open in the person's browser. */
export function isOutsideLink(url: string): boolean {
  return URL.canParse(url) && OUTSIDE_LINKS.includes(`${new URL(url).origin}/`);
}

/**
 * Keeps a window on its own page: no navigation away, no new windows, no embedded pages.
 * @param openOutside opens an allowed link in the person's browser
 */
export function hardenContents(contents: WebContents, openOutside: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isOutsideLink(url)) openOutside(url);
    return { action: 'deny' };
  });
}

/** The screen needs no camera, no location, no device, no notification: every wish is refused. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
