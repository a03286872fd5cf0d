/** The engine's thread: one {@link ScreenHost}, driven by its host's orders. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from './core/errors.ts';
import type { EngineOrder, EngineSettings, SessionChoice } from './gateway/engineWorker.ts';
import { allowedPath } from './gateway/pathAccess.ts';
import { systemScheduler } from './session/scheduler.ts';
import { ScreenHost } from './session/screenHost.ts';

const orders = parentPort;
if (orders === null) throw new Error('Invariant: engine/worker.ts runs as a worker thread');

// Only the host that started this thread can have set this, so it is taken at its word.
const settings = workerData as EngineSettings;
const host = new ScreenHost({
  dataFolder: settings.dataFolder,
  demoFolder: settings.demoFolder,
  scheduler: systemScheduler,
  resolvePath: (requested) => allowedPath(settings.access, requested),
});

function openForUser({ paths, profile, symbol }: SessionChoice): Promise<void> {
  if (paths.length === 0) return host.openDemoForUser();
  return host.openForUser({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
  });
}

orders.on('message', (order: EngineOrder) => {
  switch (order.type) {
    case 'connect':
      host.connect(order.port);
      break;
    case 'open':
      void openForUser(order.session);
      break;
    case 'close':
      void host.close().finally(() => orders.close());
      break;
    default:
      assertNever(order);
  }
});

await openForUser(settings.start);
