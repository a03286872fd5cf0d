import type {
  ExplainedAlternative,
  ExplainedComponent,
  Explanation,
} from '../../core/explanation.ts';
import { BID } from '../../core/events.ts';
import type { LevelPayload, Signal, SnapPayload } from '../../core/payload.ts';
import { round2, round6 } from '../../core/rounding.ts';
import { NS_PER_MS } from '../../core/time.ts';
import type { MarketState } from '../../market/marketState.ts';
import { defendingSide, zoneTicks } from '../../physics/barrier.ts';
import type { LevelView } from '../../physics/engine.ts';
import { readGammaLevels } from '../../physics/fuel.ts';
import { makeCoreEngines, makePlugIns } from '../../physics/registry.ts';
import { levelUniverse } from '../levelUniverse.ts';
import { confidenceWord, type EngineReading } from '../scoring.ts';
import type { TriggerTimers } from '../trigger.ts';
import { signalFlips, stateFlips } from './flips.ts';
import { Judge, type Judgement, type LevelSituation } from './judge.ts';
import { positionRecords } from './positions.ts';
import {
  flowRecords,
  optionRecords,
  tradeRecords,
  type RecordQuery,
  type WrittenRecords,
} from './records.ts';
import { barrierRules, fuelRules, tapeParts, triggerRules } from './rules.ts';

/** What an explanation is made from: the market as it stands at a snap, and what that snap said. */
export interface ExplainRequest {
  /** No event may have come since the snap. */
  readonly market: MarketState;
  readonly payload: SnapPayload;
  readonly levelId: string;
  /** As of the snap. */
  readonly timers: TriggerTimers;
  readonly written: WrittenRecords;
  /** Rows told of each kind of record. */
  readonly records: number;
}

/** Why a level shows what it shows; undefined where it is not active at the snap. */
export function explainLevel(request: ExplainRequest): Explanation | undefined {
  const level = request.payload.levels.find(({ id }) => id === request.levelId);
  if (level === undefined) return undefined;
  const situation = situationOf(request, level);
  const judge = new Judge(situation);
  const now = judge.judge();
  const { market, payload } = request;
  const { config, view } = situation;
  const query: RecordQuery = {
    market,
    written: request.written,
    limit: request.records,
    price: view.price,
  };
  const zone = zoneOf(market, view);
  return {
    ts: payload.ts,
    level: {
      id: level.id,
      kind: level.kind,
      price: level.price,
      direction: level.direction,
      break_direction: level.break_direction,
      spot: round6(spotOf(market)),
      distance: level.distance,
    },
    note: level.note,
    health: { state: payload.health.state, muted: level.muted ?? null },
    barrier: explainBarrier(judge, now, zone, market),
    fuel: {
      effect: situation.fuel.effect,
      net_dealer_gamma: round6(judge.inputs.net_dealer_gamma),
      book: config.fuel_book,
      flow_gamma: round6(situation.fuel.flow_gamma),
      inventory_gamma: round6(situation.fuel.inventory_gamma),
      rules: fuelRules(judge),
    },
    tape: {
      parts: tapeParts(judge),
      buy_vol: judge.inputs.buy_vol,
      sell_vol: judge.inputs.sell_vol,
      activity: round6(judge.inputs.activity),
    },
    score: {
      components: components(judge),
      raw: round6(now.raw),
      smooth: level.break_score_smooth,
      tau_s: config.tau_score,
    },
    sensitivity: {
      fuel_neutral: alternative(judge, 0, level.sensitivity.fuel_neutral),
      fuel_reversed: alternative(
        judge,
        -judge.inputs.net_dealer_gamma,
        level.sensitivity.fuel_reversed,
      ),
    },
    trigger: {
      signal: level.signal,
      rules: triggerRules(judge, now),
      leads_to: now.leadsTo,
      after_ms: now.afterNs / NS_PER_MS,
    },
    confidence: { word: confidenceWord(now.confidence), value: round6(now.confidence) },
    runway: { ...level.runway, clear_min: config.RUNWAY_CLEAR_MIN },
    flips: { state: stateFlips(judge), signal: signalFlips(judge) },
    records: {
      flows: flowRecords(query, zone),
      trades: tradeRecords(query),
      options: optionRecords(query),
      positions: positionRecords(query),
    },
  };
}

const spotOf = ({ converter, spotPx = Number.NaN }: MarketState): number =>
  converter.toLevel(spotPx);

function zoneOf(market: MarketState, view: LevelView) {
  const side = defendingSide(view);
  return { side, ...zoneTicks(market.converter.toFutures(view.price), market.config) };
}

/** The engines are asked anew: what they say at a snap follows from the market alone. */
function situationOf({ market, timers }: ExplainRequest, level: LevelPayload): LevelSituation {
  const { config } = market;
  const price = exactPrice(market, level);
  const view = { price, direction: level.direction, breakDirection: level.break_direction };
  const engines = makeCoreEngines(config);
  engines.fuel.startSnap(market);
  engines.tape.startSnap(market);
  const { side, lowTick, highTick } = zoneOf(market, view);
  let knownTicks = 0;
  for (let tick = lowTick; tick <= highTick; tick++) {
    if (market.book.knows(side, tick)) knownTicks++;
  }
  return {
    config,
    view,
    nowNs: market.nowNs,
    distance: Math.abs(spotOf(market) - price),
    isMuted: level.muted !== undefined,
    timers,
    barrier: engines.barrier.compute(view, market),
    zoneTicks: Math.max(0, highTick - lowTick + 1),
    knownTicks,
    fuel: engines.fuel.compute(view, market),
    tape: engines.tape.compute(view, market),
    plugIns: plugInReadings(market, level),
  };
}

/** The level's price before it was rounded for the payload; a zone moved since keeps the payload's. */
function exactPrice(market: MarketState, { id, price }: LevelPayload): number {
  const universe = levelUniverse(market, spotOf(market), readGammaLevels(market));
  const found = universe.find((level) => level.id === id && round6(level.price) === price);
  return found?.price ?? price;
}

/** Plug-ins remember what no market holds: what they said stands in the payload. */
function plugInReadings(market: MarketState, level: LevelPayload): EngineReading[] {
  const scores: Readonly<Record<string, number | undefined>> = level.scores;
  return makePlugIns(market.config).map((engine) => ({
    engine,
    metrics: { confidence: confidenceOf(level, engine.id) },
    score: scores[engine.scoreKey] ?? 0,
    clause: '',
  }));
}

/** A plug-in's metrics stand in the payload under its id. */
function confidenceOf(level: LevelPayload, id: string): number {
  const metrics: unknown = new Map(Object.entries(level)).get(id);
  if (typeof metrics !== 'object' || metrics === null || !('confidence' in metrics)) return 0;
  return Number(metrics.confidence);
}

function explainBarrier(
  judge: Judge,
  { state }: Judgement,
  { side, lowTick, highTick }: ReturnType<typeof zoneOf>,
  { config }: MarketState,
): Explanation['barrier'] {
  const { added, pulled, filled, depth_in_zone } = judge.inputs;
  const { zoneTicks: ticks, knownTicks, barrier } = judge.situation;
  return {
    state,
    side: side === BID ? 'bid' : 'ask',
    zone:
      ticks === 0 ? null : { low: lowTick * config.TICK_SIZE, high: highTick * config.TICK_SIZE },
    zone_ticks: ticks,
    known_ticks: knownTicks,
    figures: {
      added,
      pulled,
      filled,
      delta_liq: barrier.delta_liq,
      replenishment_ratio: round6(barrier.replenishment_ratio),
      depth_in_zone,
    },
    rules: barrierRules(judge),
  };
}

function components(judge: Judge): ExplainedComponent[] {
  const { config, plugIns } = judge.situation;
  return [...judge.readings(judge.inputs), ...plugIns].map(({ engine, metrics, score }) => {
    const weight = config[engine.weightKey];
    return {
      key: engine.scoreKey,
      weight_key: engine.weightKey,
      weight,
      score: round2(score),
      points: round6(weight * score),
      confidence: round6(metrics.confidence),
      confidence_part: round6(weight * metrics.confidence),
    };
  });
}

/** Gamma's sign rests on who the customer was: what if dealers had this gamma instead? */
function alternative(judge: Judge, gamma: number, signal: Signal): ExplainedAlternative {
  const inputs = { ...judge.inputs, net_dealer_gamma: gamma };
  const [, fuel] = judge.readings(inputs);
  const { raw, leadsTo } = judge.judge(inputs);
  return { effect: fuel.metrics.effect, raw: round6(raw), signal, leads_to: leadsTo };
}
