import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import type { Prng } from '../prng.ts';
import type { Conditions } from './conditions.ts';
import type { Cues } from './cues.ts';
import { VISITOR_KINDS, type Visitors } from './happenings.ts';
import type { Trading } from './trading.ts';
import type { Walls } from './walls.ts';

const NS_PER_HOUR = 3.6e12;

/** What the visitors need of the market. */
export interface VisitedMarket {
  readonly trading: Trading;
  readonly conditions: Conditions;
  readonly walls: Walls;
  readonly cues: Cues;
  /** Plays one event: what `act` does to the book is published together. */
  event(nowNs: number, act: () => void): void;
  /** Moves the price that orders are drawn to off the scenario's path. */
  shift(ticks: number): void;
  /** Keeps makers from a stretch of one side's prices until a time. */
  desert(side: Side, fromTick: number, toTick: number, untilNs: number): void;
}

/** Traders with a plan who turn up by chance, each kind at its own rate. */
export function inviteVisitors(market: VisitedMarket, prng: Prng, rates: Visitors): void {
  for (const kind of VISITOR_KINDS) {
    const perHour = rates[kind];
    if (perHour <= 0) continue;
    const meanNs = NS_PER_HOUR / perHour;
    const visit = (nowNs: number): void => {
      if (market.trading.mode === 'continuous') VISITS[kind](market, prng, nowNs);
      market.cues.add(nowNs + 1 + prng.exponential(meanNs), visit);
    };
    market.cues.add(1_000_000 + prng.exponential(meanNs), visit);
  }
}

type Visit = (market: VisitedMarket, prng: Prng, nowNs: number) => void;

const VISITS: Readonly<Record<keyof Visitors, Visit>> = {
  spoofs: (market, prng, nowNs) => putWall(market, prng, nowNs, 'spoofed', prng.between(4, 7)),
  defences: (market, prng, nowNs) => putWall(market, prng, nowNs, 'defended', prng.between(1, 3)),
  icebergs: (market, prng, nowNs) => {
    const peak = prng.between(4, 20) * (market.conditions.gapTicks > 1 ? 1 : 2);
    rest(market, prng, nowNs, peak, peak * prng.between(4, 25));
  },
  hidden: (market, prng, nowNs) => rest(market, prng, nowNs, 0, prng.between(3, 60)),
  vacuums: (market, prng, nowNs) => {
    pullDepth(market, prng, nowNs, prng.chance(500) ? BID : ASK, prng.between(2, 5));
  },
  sweeps: (market, prng, nowNs) => {
    const direction = prng.chance(500) ? 1 : -1;
    const contracts = usualDepth(market) / 2;
    sweep(market, prng, nowNs, direction, prng.between(4, 8), contracts);
    market.shift(direction * prng.between(1, 4) * market.conditions.spreadTicks);
  },
};

const usualDepth = ({ conditions }: VisitedMarket): number => conditions.depthByLevel[1] ?? 1;

function putWall(
  market: VisitedMarket,
  prng: Prng,
  nowNs: number,
  kind: 'spoofed' | 'defended',
  level: number,
): void {
  const side: Side = prng.chance(500) ? BID : ASK;
  const tick = behind(market, side, level);
  if (Number.isNaN(tick)) return;
  const size = Math.round((usualDepth(market) * prng.between(200, 500)) / 100);
  market.event(nowNs, () => market.walls.put(nowNs, kind, side, tick, size));
}

/** Rests an order with contracts that do not show, at the best price or just behind. */
function rest(
  market: VisitedMarket,
  prng: Prng,
  nowNs: number,
  shown: number,
  reserve: number,
): void {
  const side: Side = prng.chance(500) ? BID : ASK;
  const tick = behind(market, side, prng.weighted([5, 3, 2]));
  const { trading } = market;
  if (Number.isNaN(tick) || trading.wouldCross(side, tick)) return;
  market.event(nowNs, () => trading.book.rest(side, tick, shown, reserve, trading.newTag()));
}

function behind({ trading, conditions }: VisitedMarket, side: Side, level: number): number {
  const distance = level * conditions.gapTicks;
  return trading.best(side) + (side === BID ? -distance : distance);
}

/** Makers leave some prices of one side within a few hundredths of a second, an order at a time. */
export function pullDepth(
  market: VisitedMarket,
  prng: Prng,
  nowNs: number,
  side: Side,
  levels: number,
): void {
  const { trading, cues } = market;
  const best = trading.best(side);
  if (Number.isNaN(best)) return;
  let timeNs = nowNs;
  const step = side === BID ? -1 : 1;
  const last = best + step * (levels - 1) * market.conditions.gapTicks;
  const untilNs = nowNs + prng.between(2_000, 9_000) * 1e6;
  market.desert(side, Math.min(best, last), Math.max(best, last), untilNs);
  for (let level = 0; level < levels; level++) {
    const tick = best + step * level * market.conditions.gapTicks;
    const leaving = Math.ceil(trading.book.sideOf(side).ordersAt(tick) * 0.85);
    for (let order = 0; order < leaving; order++) {
      timeNs += prng.between(60_000, 900_000);
      cues.add(timeNs, (atNs) => market.event(atNs, () => void trading.cancelLast(side, tick)));
    }
  }
}

/** Market orders one after the other, each reaching two prices at most. */
export function sweep(
  market: VisitedMarket,
  prng: Prng,
  startNs: number,
  direction: 1 | -1,
  orders: number,
  contractsPerOrder: number,
): void {
  const reach = 2 * market.conditions.gapTicks;
  let timeNs = startNs;
  for (let order = 0; order < orders; order++) {
    timeNs += prng.between(6, 55) * 1_000_000 + prng.below(1_000_000);
    const size = Math.max(1, Math.round((contractsPerOrder * prng.between(80, 125)) / 100));
    market.cues.add(timeNs, (nowNs) => {
      if (market.trading.mode !== 'continuous') return;
      market.event(nowNs, () => void market.trading.market(direction, size, reach));
    });
  }
}
