import type { OpenedSession } from '../open.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SessionZones } from '../sessionZones.ts';
import { RunComparison, type ComparedRuns } from './compareRuns.ts';

/** Longest stretch of work between two looks at what else there is to do. */
const SLICE_MS = 12;
const STEP = { maxSnaps: 8, maxEvents: 4000 };

export interface BackgroundComparisonOptions {
  readonly a: OpenedSession;
  readonly b: OpenedSession;
  /** The trader's own zones, the same in both. */
  readonly zones: SessionZones;
  readonly scheduler: Scheduler;
  readonly onProgress: () => void;
  readonly onResult: (compared: ComparedRuns) => void;
  readonly onError: (error: unknown) => void;
}

/** Compares two configurations slice by slice beside the playhead, which never waits for it. */
export class BackgroundComparison {
  readonly #options: BackgroundComparisonOptions;
  #runs: RunComparison | undefined;
  #isStopped = false;
  #work: Promise<void>;
  #cancelTimer: (() => void) | undefined;

  /** Starts at once; {@link stop} ends it and closes the files. */
  constructor(options: BackgroundComparisonOptions) {
    this.#options = options;
    this.#work = this.#begin().catch((error: unknown) => this.#fail(error));
  }

  /** Share of both runs done, 0…1. */
  get progress(): number {
    return this.#runs?.progress ?? 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#work;
    await this.#runs?.close();
  }

  async #begin(): Promise<void> {
    const { a, b, zones } = this.#options;
    this.#runs = await RunComparison.start(a, b, zones);
    this.#schedule(this.#runs);
  }

  #schedule(runs: RunComparison): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.scheduler.schedule(0, () => {
      this.#work = this.#slice(runs).catch((error: unknown) => this.#fail(error));
    });
  }

  async #slice(runs: RunComparison): Promise<void> {
    const { scheduler, onProgress, onResult } = this.#options;
    const startMs = scheduler.nowMs();
    do {
      if ((await runs.step(STEP)) === 'ended') {
        onResult(await runs.finish());
        return;
      }
    } while (!this.#isStopped && scheduler.nowMs() - startMs < SLICE_MS);
    onProgress();
    this.#schedule(runs);
  }

  #fail(error: unknown): void {
    if (!this.#isStopped) this.#options.onError(error);
  }
}
