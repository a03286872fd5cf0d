import type { PlaybackState, Speed } from '../core/protocol.ts';
import { Pacer } from './pacer.ts';
import type { AdvanceResult } from './run.ts';
import type { Scheduler } from './scheduler.ts';
import { SpeedMeter } from './speedMeter.ts';

/** Longest stretch of work between two looks at waiting commands. */
const SLICE_MS = 15;
/** Bounds one step of a slice where snaps are far apart; a few ms of work. */
const EVENTS_PER_STEP = 4000;
/** At the end of what is written somebody looks for more this often; real time. */
const LOOK_INTERVAL_MS = 200;

/** What the player drives: a run that can be taken forward a little. */
export interface PlayableRun {
  /** Stops right after the snap, before any later event, or after `maxEvents` events. */
  advance(limits: { maxSnaps: number; maxEvents: number }): Promise<AdvanceResult>;
  /** Share of the input already read, 0…1. */
  readonly progress: number;
}

/** Where the snaps of the run are kept; the player reads how far it has come. */
export interface PlayedRecord {
  /** Unix ms of the last snap; undefined before the first. */
  readonly positionMs: number | undefined;
  /** Number of the last snap; −1 before the first. */
  readonly sequence: number;
}

export interface PlayerOptions {
  readonly run: PlayableRun;
  readonly record: PlayedRecord;
  readonly scheduler: Scheduler;
  readonly snapIntervalMs: number;
  readonly speed: Speed;
  /** After every slice; `isAtSnap` when the run stands exactly at its last snap. */
  readonly onSlice: (isAtSnap: boolean) => void;
  /** At each snap, while the run stands exactly there. */
  readonly onSnap?: (() => void) | undefined;
  /** When state or speed changed. */
  readonly onChange: () => void;
  /** The run failed and will not go on. */
  readonly onError: (error: unknown) => void;
}

/**
 * Plays one run: decides by the wall clock when the next snap is due and has it computed, every
 * one of them at any speed. Works in slices, so that commands get through while it plays. The
 * wall clock ends here: what a snap holds never depends on it.
 */
export class Player {
  readonly #options: PlayerOptions;
  readonly #pacer = new Pacer();
  readonly #meter = new SpeedMeter();
  #state: PlaybackState['state'] = 'paused';
  #speed: Speed;
  #stepsLeft = 0;
  /** True while events after the last snap have been read: the next snap must be finished first. */
  #isBetweenSnaps = false;
  /** All that is written was played, and more may come. */
  #isWaiting = false;
  #isWorking = false;
  #isStopped = false;
  #isSuspended = false;
  #cancelTimer: (() => void) | undefined;
  #idle: (() => void)[] = [];

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#speed = options.speed;
  }

  get state(): PlaybackState['state'] {
    return this.#state;
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** Whether the run stands at the end of what is written, beyond its last snap. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  get playback(): Omit<PlaybackState, 'seeking_ts' | 'loop'> {
    return {
      state: this.#state,
      speed: this.#speed,
      achieved_speed: this.#state === 'playing' ? this.#meter.speed : null,
      position_ts: this.#options.record.positionMs ?? null,
      progress: this.#options.run.progress,
      is_waiting: this.#isWaiting,
    };
  }

  play(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'playing';
    this.#stepsLeft = 0;
    this.#anchor();
    this.#options.onChange();
    this.#wake();
  }

  pause(): void {
    if (this.#state !== 'playing') return;
    this.#state = 'paused';
    this.#options.onChange();
  }

  /** Computes this many more snaps, then stands still. */
  step(snaps: number): void {
    if (this.#state === 'ended') return;
    const wasPlaying = this.#state === 'playing';
    this.#state = 'paused';
    this.#stepsLeft = (wasPlaying ? 0 : this.#stepsLeft) + snaps;
    this.#options.onChange();
    this.#wake();
  }

  setSpeed(speed: Speed): void {
    this.#speed = speed;
    this.#anchor();
    this.#options.onChange();
    this.#wake();
  }

  /** Stands still while somebody moves the playhead; resolves when no work is in flight. */
  async suspend(): Promise<void> {
    this.#isSuspended = true;
    this.#cancelTimer?.();
    await this.#settle();
  }

  /** Goes on as before, from where the playhead is now: it stands at a snap. */
  resume(): void {
    this.#isSuspended = false;
    this.#isBetweenSnaps = false;
    this.#isWaiting = false;
    this.#stepsLeft = 0;
    if (this.#state === 'ended') this.#state = 'paused';
    this.#anchor();
    this.#options.onChange();
    this.#wake();
  }

  /** Stops for good; resolves when no work is in flight any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    await this.#settle();
  }

  async #settle(): Promise<void> {
    if (this.#isWorking) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #anchor(): void {
    const { scheduler, record } = this.#options;
    this.#meter.clear();
    if (this.#speed === 'max' || record.positionMs === undefined) return;
    this.#pacer.anchor(scheduler.nowMs(), record.positionMs, this.#speed);
  }

  #wake(): void {
    this.#scheduleIn(0);
  }

  /** There is one appointment at a time. */
  #scheduleIn(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.scheduler.schedule(delayMs, () => void this.#work());
  }

  /** One slice, then the next appointment. Never rejects: failures go to `onError`. */
  async #work(): Promise<void> {
    if (this.#isWorking || this.#isStopped || this.#isSuspended) return;
    this.#isWorking = true;
    try {
      await this.#slice();
    } catch (error) {
      this.#state = 'ended';
      this.#isBetweenSnaps = false;
      this.#isWaiting = false;
      this.#options.onError(error);
      this.#options.onChange();
    }
    this.#isWorking = false;
    for (const resolve of this.#idle.splice(0)) resolve();
    if (this.#isStopped || this.#isSuspended) return;
    this.#options.onSlice(!this.#isBetweenSnaps);
    this.#scheduleNext();
  }

  async #slice(): Promise<void> {
    const { scheduler } = this.#options;
    const startMs = scheduler.nowMs();
    this.#forgiveLag(startMs);
    let result: AdvanceResult = 'more';
    while (!this.#isStopped && !this.#isSuspended && this.#waitMs() === 0) {
      result = await this.#stepOnce();
      if (result === 'ended') {
        this.#end();
        return;
      }
      if (result === 'waiting' || scheduler.nowMs() - startMs >= SLICE_MS) break;
    }
    this.#noteWaiting(result === 'waiting');
    this.#noteSpeed();
  }

  /** Time goes on at its pace from where the data are, not from where they were missed. */
  #noteWaiting(isWaiting: boolean): void {
    if (isWaiting || this.#isWaiting) this.#anchor();
    if (isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    this.#options.onChange();
  }

  async #stepOnce(): Promise<AdvanceResult> {
    const { run, record } = this.#options;
    const { sequence, positionMs } = record;
    const result = await run.advance({ maxSnaps: 1, maxEvents: EVENTS_PER_STEP });
    const hasSnapped = record.sequence !== sequence;
    this.#isBetweenSnaps = !hasSnapped && result !== 'ended';
    if (hasSnapped) {
      this.#options.onSnap?.();
      if (this.#stepsLeft > 0) this.#stepsLeft--;
      this.#followJump(positionMs);
    }
    return result;
  }

  /** The first snap, and the snap after a silence (SPEC §1), come at once: nobody waits for them. */
  #followJump(beforeMs: number | undefined): void {
    const afterMs = this.#options.record.positionMs;
    if (afterMs === undefined) return;
    if (beforeMs === undefined || afterMs - beforeMs > this.#options.snapIntervalMs) this.#anchor();
  }

  #end(): void {
    this.#noteSpeed();
    this.#state = 'ended';
    this.#isWaiting = false;
    this.#stepsLeft = 0;
    this.#options.onChange();
  }

  #noteSpeed(): void {
    const { scheduler, record } = this.#options;
    if (this.#state !== 'playing' || record.positionMs === undefined) return;
    this.#meter.note(scheduler.nowMs(), record.positionMs);
  }

  #forgiveLag(nowMs: number): void {
    const { record, snapIntervalMs } = this.#options;
    if (this.#speed === 'max' || record.positionMs === undefined) return;
    this.#pacer.forgiveLag(nowMs, record.positionMs + snapIntervalMs);
  }

  /** Wall ms until there is something to compute; 0 now, undefined when it stands still. */
  #waitMs(): number | undefined {
    if (this.#state === 'ended') return undefined;
    const { scheduler, record, snapIntervalMs } = this.#options;
    // Once touched, a run shows at least its first snap, however soon it is paused.
    if (this.#isBetweenSnaps || this.#stepsLeft > 0 || record.positionMs === undefined) return 0;
    if (this.#state === 'paused') return undefined;
    if (this.#speed === 'max') return 0;
    return this.#pacer.waitMs(scheduler.nowMs(), record.positionMs + snapIntervalMs);
  }

  #scheduleNext(): void {
    const waitMs = this.#waitMs();
    if (waitMs === undefined) return;
    this.#scheduleIn(this.#isWaiting ? LOOK_INTERVAL_MS : Math.ceil(waitMs));
  }
}
