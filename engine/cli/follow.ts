import { BreakwaterError } from '../core/errors.ts';
import { Following, NotYetError } from '../session/following.ts';
import { openSession, type OpenedSession, type OpenRequest } from '../session/open.ts';
import { SessionRun, type RunListener } from '../session/run.ts';

/** Between two looks for more. */
const LOOK_INTERVAL_MS = 200;
const MAX_IDLE_S = 86_400;
/** Ctrl-C, a polite request to end, a terminal that closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface FollowOptions {
  readonly follow?: boolean;
  /** Seconds without anything new after which waiting ends; undefined for ever. */
  readonly idle?: number;
}

/** A run and the session it plays. */
export interface StartedRun {
  readonly opened: OpenedSession;
  readonly run: SessionRun;
}

/**
 * Waits for a session that is being written: until there is more, somebody interrupts, or nothing has
 * come for too long. Signals no longer end the program until {@link stop}.
 */
export class FollowWait {
  readonly #idleMs: number;
  #interruptions = 0;
  #wake: () => void = () => undefined;
  #records = -1;
  #sinceMs = performance.now();

  constructor({ idle }: FollowOptions) {
    this.#idleMs = (idle ?? Number.POSITIVE_INFINITY) * 1000;
    for (const signal of SIGNALS) process.once(signal, this.#interrupt);
  }

  /** Whether somebody wants the command to end; what is played so far is its result then. */
  get isInterrupted(): boolean {
    return this.#interruptions > 0;
  }

  readonly #interrupt = (): void => {
    this.#interruptions++;
    this.#wake();
  };

  /**
   * @param records read so far: more than the last time is news
   * @returns false when nothing more is to be waited for
   */
  async more(records: number): Promise<boolean> {
    if (records !== this.#records) {
      this.#records = records;
      this.#sinceMs = performance.now();
    }
    if (this.isInterrupted || performance.now() - this.#sinceMs >= this.#idleMs) return false;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_INTERVAL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return !this.isInterrupted;
  }

  /** From now on signals end the program at once again. */
  stop(): void {
    for (const signal of SIGNALS) process.off(signal, this.#interrupt);
  }
}

/**
 * Opens a session that is being written and stands before its first event, once every file has one.
 * @throws NotYetError when waiting ends before that
 */
export async function startFollowed(
  request: OpenRequest,
  listener: RunListener,
  wait: FollowWait,
): Promise<StartedRun> {
  const growth = await Following.of(request.paths, true);
  for (;;) {
    const opened = await openSession(request, growth === undefined ? {} : { growth });
    try {
      // What is still written has other digests than when it is whole.
      const digests = growth === undefined ? opened.digests : [];
      return { opened, run: await SessionRun.start({ ...opened, digests }, listener) };
    } catch (error) {
      await Promise.allSettled(opened.sources.map((source) => source.close()));
      if (!(error instanceof NotYetError) || !(await wait.more(0))) throw error;
    }
  }
}

/** @throws BreakwaterError (usage) for what is no number of seconds */
export function parseIdle(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= MAX_IDLE_S) return seconds;
  throw new BreakwaterError('usage', `--idle cannot be ${JSON.stringify(text)}.`, {
    place: { field: '--idle', expected: `seconds from 0 to ${MAX_IDLE_S}`, found: text },
    remedy: 'breakwater replay --help shows examples.',
  });
}
