import type { EngineConfig } from '../core/config.ts';
import type {
  BreakDirection,
  HealthState,
  LevelPayload,
  SnapPayload,
  WatchPayload,
} from '../core/payload.ts';
import type { Underlying } from '../core/profiles.ts';
import { round6 } from '../core/rounding.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { above, atMost } from '../core/tolerance.ts';
import { ageMs } from '../market/feedHealth.ts';
import type { MarketState } from '../market/marketState.ts';
import type { LevelView, PhysicsEngine } from '../physics/engine.ts';
import { makeCoreEngines, makePlugIns } from '../physics/registry.ts';
import { dealersPayload } from './dealersPayload.ts';
import { EpisodeTracker, type TouchedLevel } from './episodes.ts';
import { LevelMemory } from './levelMemory.ts';
import { levelPayload, type LevelVerdict } from './levelPayload.ts';
import { levelUniverse, type Level } from './levelUniverse.ts';
import { compareIds, runway } from './runway.ts';
import { confidenceWord, scoreLevel, type EngineReading } from './scoring.ts';
import type { TriggerInput, TriggerTimers } from './trigger.ts';

/** What a run's verdicts are computed with. */
export interface LevelSignalsOptions {
  readonly config: EngineConfig;
  readonly profile: string;
  readonly underlying: Underlying;
}

/**
 * The LevelSignalService: turns the market of a snap into verdicts on every level (SPEC §3–§11b)
 * and follows their episodes (SPEC §12). Holds what is remembered between snaps.
 */
export class LevelSignals {
  readonly episodes: EpisodeTracker;
  readonly #options: LevelSignalsOptions;
  readonly #core: ReturnType<typeof makeCoreEngines>;
  readonly #plugIns: readonly PhysicsEngine[];
  readonly #engines: readonly PhysicsEngine[];
  readonly #memories = new Map<string, LevelMemory>();

  constructor(options: LevelSignalsOptions) {
    this.#options = options;
    this.#core = makeCoreEngines(options.config);
    this.#plugIns = makePlugIns(options.config);
    const { barrier, fuel, tape } = this.#core;
    this.#engines = [barrier, fuel, tape, ...this.#plugIns];
    this.episodes = new EpisodeTracker(options.config);
  }

  /** The session boundary: timers, smoothers, plug-in windows and episodes start anew. */
  startSession(): void {
    this.#memories.clear();
    for (const engine of this.#engines) engine.startSession?.();
    this.episodes.startSession();
  }

  /** Carries what is remembered between snaps. */
  transfer(state: StateTransfer): void {
    state.map(this.#memories, (id, memory = new LevelMemory(this.#options.config)) => {
      const savedId = state.text(id ?? '');
      memory.transfer(state);
      return [savedId, memory];
    });
    for (const engine of this.#engines) engine.transfer?.(state);
    this.episodes.transfer(state);
  }

  /** Since when a level's trigger conditions have held, as of its last snap. */
  timersOf(id: string): TriggerTimers | undefined {
    return this.#memories.get(id)?.trigger.timers;
  }

  /** The snap at `nowNs`, or undefined while there is no spot or no book yet. */
  snap(market: MarketState, nowNs: number): SnapPayload | undefined {
    market.startSnap(nowNs);
    const { spotPx } = market;
    if (!market.isReady || spotPx === undefined) return undefined;
    const spot = market.converter.toLevel(spotPx);
    for (const engine of this.#engines) engine.startSnap?.(market);
    const universe = levelUniverse(market, spot, this.#core.fuel.gammaLevels).sort(
      (a, b) => Math.abs(spot - a.price) - Math.abs(spot - b.price) || compareIds(a.id, b.id),
    );
    const state = market.health.stateAt(nowNs);
    const levels: LevelPayload[] = [];
    const watch: WatchPayload[] = [];
    const touched: TouchedLevel[] = [];
    const active = new Set<string>();
    for (const level of universe) {
      if (!atMost(Math.abs(spot - level.price), this.#options.config.MONITOR_BAND)) {
        watch.push(watchPayload(level, spot));
        continue;
      }
      active.add(level.id);
      const verdict = this.#judge(market, level, spot, universe, state);
      levels.push(levelPayload(verdict));
      touched.push(verdict);
    }
    this.#forgetInactive(active, nowNs);
    const ts = market.clock.toUnixMs(nowNs);
    this.episodes.snap(ts, spot, touched, universe);
    return this.#payload(market, ts, spot, levels, watch, state);
  }

  #judge(
    market: MarketState,
    level: Level,
    spot: number,
    universe: readonly Level[],
    state: HealthState,
  ): LevelVerdict {
    const { config } = this.#options;
    const direction = above(spot, level.price) ? 'SUPPORT' : 'RESISTANCE';
    const breakDirection: BreakDirection = direction === 'SUPPORT' ? 'DOWN' : 'UP';
    const view: LevelView = { price: level.price, direction, breakDirection };
    const memory = this.#memoryOf(level.id, market.nowNs);
    const { barrier, fuel, tape } = this.#core;
    const readings = {
      barrier: read(barrier, view, market),
      fuel: read(fuel, view, market),
      tape: read(tape, view, market),
      plugIns: this.#plugIns.map((engine) => read(engine, view, market)),
    };
    const all: EngineReading[] = [
      readings.barrier,
      readings.fuel,
      readings.tape,
      ...readings.plugIns,
    ];
    const { raw, sum, confidence } = scoreLevel(all, config);
    const muted = state === 'RESYNC' || state === 'STALE' ? state : undefined;
    const input: TriggerInput = {
      nowNs: market.nowNs,
      raw,
      distance: Math.abs(spot - level.price),
      direction,
      barrierState: readings.barrier.metrics.state,
      activity: readings.tape.metrics.activity,
      isMuted: muted !== undefined,
    };
    const signal = memory.trigger.next(input);
    const reverse: BreakDirection = breakDirection === 'UP' ? 'DOWN' : 'UP';
    const tickLevelPx = market.converter.toLevel(config.TICK_SIZE);
    return {
      level,
      view,
      distance: spot - level.price,
      raw,
      smoothScore: memory.smooth('break_score', config.tau_score, raw),
      signal,
      confidence: confidenceWord(confidence),
      readings,
      smooth: (key, tauKey, value) => memory.smooth(key, config[tauKey], value),
      runway: runway(
        level.price,
        signal === 'REJECT' ? reverse : breakDirection,
        universe,
        tickLevelPx,
        config,
      ),
      muted,
      sensitivity: memory.sensitivity.next(input, { sum, score: readings.fuel.score }),
    };
  }

  #memoryOf(id: string, nowNs: number): LevelMemory {
    let memory = this.#memories.get(id);
    if (memory === undefined) {
      memory = new LevelMemory(this.#options.config);
      this.#memories.set(id, memory);
    }
    memory.beginActiveSnap(nowNs);
    return memory;
  }

  #forgetInactive(active: ReadonlySet<string>, nowNs: number): void {
    for (const [id, memory] of this.#memories) {
      if (!active.has(id) && memory.noteInactive(nowNs)) this.#memories.delete(id);
    }
  }

  #payload(
    market: MarketState,
    ts: number,
    spot: number,
    levels: LevelPayload[],
    watch: WatchPayload[],
    state: HealthState,
  ): SnapPayload {
    const { health, book, nowNs } = market;
    const quote = {
      spot: round6(spot),
      bid: book.hasView ? levelOrNull(market, book.bestBid) : null,
      ask: book.hasView ? levelOrNull(market, book.bestAsk) : null,
    };
    return {
      ts,
      profile: this.#options.profile,
      ...(this.#options.underlying === 'spy' ? { spy: quote } : { es: quote }),
      levels,
      watch,
      health: {
        state,
        book_age_ms: ageMs(nowNs, health.bookNs),
        trade_age_ms: ageMs(nowNs, health.tradeNs),
        option_age_ms: ageMs(nowNs, health.optionNs),
        gaps: health.gaps.length,
      },
      dealers: dealersPayload(market),
    };
  }
}

function read<M extends { confidence: number }>(
  engine: PhysicsEngine<M>,
  view: LevelView,
  market: MarketState,
): EngineReading<M> {
  const metrics = engine.compute(view, market);
  return {
    engine,
    metrics,
    score: engine.score(metrics, view.breakDirection),
    clause: engine.clause(metrics, view.breakDirection),
  };
}

const levelOrNull = (market: MarketState, tick: number): number | null =>
  Number.isNaN(tick) ? null : round6(market.levelOfTick(tick));

function watchPayload({ id, kind, price }: Level, spot: number): WatchPayload {
  return { id, kind, price: round6(price), distance: round6(spot - price) };
}
