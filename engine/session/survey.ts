import type { HotzoneEvent } from '../core/events.ts';
import type { SurveyCache, SurveyResult } from './cache/surveyCache.ts';
import { surveyKey } from './cache/surveyKey.ts';
import { Checkpoints } from './checkpoints.ts';
import type { OpenedSession } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';
import { RunRecord, type RecordedRows } from './runRecord.ts';
import type { Scheduler } from './scheduler.ts';
import { TimelineStore } from './timelineStore.ts';

/** Longest stretch of work between two looks at what else there is to do. */
const SLICE_MS = 12;
const STEP = { maxSnaps: 8, maxEvents: 4000 };
/** A checkpoint comes after so many events or snaps: some 30 ms to play again, 2 ms to make. */
const EVENTS_PER_CHECKPOINT = 30_000;
const SNAPS_PER_CHECKPOINT = 160;
const CHECKPOINT_BUDGET_BYTES = 192 * 1024 * 1024;

export interface SurveyOptions {
  /** Opens the session's files once more: the survey reads for itself. */
  readonly open: () => Promise<OpenedSession>;
  /** The trader's own zones, there from the start. */
  readonly hotzones: readonly HotzoneEvent[];
  readonly scheduler: Scheduler;
  /** Where surveys are kept, and what was asked to be opened; every survey is made anew without it. */
  readonly keeping?: { readonly cache: SurveyCache; readonly paths: readonly string[] };
  /** There is more of the timeline. */
  readonly onProgress: () => void;
  /** The survey cannot go on; seeking then reaches as far as it came. */
  readonly onError: (error: unknown) => void;
  /** Something about keeping surveys did not work; nothing but time is lost. */
  readonly onWarning: (warning: string) => void;
}

/**
 * Runs a session once from start to end in the background, as fast as it goes, and leaves what makes
 * seeking instant: checkpoints, everything screens may ask of the past, the timeline, the digest.
 * It has a run of its own; the playhead never waits for it. What it comes to is kept on the disk, so
 * that the same session has it at once when it is opened again.
 */
export class Survey {
  /** Resolves when there is a first checkpoint, or never will be one. */
  readonly ready: Promise<void>;
  readonly #options: SurveyOptions;
  readonly #digest = new RunDigest();
  #checkpoints = new Checkpoints(CHECKPOINT_BUDGET_BYTES);
  #timeline = new TimelineStore();
  #rows: RecordedRows | undefined;
  /** Key under which the result is kept, from the files as they are; undefined where it is not. */
  #makeKey: () => Promise<string | undefined> = () => Promise.resolve(undefined);
  #key: string | undefined;
  #run: SessionRun | undefined;
  #record: RunRecord | undefined;
  #finalDigest: string | undefined;
  #eventsAtCheckpoint = 0;
  #snapsAtCheckpoint = 0;
  #isStopped = false;
  #work: Promise<void>;
  #cancelTimer: (() => void) | undefined;

  /** Starts at once; {@link stop} ends it. */
  constructor(options: SurveyOptions) {
    this.#options = options;
    this.ready = this.#begin().catch((error: unknown) => this.#fail(error));
    this.#work = this.ready;
  }

  /** Share of the input read, 0…1. */
  get progress(): number {
    return this.#finalDigest === undefined ? Math.min(0.999, this.#run?.progress ?? 0) : 1;
  }

  /** SHA-256 over all payload lines (SPEC §10); undefined until the end is reached. */
  get digest(): string | undefined {
    return this.#finalDigest;
  }

  get checkpoints(): Checkpoints {
    return this.#checkpoints;
  }

  get timeline(): TimelineStore {
    return this.#timeline;
  }

  /** Rows of trail and log so far; undefined until the first event was found. */
  get rows(): RecordedRows | undefined {
    return this.#rows;
  }

  /** Ends the work and closes the files. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#work;
    await this.#run?.close();
  }

  async #begin(): Promise<void> {
    const opened = await this.#options.open();
    try {
      const kept = await this.#loadKept(opened);
      if (kept === undefined) await this.#startRun(opened);
      else {
        this.#adopt(kept);
        await Promise.all(opened.sources.map((source) => source.close()));
      }
    } catch (error) {
      await Promise.allSettled(opened.sources.map((source) => source.close()));
      throw error;
    }
  }

  /** The result of an earlier survey of the same files with the same engine; undefined if none. */
  async #loadKept(opened: OpenedSession): Promise<SurveyResult | undefined> {
    const { keeping, hotzones, onWarning } = this.#options;
    if (keeping === undefined) return undefined;
    // What cannot be read now is the run's to report.
    this.#makeKey = () => surveyKey(keeping.paths, opened, hotzones).catch(() => undefined);
    this.#key = await this.#makeKey();
    return this.#key === undefined ? undefined : keeping.cache.load(this.#key, onWarning);
  }

  #adopt({ checkpoints, timeline, rows, digest }: SurveyResult): void {
    this.#checkpoints = new Checkpoints(CHECKPOINT_BUDGET_BYTES, checkpoints);
    this.#timeline = timeline;
    this.#rows = rows;
    this.#finalDigest = digest;
    this.#options.onProgress();
  }

  async #startRun(opened: OpenedSession): Promise<void> {
    const late: { record?: RunRecord } = {};
    this.#run = await SessionRun.start(opened, {
      onSnap: (payload) => {
        this.#digest.addSnap(payload);
        late.record?.noteSnap(payload);
      },
      onEpisode: (episode) => late.record?.noteEpisode(episode),
      onSession: (ts) => this.timeline.noteSession(ts),
    });
    const { market, clock } = this.#run;
    this.#record = new RunRecord(market, {
      onRow: (row) => {
        this.timeline.noteSnap(row);
        this.timeline.noteGaps(market.health.gaps, clock);
      },
      onEntry: (entry) => this.timeline.noteEntry(entry),
    });
    this.#rows = this.#record;
    late.record = this.#record;
    for (const event of this.#options.hotzones) this.#run.applyHotzone(event);
    await this.#offerCheckpoint(this.#run, this.#record);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.scheduler.schedule(0, () => {
      this.#work = this.#slice().catch((error: unknown) => this.#fail(error));
    });
  }

  async #slice(): Promise<void> {
    const { scheduler, onProgress } = this.#options;
    const run = this.#run;
    const record = this.#record;
    if (run === undefined || record === undefined) return;
    const startMs = scheduler.nowMs();
    do {
      const result = await run.advance(STEP);
      if (result === 'ended') {
        this.#finalDigest = this.#digest.finish();
        onProgress();
        await this.#keep(run, record, this.#finalDigest);
        return;
      }
      if (this.#isCheckpointDue(run)) await this.#offerCheckpoint(run, record);
    } while (!this.#isStopped && scheduler.nowMs() - startMs < SLICE_MS);
    onProgress();
    this.#schedule();
  }

  /** Keeps the result, unless files were damaged or written to meanwhile: then the next time may differ. */
  async #keep(run: SessionRun, rows: RecordedRows, digest: string): Promise<void> {
    const { keeping, onWarning } = this.#options;
    if (keeping === undefined || this.#key === undefined || run.damages.length > 0) return;
    const { timeline, checkpoints } = this;
    try {
      if ((await this.#makeKey()) !== this.#key) return;
      const result = { timeline, rows, checkpoints: await checkpoints.packed(), digest };
      await keeping.cache.save(this.#key, result);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onWarning(`What was found out about this session could not be kept: ${reason}`);
    }
  }

  #isCheckpointDue({ isAtSnap, eventCount, snapCount }: SessionRun): boolean {
    if (!isAtSnap) return false;
    return (
      eventCount - this.#eventsAtCheckpoint >= EVENTS_PER_CHECKPOINT ||
      snapCount - this.#snapsAtCheckpoint >= SNAPS_PER_CHECKPOINT
    );
  }

  async #offerCheckpoint(run: SessionRun, record: RunRecord): Promise<void> {
    this.#eventsAtCheckpoint = run.eventCount;
    this.#snapsAtCheckpoint = run.snapCount;
    await this.checkpoints.offer(() => ({
      sequence: record.sequence,
      ts: record.positionMs ?? Number.NEGATIVE_INFINITY,
      run: run.save(),
      record: record.save(),
    }));
  }

  #fail(error: unknown): void {
    if (!this.#isStopped) this.#options.onError(error);
  }
}
