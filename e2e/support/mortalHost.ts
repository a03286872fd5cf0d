/** The local host in this process, with an engine whose thread a test can end. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build, isBuildStale } from '../../electron/launcher/build.ts';
import { appPaths } from '../../electron/paths.ts';
import { startEngineWorker } from '../../engine/gateway/engineWorker.ts';
import { startLocalHost } from '../../engine/gateway/localHost.ts';
import { ROOT } from './launcher.ts';

export interface MortalHost {
  /** The address of the screen, token included. */
  readonly url: string;
  /** Ends the engine's thread in the middle of whatever it does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the demo, as a start without arguments does. */
export async function startMortalHost(dataFolder: string): Promise<MortalHost> {
  if (await isBuildStale(ROOT)) await build(ROOT);
  const paths = appPaths(ROOT, join(ROOT, 'assets'));
  const threads: Worker[] = [];
  const engine = startEngineWorker(
    paths.workerFile,
    {
      dataFolder,
      demoFolder: paths.demoFolder,
      access: { kind: 'roots', baseFolder: ROOT, roots: [paths.assetsFolder] },
      start: { paths: [] },
    },
    (error) => {
      throw error;
    },
    (file, workerData) => {
      const thread = new Worker(file, { workerData });
      threads.push(thread);
      return thread;
    },
  );
  const host = await startLocalHost({
    rendererFolder: paths.rendererFolder,
    port: 0,
    connect: () => engine.connect(),
  });
  return {
    url: host.url,
    kill: async () => {
      await threads.at(-1)?.terminate();
    },
    close: async () => {
      await host.close();
      await engine.close();
    },
  };
}
