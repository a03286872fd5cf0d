import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { systemErrorCode } from '../core/systemErrors.ts';
import type { Problem } from '../core/errors.ts';
import type { Resumption, RunStanding } from '../session/runStanding.ts';
import { CrashHistory } from './crashHistory.ts';
import { EngineLine } from './engineLine.ts';
import type { PathAccess } from './pathAccess.ts';

/** A session named outside the screen; no paths mean the demo. */
export interface SessionChoice {
  readonly paths: readonly string[];
  readonly profile?: string | undefined;
  readonly symbol?: string | undefined;
  /** Path of the file of dealers' opening inventory. */
  readonly openInterest?: string | undefined;
}

/** What the engine's thread is started with. Paths are absolute. */
export interface EngineSettings {
  readonly dataFolder: string;
  readonly demoFolder: string;
  readonly access: PathAccess;
  readonly start: SessionChoice;
}

/** What one thread is given: the settings, and what a thread before it left. */
export interface ThreadData extends EngineSettings {
  readonly resumption?: Resumption;
}

/** What a host tells the engine's thread; screens speak through their own ports. */
export type EngineOrder =
  | { readonly type: 'connect'; readonly port: MessagePort }
  | { readonly type: 'open'; readonly session: SessionChoice }
  | { readonly type: 'close' };

/** What the engine's thread tells its host. */
export type EngineReport =
  /** It has started, and takes orders. */
  | { readonly type: 'ready' }
  /** Where its run stands. */
  | { readonly type: 'standing'; readonly standing: RunStanding };

/** The engine in its own thread, as a host holds it. */
export interface EngineWorker {
  /** Opens a channel for one more screen; it lasts as long as the engine, whatever becomes of its thread. */
  connect(): EngineLine;
  /** Opens a session for all screens. */
  open(session: SessionChoice): void;
  /** Lets the engine close its files, then ends the thread. */
  close(): Promise<void>;
}

/** Starts a thread on a script. */
export type StartThread = (file: string, data: ThreadData) => Worker;

/** A thread that does not end by itself is ended. */
const CLOSE_LIMIT_MS = 3000;

/**
 * Young objects of a snap die with it: left to itself the heap for them grows twice as large, for
 * nothing (measured over a day: no slower, 80 MB less).
 */
const LIMITS = { maxYoungGenerationSizeMb: 48 };

/**
 * Starts the engine's thread, and another in its place whenever it dies: the run goes on where it
 * stood, unless it dies again and again.
 * @param file the worker's script, a real file
 * @param onGiveUp called once if a thread dies before it takes orders; no screen works any more then
 */
export function startEngineWorker(
  file: string,
  settings: EngineSettings,
  onGiveUp: (error: Error) => void,
  startThread: StartThread = (script, data) =>
    new Worker(script, { workerData: data, resourceLimits: LIMITS }),
): EngineWorker {
  return new EngineKeeper({ file, settings, onGiveUp, startThread });
}

interface KeeperOptions {
  readonly file: string;
  readonly settings: EngineSettings;
  readonly onGiveUp: (error: Error) => void;
  readonly startThread: StartThread;
}

class EngineKeeper implements EngineWorker {
  readonly #options: KeeperOptions;
  readonly #lines = new Set<EngineLine>();
  readonly #crashes = new CrashHistory();
  #thread: Worker;
  #isReady = false;
  #isClosing = false;
  #standing: RunStanding | undefined;
  readonly #closed = Promise.withResolvers<undefined>();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#thread = this.#start();
  }

  connect(): EngineLine {
    const line = new EngineLine();
    line.on('close', () => this.#lines.delete(line));
    this.#lines.add(line);
    this.#attach(line);
    return line;
  }

  open(session: SessionChoice): void {
    this.#tell({ type: 'open', session });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#tell({ type: 'close' });
    const timer = setTimeout(() => void this.#thread.terminate(), CLOSE_LIMIT_MS);
    await this.#closed.promise;
    clearTimeout(timer);
  }

  #start(resumption?: Resumption): Worker {
    const { file, settings, startThread } = this.#options;
    const thread = startThread(
      file,
      resumption === undefined ? settings : { ...settings, resumption },
    );
    this.#isReady = false;
    let failure: Error | undefined;
    thread.on('message', (report: EngineReport) => this.#note(report));
    thread.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    thread.on('exit', (code) =>
      this.#onExit(failure ?? new Error(`The engine's thread ended (exit ${code}).`)),
    );
    return thread;
  }

  #note(report: EngineReport): void {
    if (report.type === 'ready') this.#isReady = true;
    else this.#standing = report.standing;
  }

  #onExit(error: Error): void {
    if (this.#isClosing) {
      this.#end();
    } else if (this.#isReady) {
      this.#restart(reasonOf(error));
    } else {
      this.#isClosing = true;
      this.#end();
      this.#options.onGiveUp(error);
    }
  }

  #restart(reason: string): void {
    const standing = this.#standing;
    const { deed, crashes } = this.#crashes.note(
      performance.now(),
      standing && { sessionId: standing.stamp.session_id, positionMs: standing.positionMs },
    );
    const isOver = standing === undefined || deed === 'closed';
    if (isOver) this.#standing = undefined;
    const position_ts = standing?.positionMs ?? null;
    this.#thread = this.#start(
      isOver
        ? { kind: 'nothing', request: standing?.request, crashes, reason }
        : { kind: 'run', standing, recovery: { reason, deed, crashes, position_ts } },
    );
    for (const line of this.#lines) {
      line.detach(engineStopped(reason));
      this.#attach(line);
    }
  }

  #attach(line: EngineLine): void {
    const { port1, port2 } = new MessageChannel();
    line.attach(port1);
    this.#tell({ type: 'connect', port: port2 });
  }

  #tell(order: EngineOrder): void {
    this.#thread.postMessage(order, order.type === 'connect' ? [order.port] : []);
  }

  #end(): void {
    for (const line of this.#lines) line.close();
    this.#closed.resolve(undefined);
  }
}

/** Why a thread ended, in words a person can use. */
const reasonOf = (error: Error): string =>
  systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `It ran out of memory. ${error.message}`
    : error.message;

const engineStopped = (reason: string): Problem => ({
  code: 'failed',
  message: 'The engine stopped before it had done that.',
  remedy: 'It starts again by itself; then try once more.',
  place: { found: reason },
});
