import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import type { EventSource, HotzoneEvent, SeekableSource } from '../core/events.ts';
import type { Explanation } from '../core/explanation.ts';
import type { EpisodePayload, SnapPayload } from '../core/payload.ts';
import { StateReader, StateWriter, type StateTransfer } from '../core/stateTransfer.ts';
import { TradingClock } from '../core/time.ts';
import { MarketState } from '../market/marketState.ts';
import { explainLevel } from '../signal/explain/explainLevel.ts';
import { NOTHING_WRITTEN, type WrittenRecords } from '../signal/explain/records.ts';
import { LevelSignals } from '../signal/levelSignals.ts';
import { DigestCheck } from './digestCheck.ts';
import { EventMerge } from './eventMerge.ts';
import { NotYetError } from './following.ts';
import { HotzoneSchedule } from './hotzoneSchedule.ts';
import type { OpenedSession } from './open.ts';
import {
  fillHabitWarnings,
  optionWarnings,
  warningsOf,
  type RunWarning,
  spanWarnings,
} from './runWarnings.ts';
import type { TimedHotzone } from './sessionHotzones.ts';
import type { SessionZones } from './sessionZones.ts';
import { SessionBoundary } from './sessionBoundary.ts';
import { SnapClock } from './snapClock.ts';

/** Who hears of a run's results, in order. */
export interface RunListener {
  onSnap(payload: SnapPayload): void;
  /** A session boundary was crossed (SPEC §2), at Unix ms. */
  onSession?(ts: number): void;
  /** A hotzone was made, moved or removed while the session plays, at Unix ms. */
  onHotzone?(event: HotzoneEvent, ts: number): void;
  /** An event that was just delivered; the source still stands on it. */
  onEvent?(source: EventSource): void;
  /** An episode that has ended. */
  onEpisode?(episode: EpisodePayload): void;
  /** A file of the session turned out to be another than its manifest says. */
  onWarning?(): void;
}

/** How far `advance` may go; whichever limit is met first ends it. */
export interface AdvanceLimits {
  readonly maxEvents?: number;
  readonly maxSnaps?: number;
  /** Unix ms: stops before the first event or snap later than this. */
  readonly untilMs?: number;
}

/**
 * Whether there is more to play. At 'waiting' all that is written was played as far as its order is
 * known, and more may come: the run stands somewhere after its last snap, and is not to be saved.
 */
export type AdvanceResult = 'more' | 'waiting' | 'ended';

type PumpResult = 'limit' | 'dry' | 'ended';

/**
 * One run of the engine over a session: merged events in, snaps and episodes out. It never looks at
 * a clock; how fast it is driven cannot change what it computes (SPEC §1).
 */
export class SessionRun {
  readonly market: MarketState;
  readonly clock: TradingClock;
  /** Unix ms of the first event of any source, rounded down. */
  readonly firstEventMs: number;
  readonly #sources: readonly EventSource[];
  readonly #merge: EventMerge;
  readonly #signals: LevelSignals;
  readonly #snapClock: SnapClock;
  readonly #boundary: SessionBoundary;
  readonly #hotzones: HotzoneSchedule;
  /** What happens to the trader's own zones right after snaps, by their Unix ms. */
  #edits: ReadonlyMap<number, readonly TimedHotzone[]> = new Map();
  readonly #listener: RunListener;
  readonly #damages: BreakwaterError[];
  readonly #damagesAtOpening: number;
  /** What a saved state must be of, for this run to take it up. */
  readonly #identity: string;
  /** Per source, whether it stands on an event: what a saved state says of them. */
  #standing: boolean[] = [];
  readonly #digests: DigestCheck;
  readonly #timeSpan: OpenedSession['timeSpan'];
  #events = 0;
  #snaps = 0;
  /** Events before the last snap. */
  #eventsAtSnap = 0;
  #hasEnded = false;

  private constructor(
    opened: OpenedSession,
    firstEventMs: number,
    primed: readonly EventSource[],
    listener: RunListener,
  ) {
    const { config, profile } = opened;
    const clock = new TradingClock(firstEventMs);
    this.firstEventMs = firstEventMs;
    this.clock = clock;
    this.#sources = opened.sources;
    this.#damages = [...opened.damages];
    this.#damagesAtOpening = opened.damages.length;
    this.#identity = identityOf(opened, firstEventMs);
    this.#listener = listener;
    this.#timeSpan = opened.timeSpan;
    this.#digests = new DigestCheck(opened.digests, () => listener.onWarning?.());
    this.market = new MarketState(config, profile.underlying, clock);
    this.market.options.inventory.open(opened.openInterest?.positions ?? []);
    for (const hotzone of opened.hotzones) {
      this.market.hotzones.apply({ action: 'add', ...hotzone });
    }
    this.#hotzones = new HotzoneSchedule(opened.timedHotzones, clock);
    // The market decides when a session starts: what was made before is there from the start.
    while (this.#hotzones.nextNs <= clock.fromUnixMs(firstEventMs)) this.#changeHotzone();
    this.#signals = new LevelSignals({
      config,
      profile: profile.name,
      underlying: profile.underlying,
    });
    this.#snapClock = new SnapClock(config.SNAP_INTERVAL_MS, clock);
    this.#boundary = new SessionBoundary(config, clock);
    for (const source of primed) source.setClock(clock);
    // A source whose first event lies too far from the others' has no time: it does not play.
    const playing = primed.filter((source) => Number.isFinite(source.timeNs));
    this.#merge = new EventMerge(playing);
    for (const source of opened.sources) {
      if (!playing.includes(source)) this.#noteEnd(source);
    }
  }

  /**
   * Reads up to each source's first event and starts the run.
   * @throws NotYetError when a source that still grows has no event yet
   * @throws BreakwaterError (bad-input) when no source has any event
   */
  static async start(opened: OpenedSession, listener: RunListener): Promise<SessionRun> {
    const primed: EventSource[] = [];
    let firstMs = Number.POSITIVE_INFINITY;
    for (const source of opened.sources) {
      const first = await source.prime();
      if (first === undefined && source.isWaiting === true) throw new NotYetError(source.name);
      if (first === undefined) continue;
      primed.push(source);
      firstMs = Math.min(firstMs, first.ms);
    }
    if (primed.length === 0) throw nothingToPlay(opened);
    return new SessionRun(opened, firstMs, primed, listener);
  }

  /** Events delivered so far. */
  get eventCount(): number {
    return this.#events;
  }

  get snapCount(): number {
    return this.#snaps;
  }

  /** Whether no event has been delivered since the last snap, or since the start. */
  get isAtSnap(): boolean {
    return this.#eventsAtSnap === this.#events;
  }

  /** Records read so far in all sources, events or not. */
  get recordCount(): number {
    return this.#sources.reduce((sum, source) => sum + source.recordCount, 0);
  }

  /** Share of the input's bytes already used, 0…1: large files count for more. */
  get progress(): number {
    if (this.#hasEnded) return 1;
    let used = 0;
    let all = 0;
    for (const { progress, sizeBytes } of this.#sources) {
      used += progress * sizeBytes;
      all += sizeBytes;
    }
    return all === 0 ? 1 : used / all;
  }

  /** Errors at which sources ended early; the others played on. */
  get damages(): readonly BreakwaterError[] {
    const passed = this.#sources.flatMap(({ passedDamages = [] }) => passedDamages);
    return [...this.#damages, ...passed];
  }

  /** What is odd about the sources so far, and played on nevertheless. */
  get warnings(): readonly RunWarning[] {
    return [
      ...warningsOf(this.#sources, this.#digests.mismatches),
      ...spanWarnings(this.#timeSpan, this.firstEventMs, this.lastEventMs),
      ...fillHabitWarnings(this.market),
      ...optionWarnings(this.market),
    ];
  }

  /** Resolves when every file was compared with its manifest's digest. */
  settleDigests(): Promise<void> {
    return this.#digests.settle();
  }

  /** Unix ms of the last event, rounded down; undefined before the first. */
  get lastEventMs(): number | undefined {
    const { lastEventNs } = this.#snapClock;
    return Number.isFinite(lastEventNs) ? this.clock.toUnixMs(lastEventNs) : undefined;
  }

  /** Plays on until a limit or the end. After 'ended' further calls do nothing. */
  async advance(limits: AdvanceLimits = {}): Promise<AdvanceResult> {
    const maxEvents = this.#events + (limits.maxEvents ?? Number.POSITIVE_INFINITY);
    const maxSnaps = this.#snaps + (limits.maxSnaps ?? Number.POSITIVE_INFINITY);
    const untilNs =
      limits.untilMs === undefined
        ? Number.POSITIVE_INFINITY
        : this.clock.fromUnixMs(limits.untilMs);
    while (!this.#hasEnded) {
      const result = this.#pump(maxEvents, maxSnaps, untilNs);
      if (result === 'limit') return 'more';
      if (result === 'ended') this.#end();
      else if ((await this.#refill()) === 'waiting') return 'waiting';
    }
    return 'ended';
  }

  /**
   * Everything this run needs to go on from here; another run of the same session can take it up.
   * Taken while {@link advance} is not at work.
   * @throws Error when a source cannot be taken back, e.g. a live feed
   */
  save(): Uint8Array {
    const state = new StateWriter();
    this.#transfer(state);
    return state.bytes();
  }

  /**
   * Goes to where a run of the same session stood when it was saved, back or ahead.
   * @throws Error when that is no state of this session, or not a whole one; it then stands nowhere, and
   *   another state must be restored before anything else
   */
  async restore(saved: Uint8Array): Promise<void> {
    const state = new StateReader(saved);
    this.#transfer(state);
    if (!state.isAtEnd) throw new RangeError('a saved state is longer than it should be');
    const standing = seekable(this.#sources);
    for (const source of standing) await source.resume();
    const ended = standing.filter((_source, index) => this.#standing[index] !== true);
    this.#merge.replace(standing.filter((source) => !ended.includes(source)));
    const damages = ended.flatMap(({ damage }) => damage ?? []);
    this.#damages.splice(this.#damagesAtOpening, this.#damages.length, ...damages);
  }

  #transfer(state: StateTransfer): void {
    if (state.text(this.#identity) !== this.#identity) throw new Error('it is of another session');
    this.#events = state.number(this.#events);
    this.#snaps = state.number(this.#snaps);
    this.#eventsAtSnap = state.number(this.#eventsAtSnap);
    this.#hasEnded = state.flag(this.#hasEnded);
    const { ready } = this.#merge;
    this.#standing = seekable(this.#sources).map((source) => {
      source.transfer(state);
      return state.flag(ready.includes(source));
    });
    const { market } = this;
    for (const part of [this.#snapClock, this.#boundary, this.#hotzones, market, this.#signals]) {
      part.transfer(state);
    }
  }

  /**
   * Why a level shows what it shows at the last snap, `payload`.
   * @param records rows told of each kind of record
   * @returns undefined where the level is not active at that snap
   * @throws BreakwaterError (failed) when events have come since
   */
  explain(
    payload: SnapPayload,
    levelId: string,
    { records, written = NOTHING_WRITTEN }: { records: number; written?: WrittenRecords },
  ): Explanation | undefined {
    if (!this.isAtSnap) throw betweenSnaps();
    const none = { breakSinceNs: undefined, rejectSinceNs: undefined };
    const timers = this.#signals.timersOf(levelId) ?? none;
    return explainLevel({ market: this.market, payload, levelId, timers, written, records });
  }

  /** Brings in the trader's own zones, before the first event. */
  bringIn(zones: SessionZones): void {
    for (const event of zones.initial) this.market.hotzones.apply(event);
    this.#setEdits(zones);
  }

  /**
   * The trader has made, changed or removed a zone at the snap where the run stands: in force from the
   * next one on.
   * @param zones all of them, this edit among them: they hold wherever the run is taken
   */
  editZone(edit: TimedHotzone, zones: SessionZones): void {
    this.#setEdits(zones);
    this.#edit(edit);
  }

  #setEdits({ edits }: SessionZones): void {
    this.#edits = Map.groupBy(edits, ({ ts }) => ts);
  }

  #edit({ ts, event }: TimedHotzone): void {
    this.market.onHotzone(this.#snapClock.lastEventNs, event);
    this.#listener.onHotzone?.(event, ts);
  }

  async close(): Promise<void> {
    this.#hasEnded = true;
    await this.#digests.stop();
    await Promise.all(this.#sources.map((source) => source.close()));
  }

  #pump(maxEvents: number, maxSnaps: number, untilNs: number): PumpResult {
    for (;;) {
      if (this.#merge.dry !== undefined) return 'dry';
      const source = this.#merge.peek();
      // A hotzone's change comes after all else of its time, and none after the market's end.
      const marketNs = source?.timeNs ?? this.#snapClock.lastEventNs + 1;
      const isHotzoneNext = this.#hotzones.nextNs < marketNs;
      const nextNs = isHotzoneNext ? this.#hotzones.nextNs : source?.timeNs;
      const dueNs = this.#snapClock.dueBefore(nextNs);
      if (dueNs !== undefined) {
        if (dueNs > untilNs || this.#snaps >= maxSnaps) return 'limit';
        this.#snap(dueNs);
        continue;
      }
      if (nextNs === undefined) return 'ended';
      if (nextNs > untilNs || this.#events >= maxEvents || this.#snaps >= maxSnaps) {
        return 'limit';
      }
      this.#deliver(isHotzoneNext ? undefined : source, nextNs);
    }
  }

  /** @param source whose event is next; undefined for a hotzone's change */
  #deliver(source: EventSource | undefined, timeNs: number): void {
    if (this.#boundary.crossed(timeNs)) this.#startSession(timeNs);
    if (source === undefined) {
      const change = this.#changeHotzone();
      if (change !== undefined) this.#listener.onHotzone?.(change, this.clock.toUnixMs(timeNs));
    } else {
      source.deliver(this.market);
      this.#listener.onEvent?.(source);
    }
    this.#snapClock.noteEvent(timeNs);
    this.#events++;
    if (source !== undefined) this.#merge.consume(source);
  }

  #changeHotzone(): HotzoneEvent | undefined {
    const { nextNs } = this.#hotzones;
    const change = this.#hotzones.take();
    if (change !== undefined) this.market.onHotzone(nextNs, change);
    return change;
  }

  #snap(dueNs: number): void {
    if (this.#boundary.crossed(dueNs)) this.#startSession(dueNs);
    const payload = this.#signals.snap(this.market, dueNs);
    this.#snapClock.advance();
    if (payload === undefined) return;
    this.#snaps++;
    this.#eventsAtSnap = this.#events;
    this.#listener.onSnap(payload);
    this.#reportEpisodes();
    for (const edit of this.#edits.get(payload.ts) ?? []) this.#edit(edit);
  }

  #startSession(atNs: number): void {
    this.#listener.onSession?.(this.clock.toUnixMs(atNs));
    this.market.startSession();
    this.#signals.startSession();
    this.#reportEpisodes();
  }

  #end(): void {
    this.#hasEnded = true;
    this.#signals.episodes.startSession();
    this.#reportEpisodes();
  }

  #reportEpisodes(): void {
    for (const episode of this.#signals.episodes.takeFinished()) {
      this.#listener.onEpisode?.(episode);
    }
  }

  async #refill(): Promise<'waiting' | undefined> {
    const ended = await this.#merge.refill();
    if (ended === 'waiting') return 'waiting';
    if (ended !== undefined) this.#noteEnd(ended);
    return undefined;
  }

  /** A source that ended in damage leaves a gap (SPEC §1, §11b). */
  #noteEnd(source: EventSource): void {
    const { damage, feed } = source;
    if (damage === undefined) return;
    this.#damages.push(damage);
    const atNs = Number.isFinite(source.timeNs) ? source.timeNs : null;
    this.market.onGap({
      feed,
      fromNs: atNs,
      toNs: atNs ?? 0,
      cause: `${basename(source.name)} is damaged: ${damage.message}`,
      recordsLost: null,
    });
  }
}

/** Tells runs apart whose states must not be mixed up: in hexadecimal. */
function identityOf(opened: OpenedSession, firstEventMs: number): string {
  const { profile, config, instrument, sources, hotzones, timedHotzones } = opened;
  const feeds = sources.map(({ feed }) => feed);
  const content = [profile.name, config, instrument, feeds, firstEventMs, hotzones, timedHotzones];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function seekable(sources: readonly EventSource[]): SeekableSource[] {
  return sources.map((source) => {
    if (isSeekable(source)) return source;
    throw new Error(`Invariant: ${source.name} is a file and can be taken back`);
  });
}

const isSeekable = (source: EventSource): source is SeekableSource => 'resume' in source;

const betweenSnaps = (): BreakwaterError =>
  new BreakwaterError('failed', 'The run stands between two snaps, where nothing is explained.', {
    remedy: 'Pause, or ask again after the next snap.',
  });

function nothingToPlay(opened: OpenedSession): BreakwaterError {
  const damage = opened.sources.find((source) => source.damage !== undefined)?.damage;
  if (damage !== undefined) return damage;
  return new BreakwaterError('bad-input', `${opened.name} has no event that could be played.`, {
    place: { expected: `records of ${opened.instrument}`, found: 'none' },
    remedy: 'breakwater inspect lists what is in the files; --symbol names the instrument.',
  });
}
