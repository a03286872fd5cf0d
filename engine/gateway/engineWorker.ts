import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { PathAccess } from './pathAccess.ts';

/** A session named outside the screen; no paths mean the demo. */
export interface SessionChoice {
  readonly paths: readonly string[];
  readonly profile?: string | undefined;
  readonly symbol?: string | undefined;
}

/** What the engine's thread is started with. Paths are absolute. */
export interface EngineSettings {
  readonly dataFolder: string;
  readonly demoFolder: string;
  readonly access: PathAccess;
  readonly start: SessionChoice;
}

/** What a host tells the engine's thread; screens speak through their own ports. */
export type EngineOrder =
  | { readonly type: 'connect'; readonly port: MessagePort }
  | { readonly type: 'open'; readonly session: SessionChoice }
  | { readonly type: 'close' };

/** The engine in its own thread, as a host holds it. */
export interface EngineWorker {
  /** Opens a channel for one more screen and returns the host's end. */
  connect(): MessagePort;
  /** Opens a session for all screens. */
  open(session: SessionChoice): void;
  /** Lets the engine close its files, then ends the thread. */
  close(): Promise<void>;
}

/** A thread that does not end by itself is ended. */
const CLOSE_LIMIT_MS = 3000;

/**
 * Starts the engine's thread.
 * @param file the worker's script, a real file
 * @param onCrash called once if the thread ends by itself; no screen works any more then
 */
export function startEngineWorker(
  file: string,
  settings: EngineSettings,
  onCrash: (error: Error) => void,
): EngineWorker {
  const worker = new Worker(file, { workerData: settings });
  let isClosing = false;
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      resolve();
      if (!isClosing) onCrash(new Error(`The engine's thread ended (exit ${code}).`));
      isClosing = true;
    });
  });
  worker.on('error', (error) => {
    if (!isClosing) onCrash(error instanceof Error ? error : new Error(String(error)));
    isClosing = true;
  });
  const tell = (order: EngineOrder): void => {
    worker.postMessage(order, order.type === 'connect' ? [order.port] : []);
  };
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      tell({ type: 'connect', port: port2 });
      return port1;
    },
    open: (session) => tell({ type: 'open', session }),
    async close() {
      isClosing = true;
      tell({ type: 'close' });
      const timer = setTimeout(() => void worker.terminate(), CLOSE_LIMIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
