import { describe, expect, it } from 'vitest';
import { BUY, MID, SELL } from '../../core/events.ts';
import type { LevelPayload } from '../../core/payload.ts';
import { MS_PER_DAY, NS_PER_MS } from '../../core/time.ts';
import { duel, playEngine } from '../randomSession/duel.ts';
import { anEdge, oddNumbers, type EdgeMarket } from './edgeMarket.ts';

const LARGEST_SIZE = 2 ** 32 - 1;
/** The largest price a record can hold. */
const LARGEST_PX = (2 ** 63 - 1) / 1e9;
/** The largest price that a book of this tick size can show: 2^30 ticks. */
const LARGEST_BOOK_PX = (2 ** 30 - 20) * 0.25;
const WIDE = { MONITOR_BAND: 5, TOUCH_BAND: 0.5, W_b: 10 };
const WITH_SPREAD = { w_S: 0.05, w_L: 0.43, w_H: 0.33, w_T: 0.19 };

/** Plays a market through the engine and its twin: they agree, and every number is one. */
async function played(market: EdgeMarket) {
  const { engine, comparison } = await duel(market.session());
  expect(comparison.differences.slice(0, 10)).toEqual([]);
  expect(oddNumbers(engine)).toEqual([]);
  return engine.payloads;
}

const find = (levels: readonly LevelPayload[] | undefined, id: string): LevelPayload | undefined =>
  levels?.find((level) => level.id === id);

describe('a book', () => {
  it('that is empty on both sides leaves every figure of it at nothing', async () => {
    const market = anEdge({ overrides: { ...WIDE, ...WITH_SPREAD } }).book([], []);
    const snaps = await played(market.trade(6870, 1, BUY).later(1000).book([], []));
    expect(snaps.at(-1)).toMatchObject({ es: { spot: 6870, bid: null, ask: null } });
    expect(find(snaps.at(-1)?.levels, 'VWAP')).toMatchObject({
      muted: 'RESYNC',
      barrier: { state: 'WEAK', visibility: 1, depth_in_zone: 0, defending_quote: null },
      spread: { state: null, spread_bps: null, percentile: null },
    });
  });

  it('with one side has a spot from the last trade, and no flow', async () => {
    const market = anEdge({ overrides: WIDE })
      .book([[6870, 500]], [])
      .trade(6870.25, 1, BUY);
    const snaps = await played(
      market
        .later(500)
        .book([[6870, 100]], [])
        .later(500),
    );
    const vwap = find(snaps.at(-1)?.levels, 'VWAP');
    expect(snaps.at(-1)).toMatchObject({ es: { spot: 6870.25, bid: 6870, ask: null } });
    expect(vwap?.barrier).toMatchObject({ churn: 0, defending_quote: null });
  });

  it('before any trade has no session levels, and its mid is spot', async () => {
    const market = anEdge({ overrides: WIDE }).book([[6869.75, 5]], [[6870.25, 5]]);
    const snaps = await played(market.later(2000).book([[6869.75, 4]], [[6870.25, 5]]));
    const ids = [...(snaps.at(-1)?.levels ?? []), ...(snaps.at(-1)?.watch ?? [])].map((l) => l.id);
    expect(snaps).toHaveLength(9);
    expect(ids.filter((id) => !id.startsWith('ROUND_'))).toEqual([]);
    expect(find(snaps.at(-1)?.levels, 'ROUND_6870')?.tape).toMatchObject({
      imbalance: 0,
      velocity: 0,
      activity: 0,
    });
  });
});

describe('a single trade', () => {
  it('is average, high and low at once, with no slope', async () => {
    const market = anEdge({ overrides: WIDE }).book([[6869.75, 5]], [[6870.25, 5]]);
    const snaps = await played(
      market
        .trade(6870.25, 1, BUY)
        .later(1000)
        .book([[6869, 1]], []),
    );
    const { levels = [] } = snaps.at(-1) ?? {};
    const prices = ['VWAP', 'SESSION_HIGH', 'SESSION_LOW'].map((id) => find(levels, id)?.price);
    expect(prices).toEqual([6870.25, 6870.25, 6870.25]);
    expect(find(levels, 'VWAP')?.tape).toMatchObject({ velocity: 0, imbalance: 1, buy_vol: 1 });
  });
});

describe('a price', () => {
  it.each([
    ['zero', 0],
    ['below zero', -37.5],
    ['of the largest tick', LARGEST_BOOK_PX],
    ['of the smallest tick', -LARGEST_BOOK_PX],
  ])('%s plays like any other', async (_, px) => {
    const market = anEdge({ overrides: { ...WIDE, ...WITH_SPREAD } });
    const at = (ticks: number): number => px + ticks * 0.25;
    for (const size of [300, 500, 10, 900]) {
      market.book([[at(-1), size]], [[at(1), 40]]).trade(at(-1), 7, SELL);
      market.trade(px, 3, MID).option(6870, 10, BUY).later(250);
    }
    const snaps = await played(market.later(4000).book([[at(-1), 1]], [[at(1), 1]]));
    const low = find(snaps[3]?.levels, 'SESSION_LOW');
    expect(low).toMatchObject({ price: at(-1), barrier: { added: 1090, filled: 7, pulled: 483 } });
    expect(low?.tape).toMatchObject({ sell_vol: 28, activity: 28 * at(-1) + 12 * px });
  });

  it.each([
    ['at the 64-bit limit', LARGEST_PX],
    ['at the negative 64-bit limit', -LARGEST_PX],
  ])('of a trade %s gives no credit and no number that is none', async (_, px) => {
    const market = anEdge({ overrides: { ...WIDE, W_t: 2 } }).book([[6870, 500]], [[6870.25, 5]]);
    market.trade(6870, 5, SELL).later(250).trade(px, LARGEST_SIZE, SELL).later(250);
    market.trade(6870, 5, SELL).trade(6870.25, 1, MID);
    market.book([[6870, 400]], [[6870.25, 5]]).later(4000);
    const snaps = await played(market.book([[6870, 400]], [[6870.25, 5]]));
    expect(snaps[1]?.es?.spot).toBeCloseTo(px, 3);
    expect(find(snaps[2]?.levels, 'ROUND_6870')?.barrier).toMatchObject({ filled: 5, pulled: 95 });
    expect(find(snaps[15]?.levels, 'ROUND_6870')?.tape).toMatchObject({ sell_vol: 0, activity: 0 });
  });

  it('beyond every multiple of the round spacing ends the list of round levels', async () => {
    const overrides = { ROUND_LEVELS_SPACING: 1e-6, ROUND_LEVELS_RANGE: 1e-3, TICK_SIZE: 1e-6 };
    const market = anEdge({ overrides }).book([[1, 5]], [[2, 5]]);
    const { payloads } = await playEngine(market.trade(LARGEST_PX, 1, BUY).session());
    const { levels = [], watch = [] } = payloads.at(-1) ?? {};
    const ids = [...levels, ...watch].map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(2100);
    expect(oddNumbers(payloads)).toEqual([]);
  });
});

describe('sizes of 2³² − 1', () => {
  it('are counted to the contract, and leave nothing when they leave the window', async () => {
    const market = anEdge({ overrides: { ...WIDE, W_t: 10, W_g: 10 } }).book(
      [[6870, LARGEST_SIZE]],
      [[6870.25, 5]],
    );
    for (let i = 0; i < 40; i++) {
      market
        .trade(6870, LARGEST_SIZE - 1, SELL)
        .book([[6870, 1]], [[6870.25, 5]])
        .later(1);
      market
        .book([[6870, LARGEST_SIZE]], [[6870.25, 5]])
        .option(6870, LARGEST_SIZE, BUY)
        .later(1);
    }
    market.later(170).trade(6870.25, 1, MID).later(11_000);
    const snaps = await played(market.book([[6870, LARGEST_SIZE]], [[6870.25, 5]]));
    const full = find(snaps[1]?.levels, 'ROUND_6870')?.barrier;
    const moved = 40 * (LARGEST_SIZE - 1);
    expect(full).toMatchObject({ added: moved, filled: moved, pulled: 0, churn: 2 * moved });
    expect(find(snaps.at(-1)?.levels, 'ROUND_6870')).toMatchObject({
      barrier: { churn: 0, delta_liq: 0, depth_in_zone: LARGEST_SIZE },
      tape: { sell_vol: 0, activity: 0 },
      fuel: { net_dealer_gamma: 0 },
    });
  });
});

describe('very many', () => {
  it('levels, ten thousand strikes, are sorted, each once', async () => {
    const market = anEdge({ overrides: { STRIKE_RANGE: 100_000, W_b: 10 } });
    market.book([[6869.75, 5]], [[6870.25, 5]]).trade(6870, 1, BUY);
    for (let i = 0; i < 10_000; i++) market.option(8000 + i, 1, i % 2 === 0 ? BUY : SELL);
    const { payloads } = await playEngine(market.session());
    const { levels = [], watch = [] } = payloads.at(-1) ?? {};
    const all = [...levels, ...watch];
    const distances = all.map(({ distance }) => Math.abs(distance));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ kind }) => kind === 'STRIKE')).toHaveLength(10_000);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(oddNumbers(payloads)).toEqual([]);
  });

  it('prices, ten thousand of them, are in the window and out of it again', async () => {
    const market = anEdge({ overrides: { W_b: 20, W_t: 20, MONITOR_BAND: 5 } });
    market.book([[5000, 1]], [[9000, 5]]);
    for (let i = 0; i < 10_000; i++) {
      market
        .book([[5000 + i * 0.25, 10]], [[9000, 5]])
        .trade(5000.25 + i * 0.25, 3, BUY)
        .later(2);
    }
    market
      .later(61_000)
      .book([[6870, 10]], [[9000, 5]])
      .trade(6870.25, 1, BUY);
    const { payloads } = await playEngine(market.session());
    const churns = payloads.flatMap(({ levels }) => levels.map(({ barrier }) => barrier.churn));
    expect(churns.filter((churn) => churn > 0).length).toBeGreaterThan(30);
    expect(find(payloads.at(-1)?.levels, 'ROUND_6870')).toMatchObject({
      barrier: { added: 10, pulled: 0, filled: 0 },
      tape: { buy_vol: 1, activity: 6870.25 },
    });
    expect(oddNumbers(payloads)).toEqual([]);
  });

  it('hotzones, four hundred in one band, are all judged', async () => {
    const market = anEdge({ overrides: { ...WIDE, MONITOR_BAND: 50 } });
    for (let i = 0; i < 400; i++) market.zone(`z${i}`, 6830 + i * 0.2);
    market
      .book([[6869.75, 5]], [[6870.25, 5]])
      .trade(6870, 1, BUY)
      .later(500);
    const snaps = await played(market.book([[6869.75, 90]], [[6870.25, 5]]));
    expect(snaps.at(-1)?.levels.filter(({ kind }) => kind === 'HOTZONE')).toHaveLength(400);
  });
});

describe('windows', () => {
  const flowing = (market: EdgeMarket, count: number, everyMs: number): EdgeMarket => {
    for (let i = 0; i < count; i++) {
      market.book([[6869.75, 50]], [[6870, i % 2 === 0 ? 300 : 100]]).trade(6870, 1, BUY);
      market.option(6870, 1, BUY).later(everyMs);
    }
    return market;
  };
  const all = (s: number) => ({ W_b: s, W_t: s, W_v: s, W_g: s, W_wall: s });

  it.each([100, 1000])('of 0.1 s hold a tenth of a second, with snaps of %d ms', async (ms) => {
    const overrides = { ...WIDE, ...all(0.1), SNAP_INTERVAL_MS: ms };
    const snaps = await played(flowing(anEdge({ overrides }), 200, 20));
    expect(snaps.map(({ ts }) => ts % ms)).toEqual(snaps.map(() => 0));
    const level = find(snaps.at(-2)?.levels, 'ROUND_6870');
    expect(level).toMatchObject({ tape: { buy_vol: 5 }, barrier: { churn: 1000 } });
  });

  it('of an hour hold an hour', async () => {
    const overrides = { ...all(3600), W_b: 10, SNAP_INTERVAL_MS: 1000 };
    const market = flowing(anEdge({ overrides }), 8, 600_000);
    const session = market.book([[6869.75, 50]], [[6870, 100]]).session();
    const { payloads } = await playEngine(session);
    const at8thMs = Date.UTC(2025, 11, 16, 15) + 7 * 600_000;
    // The snap at the time of the 8th trade: trades 3 to 8 are less than an hour old.
    const level = find(payloads.find(({ ts }) => ts === at8thMs)?.levels, 'ROUND_6870');
    expect(level?.tape).toMatchObject({ buy_vol: 6, activity: 6 * 6870, velocity: 0 });
  });
});

describe('a session', () => {
  const across = (startMs: number, stepMs: number, count: number): EdgeMarket => {
    const market = anEdge({ overrides: WIDE, startMs });
    for (let i = 0; i < count; i++) {
      market.book([[6870, 100 + (i % 7) * 50]], [[6870.25, 50]]).trade(6870, 1 + i, SELL);
      market.option(6870, 1, BUY).later(stepMs);
    }
    return market;
  };

  it.each([
    ['midnight in New York', Date.UTC(2025, 11, 17, 4, 59, 50)],
    ['midnight UTC', Date.UTC(2025, 11, 16, 23, 59, 50)],
    ['the start of daylight time', Date.UTC(2025, 2, 9, 6, 59, 50)],
    ['its end', Date.UTC(2025, 10, 2, 5, 59, 50)],
  ])('over %s has every snap, a quarter of a second apart', async (_, startMs) => {
    const snaps = await played(across(startMs, 500, 40));
    expect(snaps.map(({ ts }) => ts)).toEqual(snaps.map((__, i) => startMs + i * 250));
    expect(snaps.length).toBeGreaterThan(75);
  });

  it('over midnight in New York ends the fuel of the options that have expired', async () => {
    const startMs = Date.UTC(2025, 11, 17, 4, 59, 50);
    const snaps = await played(across(startMs, 500, 40));
    const fuelAt = (ts: number) =>
      find(snaps.find((snap) => snap.ts === ts)?.levels, 'ROUND_6870')?.fuel;
    expect(fuelAt(startMs + 9750)?.confidence).toBeGreaterThan(0);
    expect(fuelAt(startMs + 10_000)).toMatchObject({ net_dealer_gamma: 0, confidence: 0 });
  });

  it('over a change of the clocks opens at 09:30 of both times', async () => {
    const highAt: number[] = [];
    for (const [startMs, openMs] of [
      [Date.UTC(2025, 2, 8, 14, 29, 59), Date.UTC(2025, 2, 8, 14, 30)],
      [Date.UTC(2025, 2, 9, 13, 29, 59), Date.UTC(2025, 2, 9, 13, 30)],
    ] as const) {
      const market = anEdge({ overrides: WIDE, startMs }).book([[6870, 5]], [[6870.25, 5]]);
      market.trade(6900, 1, BUY).later(1000).trade(6870, 1, BUY);
      const snaps = await played(market.book([[6870, 9]], [[6870.25, 5]]));
      const high = find(snaps.find(({ ts }) => ts === openMs)?.levels, 'SESSION_HIGH');
      highAt.push(high?.price ?? Number.NaN);
    }
    expect(highAt).toEqual([6870, 6870]);
  });

  it('over a hundred days keeps every nanosecond', async () => {
    const market = anEdge({ overrides: WIDE }).book([[6870, 100]], [[6870.25, 50]]);
    market.trade(6870.25, 1, BUY).later(100 * MS_PER_DAY + 1 / NS_PER_MS);
    market.book([[6870, 40]], [[6870.25, 50]]).later(10_000 - 1 / NS_PER_MS);
    market.book([[6870, 40]], [[6870.25, 50]]).later(1 / NS_PER_MS);
    market.book([[6870, 50]], [[6870.25, 50]]);
    const { payloads } = await playEngine(market.session());
    const pulledAt = (ts: number): number | undefined =>
      find(payloads.find((snap) => snap.ts === ts)?.levels, 'ROUND_6870')?.barrier.pulled;
    const start = Date.UTC(2025, 11, 16, 15) + 100 * MS_PER_DAY;
    // A nanosecond after the snap: seen by the next one, and in the window until ten seconds later.
    expect([250, 10_000, 10_250].map((ms) => pulledAt(start + ms))).toEqual([60, 60, 0]);
  });
});
