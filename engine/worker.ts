/** The engine's thread: one {@link ScreenHost}, driven by its host's orders. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { assertNever } from './core/errors.ts';
import { END_OF_LINE } from './gateway/engineLine.ts';
import type {
  EngineOrder,
  EngineReport,
  SessionChoice,
  ThreadData,
} from './gateway/engineWorker.ts';
import { allowedPath } from './gateway/pathAccess.ts';
import type { ClientPort } from './session/clientPort.ts';
import { systemScheduler } from './session/scheduler.ts';
import { ownBuffers } from './session/screenClient.ts';
import { ScreenHost } from './session/screenHost.ts';

const orders = parentPort;
if (orders === null) throw new Error('Invariant: engine/worker.ts runs as a worker thread');

// Only the host that started this thread can have set this, so it is taken at its word.
const settings = workerData as ThreadData;
const report = (message: EngineReport): void => orders.postMessage(message);
const host = new ScreenHost({
  dataFolder: settings.dataFolder,
  demoFolder: settings.demoFolder,
  scheduler: systemScheduler,
  resolvePath: (requested) => allowedPath(settings.access, requested),
  onStanding: (standing) => report({ type: 'standing', standing }),
});

/** A screen's port that says so when the engine closes it: else the thread has died. */
function clientPort(port: MessagePort): ClientPort {
  return {
    postMessage: (event) => port.postMessage(event, ownBuffers(event)),
    on: (event, listener) => port.on(event, listener),
    close: () => {
      port.postMessage(END_OF_LINE);
      port.close();
    },
  };
}

function openForUser(choice: SessionChoice): Promise<void> {
  const { paths, profile, symbol, openInterest } = choice;
  if (paths.length === 0 && openInterest === undefined) return host.openDemoForUser();
  return host.openForUser({
    paths: paths.length === 0 ? [settings.demoFolder] : paths,
    ...(openInterest === undefined ? {} : { openInterest }),
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
  });
}

orders.on('message', (order: EngineOrder) => {
  switch (order.type) {
    case 'connect':
      host.connect(clientPort(order.port));
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

report({ type: 'ready' });
const { resumption } = settings;
await (resumption === undefined ? openForUser(settings.start) : host.resume(resumption));
