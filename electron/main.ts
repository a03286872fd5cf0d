/** Electron's main process: one window on the built screen, the engine in a thread beside it. */
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  session,
  shell,
  type OpenDialogOptions,
} from 'electron';
import { startEngineWorker, type EngineWorker } from '../engine/gateway/engineWorker.ts';
import { userDataFolder } from '../engine/session/dataFolder.ts';
import { appPaths, type AppPaths } from './paths.ts';
import { answerAppRequest, APP_ORIGIN, APP_SCHEME } from './shell/appProtocol.ts';
import { connectScreens } from './shell/connectScreens.ts';
import { denyPermissions, hardenContents, webPreferences } from './shell/hardenContents.ts';
import { menuTemplate } from './shell/menu.ts';
import { READY_WORD, startRequestFrom, type StartRequest } from './startRequest.ts';

/** In the project Electron is given its folder as first argument; a packaged app is not. */
const firstArgument = app.isPackaged ? 1 : 2;

function requestOf(argv: readonly string[], folder: string): StartRequest {
  return startRequestFrom(argv.slice(firstArgument), (path) => resolve(folder, path));
}

/** Opens what a native dialog chose; nothing when the person changed their mind. */
async function openChosen(
  engine: EngineWorker,
  properties: NonNullable<OpenDialogOptions['properties']>,
): Promise<void> {
  const { canceled, filePaths } = await dialog.showOpenDialog({ title: 'Open', properties });
  if (!canceled && filePaths.length > 0) engine.open({ paths: filePaths });
}

function createWindow(paths: AppPaths): BrowserWindow {
  const window = new BrowserWindow({
    width: 1920,
    height: 1080,
    minWidth: 1280,
    minHeight: 720,
    backgroundColor: '#090c11',
    title: 'Breakwater',
    webPreferences: webPreferences(paths.preloadFile),
  });
  // A crashed page comes back with the whole picture; the run went on without it.
  window.webContents.on('render-process-gone', () => window.reload());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

function startEngine(paths: AppPaths): EngineWorker {
  return startEngineWorker(
    paths.workerFile,
    {
      dataFolder: userDataFolder(),
      demoFolder: paths.demoFolder,
      access: { kind: 'everything', baseFolder: process.cwd() },
      start: requestOf(process.argv, process.cwd()),
    },
    (error) => {
      dialog.showErrorBox('Breakwater has to close', error.message);
      app.exit(1);
    },
  );
}

async function run(): Promise<void> {
  const root = app.getAppPath();
  const assets = app.isPackaged ? join(process.resourcesPath, 'assets') : join(root, 'assets');
  const paths = appPaths(root, assets);
  await app.whenReady();
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(paths.rendererFolder, request));
  denyPermissions(session.defaultSession);
  const engine = startEngine(paths);
  connectScreens(
    ipcMain,
    () => engine.connect(),
    () => console.log(READY_WORD),
  );
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(
        {
          openFolder: () => void openChosen(engine, ['openDirectory']),
          openFiles: () => void openChosen(engine, ['openFile', 'multiSelections']),
          openDemo: () => engine.open({ paths: [] }),
        },
        process.platform,
      ),
    ),
  );
  let window = createWindow(paths);
  app.on('second-instance', (_event, argv, folder) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const request = requestOf(argv, folder);
    if (request.paths.length > 0) engine.open(request);
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) window = createWindow(paths);
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    void engine.close().finally(() => app.exit(0));
  });
}

app.on('web-contents-created', (_event, contents) =>
  hardenContents(contents, (url) => void shell.openExternal(url)),
);
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

if (app.requestSingleInstanceLock()) {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
  void run();
} else {
  // The first instance has been told and shows the session; the launcher must not fall back.
  console.log(READY_WORD);
  app.quit();
}
