/** The shell for a machine without Electron: the same engine, the screen in a browser. */
import { startEngineWorker } from '../engine/gateway/engineWorker.ts';
import { startLocalHost, type LocalHost } from '../engine/gateway/localHost.ts';
import { userDataFolder } from '../engine/session/dataFolder.ts';
import { appPaths } from './paths.ts';
import type { StartRequest } from './startRequest.ts';

export interface BrowserHostOptions {
  /** The project's folder. */
  readonly root: string;
  /** Relative paths typed on the screen start here. */
  readonly baseFolder: string;
  readonly start: StartRequest;
  /** Further files or folders the screen may open; absolute. */
  readonly allow: readonly string[];
  readonly port: number;
  /** The engine died; nothing works any more. */
  readonly onCrash: (error: Error) => void;
}

/**
 * Starts the engine's thread and serves the screen on 127.0.0.1. The screen may open what the
 * command line names, the assets and the user's data folder, nothing else.
 * @throws BreakwaterError when the screen is not built or the port cannot be had
 */
export async function startBrowserHost(
  options: BrowserHostOptions,
): Promise<Pick<LocalHost, 'url' | 'port' | 'close'>> {
  const paths = appPaths(options.root, `${options.root}/assets`);
  const dataFolder = userDataFolder();
  const engine = startEngineWorker(
    paths.workerFile,
    {
      dataFolder,
      demoFolder: paths.demoFolder,
      access: {
        kind: 'roots',
        baseFolder: options.baseFolder,
        roots: [...options.start.paths, ...options.allow, paths.assetsFolder, dataFolder],
      },
      start: options.start,
    },
    options.onCrash,
  );
  try {
    const host = await startLocalHost({
      rendererFolder: paths.rendererFolder,
      port: options.port,
      connect: () => engine.connect(),
    });
    return {
      url: host.url,
      port: host.port,
      async close() {
        await host.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
