import { DepthStore } from './depthStore.ts';
import { uselessCheckpoint } from './checkpoints.ts';
import { LogStore } from './logStore.ts';
import type { Player } from './player.ts';
import type { AdvanceResult, SessionRun } from './run.ts';
import type { RunRecord } from './runRecord.ts';
import type { Surveyor } from './surveyor.ts';
import { TapeStore } from './tapeStore.ts';
import { TrailStore } from './trailStore.ts';

/** Events between two looks at whether a newer seek has come: a few milliseconds of work. */
const EVENTS_PER_STEP = 8000;

/** What is moved: the playhead's run, what is recorded of it, and who plays it. */
export interface SeekTarget {
  readonly run: SessionRun;
  readonly record: RunRecord;
  readonly player: Player;
  readonly surveyor: Surveyor;
  readonly snapIntervalMs: number;
  /** Told in words when a checkpoint was of no use: nothing but time is lost. */
  readonly onWarning: (warning: string) => void;
}

/**
 * Moves the playhead: back to the last checkpoint before the wanted time, then forwards through every
 * snap between. What it finds there is to the byte what playing there would have shown. A newer seek
 * puts an end to an older one. Where there is no checkpoint that can be used, it plays from the start.
 */
export class Seeker {
  readonly #target: SeekTarget;
  /** States before the first event. */
  readonly #start: { readonly run: Uint8Array; readonly record: Uint8Array };
  #wanted: number | undefined;
  #busy: Promise<void> = Promise.resolve();
  #generation = 0;

  /** @param target the run stands before its first event */
  constructor(target: SeekTarget) {
    this.#target = target;
    this.#start = { run: target.run.save(), record: target.record.save() };
  }

  /** Unix ms being sought; undefined while nothing is. */
  get wantedTs(): number | undefined {
    return this.#wanted;
  }

  /**
   * Stands at the last snap at or before `ts`, at the first one where there is none.
   * @param onArrival called when it stands there, before playing goes on
   * @returns false when a newer seek came first
   */
  async seek(ts: number, onArrival: () => void): Promise<boolean> {
    const generation = ++this.#generation;
    this.#wanted = ts;
    const { player } = this.#target;
    const before = this.#busy;
    let release = (): void => undefined;
    this.#busy = new Promise((resolve) => (release = resolve));
    try {
      await before;
      await player.suspend();
      const hasArrived = await this.#go(ts, generation);
      if (hasArrived) {
        this.#wanted = undefined;
        onArrival();
        player.resume();
      }
      return hasArrived;
    } catch (error) {
      this.#wanted = undefined;
      player.resume();
      throw error;
    } finally {
      release();
    }
  }

  /** Ends a seek under way, for good. */
  async stop(): Promise<void> {
    this.#generation++;
    this.#wanted = undefined;
    await this.#busy;
  }

  async #go(ts: number, generation: number): Promise<boolean> {
    const { run, snapIntervalMs } = this.#target;
    // Snaps fall on multiples: beyond the last one before `ts` no event may be delivered.
    const untilMs = Math.floor(ts / snapIntervalMs) * snapIntervalMs;
    if (generation !== this.#generation) return false;
    await this.#nearer(untilMs);
    let result: AdvanceResult;
    for (;;) {
      if (generation !== this.#generation) return false;
      const events = run.eventCount;
      result = await run.advance({ untilMs, maxEvents: EVENTS_PER_STEP });
      if (result !== 'more' || run.eventCount - events < EVENTS_PER_STEP) break;
    }
    // Before the first snap, and where a silence holds events without a snap, the next one counts.
    while (!this.#standsAtSnap && result !== 'ended' && result !== 'waiting') {
      result = await this.#nextSnap();
    }
    const lastTs = this.#target.record.positionMs;
    // Beyond what is written so far: its last snap counts.
    if (result === 'waiting' && lastTs !== undefined && lastTs < ts) {
      return this.#go(lastTs, generation);
    }
    return generation === this.#generation;
  }

  get #standsAtSnap(): boolean {
    const { run, record } = this.#target;
    return record.positionMs !== undefined && run.isAtSnap;
  }

  #nextSnap(): Promise<AdvanceResult> {
    return this.#target.run.advance({ maxSnaps: 1, maxEvents: EVENTS_PER_STEP });
  }

  /** Goes to the last checkpoint before a time, unless the run stands nearer already. */
  async #nearer(untilMs: number): Promise<void> {
    const { run, record, surveyor } = this.#target;
    const { survey } = surveyor;
    const here = record.positionMs ?? Number.NEGATIVE_INFINITY;
    const liesAhead = here <= untilMs && run.isAtSnap;
    // Also where it lies ahead: what an earlier survey has kept is nearer than the start.
    await survey.ready;
    const checkpointTs = survey.checkpoints.timeBefore(untilMs);
    if (liesAhead && here >= (checkpointTs ?? Number.NEGATIVE_INFINITY)) return;
    if (checkpointTs === undefined || survey.rows === undefined) return this.#toStart();
    try {
      const checkpoint = survey.checkpoints.before(untilMs);
      if (checkpoint === undefined) throw new Error('it is gone');
      await run.restore(checkpoint.run);
      record.restore(checkpoint.record, survey.rows);
    } catch (error) {
      survey.checkpoints.dropBefore(untilMs);
      this.#target.onWarning(uselessCheckpoint(error));
      await this.#toStart();
    }
  }

  async #toStart(): Promise<void> {
    const { run, record } = this.#target;
    await run.restore(this.#start.run);
    record.restore(this.#start.record, {
      trail: new TrailStore(),
      log: new LogStore(),
      depth: new DepthStore(),
      tape: new TapeStore(),
    });
  }
}
