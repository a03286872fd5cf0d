import type { EngineConfig } from '../../core/config.ts';
import type { ExplainedInput } from '../../core/explanation.ts';
import type { BarrierState, Signal } from '../../core/payload.ts';
import { atLeast } from '../../core/tolerance.ts';
import { nsOfSeconds } from '../../core/time.ts';
import { barrierState, type BarrierMetrics } from '../../physics/barrier.ts';
import type { LevelView } from '../../physics/engine.ts';
import { fuelEffect, type FuelMetrics } from '../../physics/fuel.ts';
import { makeCoreEngines, type CoreEngines } from '../../physics/registry.ts';
import type { TapeMetrics } from '../../physics/tape.ts';
import { scoreLevel, type EngineReading } from '../scoring.ts';
import { isBreaking, isContested, isRejecting, type TriggerTimers } from '../trigger.ts';

/** One level at one snap in full precision: what every verdict on it follows from. */
export interface LevelSituation {
  readonly config: EngineConfig;
  readonly view: LevelView;
  readonly nowNs: number;
  /** |spot − L| in level price. */
  readonly distance: number;
  readonly isMuted: boolean;
  readonly timers: TriggerTimers;
  readonly barrier: BarrierMetrics;
  readonly zoneTicks: number;
  readonly knownTicks: number;
  readonly fuel: FuelMetrics;
  readonly tape: TapeMetrics;
  /** Engines beyond the three; they are taken as they are. */
  readonly plugIns: readonly EngineReading[];
}

/** Values of all inputs; `break_score_raw` is what is added to the score that the others make. */
export type InputValues = Readonly<Record<ExplainedInput, number>>;

/** What follows from a set of inputs. */
export interface Judgement {
  readonly state: BarrierState;
  /** Component scores, 0…100. */
  readonly scores: { readonly barrier: number; readonly fuel: number; readonly tape: number };
  readonly raw: number;
  /** 0…1. */
  readonly confidence: number;
  /** The signal once the conditions that hold now have held long enough. */
  readonly leadsTo: Signal;
  /** How much longer they have to, ns; 0 where it shows at once. */
  readonly afterNs: number;
}

/**
 * Judges one level with its inputs as they are, or with some changed: by the engines' own rules,
 * never by a copy of them.
 */
export class Judge {
  readonly situation: LevelSituation;
  readonly engines: CoreEngines;
  readonly inputs: InputValues;

  constructor(situation: LevelSituation) {
    this.situation = situation;
    this.engines = makeCoreEngines(situation.config);
    const { barrier, fuel, tape, view } = situation;
    const isSweepAhead = tape.sweep.direction === view.breakDirection;
    this.inputs = {
      added: barrier.added,
      pulled: barrier.pulled,
      filled: barrier.filled,
      depth_in_zone: barrier.depth_in_zone,
      known_ticks: situation.knownTicks,
      net_dealer_gamma: fuel.net_dealer_gamma,
      buy_vol: tape.buy_vol,
      sell_vol: tape.sell_vol,
      velocity: tape.velocity,
      sweep_notional: isSweepAhead ? tape.sweep.notional : 0,
      activity: tape.activity,
      distance: situation.distance,
      break_score_raw: 0,
    };
  }

  /** The least notional of a sweep in the break direction that scores: the largest one counts. */
  get sweepLimit(): number {
    const { tape, view, config } = this.situation;
    const isOther = tape.sweep.detected && tape.sweep.direction !== view.breakDirection;
    return Math.max(config.SWEEP_MIN_NOTIONAL, isOther ? tape.sweep.notional : 0);
  }

  /** What follows where `changes` take the place of the present inputs. */
  judge(changes: Partial<InputValues> = {}): Judgement {
    const inputs = { ...this.inputs, ...changes };
    const readings = this.readings(inputs);
    const { config, plugIns } = this.situation;
    const [barrier, fuel, tape] = readings;
    const scored = scoreLevel([...readings, ...plugIns], config);
    const raw = Math.min(100, Math.max(0, scored.raw + inputs.break_score_raw));
    const { state } = barrier.metrics;
    return {
      state,
      scores: { barrier: barrier.score, fuel: fuel.score, tape: tape.score },
      raw,
      confidence: scored.confidence,
      ...this.#outlook(raw, state, inputs),
    };
  }

  /** The readings of the three engines for these inputs. */
  readings(
    inputs: InputValues,
  ): [EngineReading<BarrierMetrics>, EngineReading<FuelMetrics>, EngineReading<TapeMetrics>] {
    const { breakDirection } = this.situation.view;
    const { barrier, fuel, tape } = this.engines;
    const book = this.#barrierMetrics(inputs);
    const gamma = this.#fuelMetrics(inputs);
    const prints = this.#tapeMetrics(inputs);
    return [
      { engine: barrier, metrics: book, score: barrier.score(book), clause: '' },
      { engine: fuel, metrics: gamma, score: fuel.score(gamma), clause: '' },
      { engine: tape, metrics: prints, score: tape.score(prints, breakDirection), clause: '' },
    ];
  }

  #barrierMetrics({ added, pulled, filled, depth_in_zone, known_ticks }: InputValues) {
    const { barrier, zoneTicks, config } = this.situation;
    const metrics = {
      ...barrier,
      added,
      pulled,
      filled,
      delta_liq: added - pulled - filled,
      replenishment_ratio: added / (pulled + filled + 1),
      depth_in_zone,
      visibility: zoneTicks === 0 ? 0 : known_ticks / zoneTicks,
    };
    return { ...metrics, state: barrierState(metrics, config) };
  }

  #fuelMetrics({ net_dealer_gamma }: InputValues): FuelMetrics {
    const { fuel, config } = this.situation;
    return { ...fuel, net_dealer_gamma, effect: fuelEffect(net_dealer_gamma, config) };
  }

  #tapeMetrics({ buy_vol, sell_vol, velocity, sweep_notional, activity }: InputValues) {
    const { tape, view } = this.situation;
    const signed = buy_vol + sell_vol;
    const isAhead = sweep_notional > 0 && atLeast(sweep_notional, this.sweepLimit);
    const direction = isAhead ? view.breakDirection : null;
    return {
      ...tape,
      buy_vol,
      sell_vol,
      velocity,
      activity,
      imbalance: signed === 0 ? 0 : (buy_vol - sell_vol) / signed,
      sweep: { ...tape.sweep, direction, detected: isAhead },
    };
  }

  #outlook(
    raw: number,
    barrier: BarrierState,
    { activity, distance }: InputValues,
  ): Pick<Judgement, 'leadsTo' | 'afterNs'> {
    const { config, isMuted, timers } = this.situation;
    if (isMuted) return { leadsTo: 'NEUTRAL', afterNs: 0 };
    if (isBreaking(raw, config)) {
      return { leadsTo: 'BREAK', afterNs: this.#leftNs(timers.breakSinceNs) };
    }
    if (isRejecting(raw, distance, config)) {
      return { leadsTo: 'REJECT', afterNs: this.#leftNs(timers.rejectSinceNs) };
    }
    return {
      leadsTo: isContested(raw, { barrierState: barrier, activity }, config)
        ? 'CONTESTED'
        : 'NEUTRAL',
      afterNs: 0,
    };
  }

  /** What is left of the hold of a condition that holds, ns. */
  #leftNs(sinceNs: number | undefined): number {
    const { config, nowNs } = this.situation;
    const heldNs = nowNs - (sinceNs ?? nowNs);
    return Math.max(0, nsOfSeconds(config.TRIGGER_HOLD_TIME) - heldNs);
  }
}
