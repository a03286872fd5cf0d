import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../../core/time.ts';
import { FLAG } from '../../dbn/layout.ts';
import { composeScenario, SCENARIOS, type Scenario } from '../scenarios.ts';
import { decreasesBetween, type BookRow } from '../testing/bookRows.ts';
import { playMarket, START_TICK, type PlayedMarket } from '../testing/playMarket.ts';
import type { FuturesMarket } from './futuresMarket.ts';
import { NO_VISITORS, type Happening, type Visitors } from './happenings.ts';

/** A quiet hour with these visitors and happenings. */
const aScenario = (
  visitors: Partial<Visitors>,
  happenings: readonly Happening[] = [],
): Scenario => ({
  ...composeScenario('quiet'),
  visitors: { ...NO_VISITORS, ...visitors },
  happenings,
});

/** Everything at once, within half a minute. */
const EVERYTHING = aScenario(
  { spoofs: 1200, defences: 1200, icebergs: 3000, hidden: 3000, vacuums: 400, sweeps: 600 },
  [
    { kind: 'auction', atMinute: 0, seconds: 4 },
    { kind: 'outage', atMinute: 0.1 },
    { kind: 'halt', atMinute: 0.2, seconds: 4 },
    { kind: 'news', atMinute: 0.35, perS: 5_000, seconds: 0.3, jumpCents: 30 },
  ],
);

const isImage = ({ flags }: BookRow): boolean => (flags & FLAG.snapshot) !== 0;
const bestBid = ({ bids }: BookRow): number => Math.max(...bids.keys());
const bestAsk = ({ asks }: BookRow): number => Math.min(...asks.keys());
const tradesOf = (rows: readonly BookRow[]): BookRow[] =>
  rows.filter(({ action }) => action === 'T');

/** Decreases between the records, keyed by where they first show. */
function shownDecreases(rows: readonly BookRow[]): Map<string, number> {
  const shown = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined || isImage(row) || row.action === 'R' || before.action === 'R')
      continue;
    for (const { side, tick, size } of decreasesBetween(before, row)) {
      const key = `${row.sequence} ${side} ${tick}`;
      shown.set(key, (shown.get(key) ?? 0) + size);
    }
  }
  return shown;
}

function toldDecreases({ told }: PlayedMarket): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sequence, side, tick, size } of told) {
    const key = `${sequence} ${side} ${tick}`;
    sums.set(key, (sums.get(key) ?? 0) + size);
  }
  return sums;
}

describe('the truth of a market', () => {
  it.each([
    ['trades first', {}],
    ['reduced books in T records', { tradeBook: 'after' }],
    ['late trades', { trades: 'late', tradeJitterNs: 500_000 }],
    ['trades apart', { trades: 'separate', tradeJitterNs: 50_000_000 }],
  ] as const)('is what the records show, to the contract: %s', (_, habit) => {
    const played = playMarket({ scenario: EVERYTHING, ratePerS: 50, habit });
    const shown = shownDecreases(played.rows());
    expect(shown.size).toBeGreaterThan(1000);
    expect(toldDecreases(played)).toEqual(shown);
  });

  it('is what the records show where the tick is small', () => {
    const played = playMarket({ scenario: composeScenario('smallTick'), seconds: 15 });
    expect(toldDecreases(played)).toEqual(shownDecreases(played.rows()));
  });

  it('fills no more than was traded', () => {
    const scenario = aScenario({ icebergs: 3000, hidden: 3000 });
    const { rows, told } = playMarket({ scenario, seconds: 15 });
    const filled = told.reduce((sum, { size, cause }) => sum + (cause === 'FILL' ? size : 0), 0);
    const traded = tradesOf(rows()).reduce((sum, { size }) => sum + size, 0);
    expect(filled).toBeGreaterThan(0);
    // Hidden size and refreshed icebergs trade without a displayed decrease.
    expect(traded).toBeGreaterThan(filled);
  });
});

describe('the feed of a market', () => {
  const rows = playMarket({ scenario: EVERYTHING, ratePerS: 50 }).rows();

  it('opens with an image that is no event', () => {
    const [first] = rows;
    expect([first?.action, first?.side, first?.recvNs]).toEqual(['A', 'N', 600_000]);
    expect(first === undefined ? false : isImage(first)).toBe(true);
  });

  it('never goes back in time, arrival or sequence', () => {
    const live = rows.filter((row) => !isImage(row));
    for (const [index, row] of live.entries()) {
      const before = live[index - 1];
      if (before === undefined) continue;
      expect(row.eventNs).toBeGreaterThanOrEqual(before.eventNs);
      expect(row.recvNs).toBeGreaterThanOrEqual(before.recvNs);
      expect(row.sequence).toBeGreaterThanOrEqual(before.sequence);
      expect(row.recvNs).toBeGreaterThan(row.eventNs);
    }
  });

  it('crosses only where no matching goes on', () => {
    const crossed = rows.filter((row) => row.bids.size > 0 && bestBid(row) >= bestAsk(row));
    expect(crossed.length).toBeGreaterThan(0);
    const outside = crossed.filter(
      ({ eventNs }) =>
        eventNs > 4 * NS_PER_S && (eventNs < 12 * NS_PER_S || eventNs > 16 * NS_PER_S),
    );
    expect(outside).toEqual([]);
  });

  it('ends pre-open and halt with one trade of nobody’s side', () => {
    const auctions = tradesOf(rows).filter(({ side }) => side === 'N');
    expect(auctions.map(({ eventNs }) => eventNs / NS_PER_S)).toEqual([4, 16]);
    const inHalt = ({ eventNs }: BookRow): boolean =>
      eventNs > 12 * NS_PER_S && eventNs < 16 * NS_PER_S;
    expect(tradesOf(rows).filter(inHalt)).toEqual([]);
    // Nobody may send orders in the first half of a halt.
    expect(rows.filter((row) => inHalt(row) && row.eventNs < 14 * NS_PER_S)).toEqual([]);
  });

  it('loses packets once: a doubtful book, a clear, silence, an image', () => {
    const clear = rows.findIndex(({ action }) => action === 'R');
    const doubtful = rows.findIndex(({ flags }) => (flags & FLAG.maybeBadBook) !== 0);
    expect(doubtful).toBeGreaterThan(0);
    expect(clear).toBeGreaterThan(doubtful);
    expect(rows[clear]?.bids.size).toBe(0);
    const next = rows[clear + 1];
    expect(next !== undefined && isImage(next)).toBe(true);
    expect((next?.recvNs ?? 0) - (rows[clear]?.recvNs ?? 0)).toBeGreaterThan(NS_PER_S);
  });
});

describe('a market', () => {
  it('is the same for a seed and another for another', () => {
    const [once, again, other] = [1, 1, 2].map((seed) => playMarket({ seed, seconds: 4 }).rows());
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  it('is the same whatever the habit of its feed', () => {
    const decreases = ([{}, { trades: 'late', tradeJitterNs: 9_000_000 }] as const).map((habit) =>
      playMarket({ habit, seconds: 10 }).told.map((row) => ({ ...row, sequence: 0 })),
    );
    expect(decreases[0]?.length).toBeGreaterThan(100);
    expect(decreases[1]).toEqual(decreases[0]);
  });

  it.each([20, 200])('publishes about %i records a second when asked to', (ratePerS) => {
    const { market } = playMarket({ ratePerS, seconds: 100, scenario: composeScenario('spoofs') });
    expect(market.recordCount / 100 / ratePerS).toBeGreaterThan(0.75);
    expect(market.recordCount / 100 / ratePerS).toBeLessThan(1.35);
  });

  it('has its orders in bursts: far more variable from second to second than chance alone', () => {
    const counts: number[] = [];
    let before = 0;
    const eachSecond = ({ recordCount }: FuturesMarket): void => {
      counts.push(recordCount - before);
      before = recordCount;
    };
    playMarket({ ratePerS: 60, seconds: 120, eachSecond });
    const mean = before / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(variance / mean).toBeGreaterThan(3);
  });

  it('follows one trade’s sign with the same sign more often than not', () => {
    const signs = tradesOf(playMarket({ seconds: 120 }).rows()).map(({ side }) => side);
    const same = signs.filter((side, index) => side === signs[index - 1]).length;
    expect(same / signs.length).toBeGreaterThan(0.53);
  });

  it('storms when there is news, and jumps', () => {
    const news = aScenario({}, [
      { kind: 'news', atMinute: 0.1, perS: 50_000, seconds: 0.2, jumpCents: 60 },
    ]);
    const { rows, market } = playMarket({ scenario: news, seconds: 8, ratePerS: 30 });
    const all = rows();
    const inStorm = all.filter(
      ({ eventNs }) => eventNs > 6.04 * NS_PER_S && eventNs < 6.24 * NS_PER_S,
    );
    expect(inStorm.length / 0.2).toBeGreaterThan(30_000);
    const before = all.filter(({ eventNs }) => eventNs < 6 * NS_PER_S).at(-1);
    const midBefore = before === undefined ? NaN : (bestBid(before) + bestAsk(before)) / 2;
    expect(Math.abs(market.midTicks() - midBefore)).toBeGreaterThan(12);
  });

  it('is moved by hedgers, in their direction', () => {
    const mids = [-150, 0, 150].map((contracts) => {
      const eachSecond = ({ market }: { market: PlayedMarket['market'] }): void =>
        market.hedge(contracts);
      const { market } = playMarket({
        eachSecond: (market) => eachSecond({ market }),
        seconds: 40,
      });
      return market.midTicks();
    });
    const [sold = NaN, left = NaN, bought = NaN] = mids;
    expect(sold).toBeLessThan(left - 5);
    expect(bought).toBeGreaterThan(left + 5);
  });

  it('leaves gaps between prices where the tick is small', () => {
    const { rows } = playMarket({ scenario: composeScenario('smallTick'), seconds: 5 });
    const last = rows().at(-1);
    if (last === undefined) throw new Error('The market published nothing');
    expect(last.bids.size).toBe(10);
    expect(bestBid(last) - Math.min(...last.bids.keys())).toBeGreaterThan(15);
  });

  it.each([...SCENARIOS.keys()])('runs the scenario %s', (name) => {
    const { market } = playMarket({ scenario: composeScenario(name), seconds: 10 });
    expect(market.recordCount).toBeGreaterThan(150);
    expect(Math.abs(market.midTicks() - START_TICK)).toBeLessThan(200);
  });
});
