import { join } from 'node:path';

/** Where the parts of the app lie; the same in the project and in a packaged app. */
export interface AppPaths {
  /** The built screen. */
  readonly rendererFolder: string;
  /** The engine's thread, a real file outside any archive. */
  readonly workerFile: string;
  readonly preloadFile: string;
  readonly assetsFolder: string;
  readonly demoFolder: string;
}

/**
 * @param root folder that holds `out/`: the project, or the app's archive
 * @param assetsFolder the project's assets, or the packaged app's resources
 */
export function appPaths(root: string, assetsFolder: string): AppPaths {
  // Threads cannot start from inside an asar archive; electron-builder unpacks `out/electron`.
  const unpacked = root.replace(/app\.asar$/, 'app.asar.unpacked');
  return {
    rendererFolder: join(root, 'out', 'renderer'),
    workerFile: join(unpacked, 'out', 'electron', 'worker.js'),
    preloadFile: join(root, 'out', 'electron', 'preload.cjs'),
    assetsFolder,
    demoFolder: join(assetsFolder, 'demo'),
  };
}
