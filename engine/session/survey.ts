import type { DigestFacts } from '../core/protocol.ts';
import type { SurveyCache, SurveyResult } from './cache/surveyCache.ts';
import { surveyKey, type SurveyKeys } from './cache/surveyKey.ts';
import { Checkpoints, uselessCheckpoint } from './checkpoints.ts';
import type { DigestLedger } from './digestLedger.ts';
import { hotzoneEntry } from './hotzoneCommands.ts';
import type { OpenedSession } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';
import { RunRecord, type RecordedRows } from './runRecord.ts';
import type { Scheduler } from './scheduler.ts';
import type { SessionZones } from './sessionZones.ts';
import { TimelineStore } from './timelineStore.ts';

/** Longest stretch of work between two looks at what else there is to do. */
const SLICE_MS = 12;
const STEP = { maxSnaps: 8, maxEvents: 4000 };
/** At the end of what is written it looks for more this often; real time. */
const LOOK_INTERVAL_MS = 500;
/** A checkpoint comes after so many events or snaps: some 30 ms to play again, 2 ms to make. */
const EVENTS_PER_CHECKPOINT = 30_000;
const SNAPS_PER_CHECKPOINT = 160;
const CHECKPOINT_BUDGET_BYTES = 192 * 1024 * 1024;

/** The part of a survey before a time at which something was changed. */
export interface SurveyBase {
  readonly checkpoints: Checkpoints;
  /** Those of the survey it is taken from: they go on, and rows that were there stay. */
  readonly rows: RecordedRows;
  readonly timeline: TimelineStore;
  /** Share of the session that needs not be surveyed again, 0…1. */
  readonly progress: number;
}

export interface SurveyOptions {
  /** Opens the session's files once more: the survey reads for itself. */
  readonly open: () => Promise<OpenedSession>;
  /** The trader's own zones. */
  readonly zones: SessionZones;
  /** What still holds of an earlier survey; all is surveyed without it. */
  readonly base?: SurveyBase | undefined;
  readonly scheduler: Scheduler;
  /** Where surveys are kept, and what was asked to be opened; every survey is made anew without it. */
  readonly keeping?: {
    readonly cache: SurveyCache;
    readonly ledger: DigestLedger;
    readonly paths: readonly string[];
  };
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
  #makeKeys: () => Promise<SurveyKeys | undefined> = () => Promise.resolve(undefined);
  #keys: SurveyKeys | undefined;
  #digestFacts: DigestFacts = { is_kept: false, earlier: null, stated: null };
  #run: SessionRun | undefined;
  #record: RunRecord | undefined;
  #isDone = false;
  #finalDigest: string | undefined;
  #eventsAtCheckpoint = 0;
  #snapsAtCheckpoint = 0;
  #isStopped = false;
  #work: Promise<void>;
  #cancelTimer: (() => void) | undefined;

  /** Starts at once; {@link stop} ends it. */
  constructor(options: SurveyOptions) {
    this.#options = options;
    if (options.base !== undefined) this.#takeOver(options.base);
    this.ready = this.#begin().catch((error: unknown) => this.#fail(error));
    this.#work = this.ready;
  }

  /** Share of the input read, 0…1. */
  get progress(): number {
    if (this.#isDone) return 1;
    const { base } = this.#options;
    return Math.min(0.999, Math.max(base?.progress ?? 0, this.#run?.progress ?? 0));
  }

  /** Whether the end is reached. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * SHA-256 over all payload lines (SPEC §10); undefined until the end is reached. A session whose
   * zones were changed while it played has none: nobody else could come to the same.
   */
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

  /** What else is known of the digest. */
  get digestFacts(): DigestFacts {
    return this.#digestFacts;
  }

  /** What of this survey holds where something is changed at the snap of `ts`; undefined if nothing. */
  baseBefore(ts: number): SurveyBase | undefined {
    const checkpoints = this.#checkpoints.branch(ts);
    const { last } = checkpoints;
    if (this.#rows === undefined || last === undefined) return undefined;
    const progress = this.progress * (last.timeline.rows / Math.max(1, this.#timeline.rows));
    return { checkpoints, rows: this.#rows, timeline: this.#timeline, progress };
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
    const { base, zones } = this.#options;
    // A manifest knows nothing of zones that are the trader's own.
    const stated = zones.initial.length === 0 ? (opened.statedDigest ?? null) : null;
    this.#digestFacts = { ...this.#digestFacts, stated };
    try {
      if (base !== undefined) return await this.#goOn(opened, base);
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
    const { keeping, zones, onWarning } = this.#options;
    if (keeping === undefined || this.#isEdited) return undefined;
    // What cannot be read now is the run's to report.
    this.#makeKeys = () => surveyKey(keeping.paths, opened, zones.initial).catch(() => undefined);
    this.#keys = await this.#makeKeys();
    return this.#keys === undefined ? undefined : keeping.cache.load(this.#keys.key, onWarning);
  }

  #adopt({ checkpoints, timeline, rows, digest }: SurveyResult): void {
    this.#checkpoints = new Checkpoints(CHECKPOINT_BUDGET_BYTES, checkpoints);
    this.#timeline = timeline;
    this.#rows = rows;
    this.#finalDigest = digest;
    this.#digestFacts = { ...this.#digestFacts, is_kept: true };
    this.#isDone = true;
    this.#options.onProgress();
  }

  get #isEdited(): boolean {
    return this.#options.zones.edits.length > 0;
  }

  #takeOver({ checkpoints, rows, timeline }: SurveyBase): void {
    const last = checkpoints.last;
    if (last === undefined) return;
    this.#checkpoints = checkpoints;
    this.#rows = rows;
    this.#timeline.takeOver(timeline, last.timeline, last.ts);
  }

  async #startRun(opened: OpenedSession): Promise<void> {
    const { run, record } = await this.#makeRun(opened);
    this.#rows = record;
    await this.#offerCheckpoint(run, record);
    this.#schedule();
  }

  /** From the last checkpoint of another survey, or from the start where it cannot be used. */
  async #goOn(opened: OpenedSession, { checkpoints, rows }: SurveyBase): Promise<void> {
    const { run, record } = await this.#makeRun(opened);
    try {
      const last = checkpoints.before(Number.POSITIVE_INFINITY);
      if (last === undefined) throw new Error('it is gone');
      await run.restore(last.run);
      record.restore(last.record, rows);
    } catch (error) {
      this.#options.onWarning(uselessCheckpoint(error));
      await run.close();
      this.#checkpoints = new Checkpoints(CHECKPOINT_BUDGET_BYTES);
      this.#timeline = new TimelineStore();
      await this.#startRun(await this.#options.open());
      return;
    }
    this.#rows = record;
    this.#eventsAtCheckpoint = run.eventCount;
    this.#snapsAtCheckpoint = run.snapCount;
    this.#schedule();
  }

  /** A run of the session, before its first event, and what is recorded of it. */
  async #makeRun(opened: OpenedSession): Promise<{ run: SessionRun; record: RunRecord }> {
    const { zones } = this.#options;
    const late: { record?: RunRecord } = {};
    const run = await SessionRun.start(opened, {
      onSnap: (payload) => {
        if (!this.#isEdited) this.#digest.addSnap(payload);
        late.record?.noteSnap(payload);
      },
      onHotzone: (event, ts) => late.record?.note(hotzoneEntry(event, ts)),
      onEpisode: (episode) => late.record?.noteEpisode(episode),
      onSession: (ts) => this.timeline.noteSession(ts),
    });
    const { market, clock } = run;
    const record = new RunRecord(market, {
      onRow: (row) => {
        this.timeline.noteSnap(row);
        this.timeline.noteGaps(market.health.gaps, clock);
      },
      onEntry: (entry) => this.timeline.noteEntry(entry),
    });
    late.record = record;
    run.bringIn(zones);
    this.#run = run;
    this.#record = record;
    return { run, record };
  }

  #schedule(delayMs = 0): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.scheduler.schedule(delayMs, () => {
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
        const digest = this.#isEdited ? undefined : this.#digest.finish();
        if (digest !== undefined) await this.#compareDigest(digest);
        this.#finalDigest = digest;
        this.#isDone = true;
        onProgress();
        if (digest !== undefined) await this.#keep(run, record, digest);
        return;
      }
      if (result === 'waiting') {
        onProgress();
        this.#schedule(LOOK_INTERVAL_MS);
        return;
      }
      if (this.#isCheckpointDue(run)) await this.#offerCheckpoint(run, record);
    } while (!this.#isStopped && scheduler.nowMs() - startMs < SLICE_MS);
    onProgress();
    this.#schedule();
  }

  /** Looks up what the same session came to before. */
  async #compareDigest(digest: string): Promise<void> {
    const { keeping, onWarning } = this.#options;
    const run = this.#keys?.run;
    if (keeping === undefined || run === undefined) return;
    try {
      const earlier = (await keeping.ledger.note(run, digest)) ?? null;
      this.#digestFacts = { ...this.#digestFacts, earlier };
    } catch (error) {
      onWarning(error instanceof Error ? error.message : String(error));
    }
  }

  /** Keeps the result, unless files were damaged or written to meanwhile: then the next time may differ. */
  async #keep(run: SessionRun, rows: RecordedRows, digest: string): Promise<void> {
    const { keeping, onWarning } = this.#options;
    const key = this.#keys?.key;
    if (keeping === undefined || key === undefined || run.damages.length > 0) return;
    const { timeline, checkpoints } = this;
    try {
      if ((await this.#makeKeys())?.key !== key) return;
      const result = { timeline, rows, checkpoints: await checkpoints.packed(), digest };
      await keeping.cache.save(key, result);
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
      timeline: this.timeline.position,
      run: run.save(),
      record: record.save(),
    }));
  }

  #fail(error: unknown): void {
    if (!this.#isStopped) this.#options.onError(error);
  }
}
