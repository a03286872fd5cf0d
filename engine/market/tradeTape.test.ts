import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUY, MID, SELL, type Aggressor } from '../core/events.ts';
import { TradeTape } from './tradeTape.ts';

const S = 1e9;
const MS = 1e6;
const W_T = 5;
const W_V = 3;
const GAP_MS = 100;

const aTape = (overrides: { tapeNs?: number; velocityNs?: number } = {}): TradeTape =>
  new TradeTape({ tapeNs: W_T * S, velocityNs: W_V * S, sweepGapNs: GAP_MS * MS, ...overrides });

type Print = readonly [atMs: number, px: number, size: number, aggressor: Aggressor];

/** A tape with these prints on it, looked at when the last one came. */
function tapeOf(...prints: readonly Print[]): TradeTape {
  const tape = aTape();
  for (const [atMs, px, size, aggressor] of prints) tape.append(atMs * MS, px, size, aggressor);
  tape.expire((prints.at(-1)?.[0] ?? 0) * MS);
  return tape;
}

describe('the tape in a price band', () => {
  it('adds up buyers, sellers and everything that traded, the limits inclusive', () => {
    const tape = tapeOf(
      [0, 6870, 10, BUY],
      [1, 6869.75, 4, SELL],
      [2, 6869.5, 3, MID],
      [3, 6869.25, 100, BUY],
      [4, 6870.25, 100, SELL],
    );
    expect(tape.band(6869.5, 6870)).toEqual({
      buyVolume: 10,
      sellVolume: 4,
      activity: 6870 * 10 + 6869.75 * 4 + 6869.5 * 3,
      trades: 3,
    });
  });

  it('is empty where nothing traded', () => {
    const nothing = { buyVolume: 0, sellVolume: 0, activity: 0, trades: 0 };
    expect(aTape().band(0, 1e9)).toEqual(nothing);
    expect(tapeOf([0, 6870, 1, BUY]).band(6871, 6872)).toEqual(nothing);
  });

  it('takes trades between two ticks', () => {
    const tape = tapeOf([0, 6870.125, 2, MID], [0, 6870.125, 3, BUY]);
    expect(tape.band(6870, 6870.25)).toMatchObject({ buyVolume: 3, trades: 2 });
    expect(tape.band(6870.25, 6871).trades).toBe(0);
  });

  it('forgets a trade five seconds after it, to the nanosecond, and leaves no dust', () => {
    const tape = tapeOf([0, 6870, 10, BUY], [0, 6870.1, 7, SELL]);
    tape.expire(W_T * S - 1);
    expect(tape.band(6869, 6871).trades).toBe(2);
    tape.expire(W_T * S);
    expect(tape.band(6869, 6871)).toEqual({ buyVolume: 0, sellVolume: 0, activity: 0, trades: 0 });
    expect(tape.size).toBe(0);
  });

  it('holds a burst far larger than its first room', () => {
    const tape = aTape();
    for (let i = 0; i < 20_000; i++) tape.append(i, 6870 + (i % 4) * 0.25, 1, BUY);
    tape.expire(20_000);
    expect(tape.band(6870, 6871).buyVolume).toBe(20_000);
    tape.expire(W_T * S + 9_999);
    expect(tape.band(6870, 6871).buyVolume).toBe(10_000);
  });

  it('is empty after a clear, with no slope and no sweep', () => {
    const tape = tapeOf([0, 6870, 100, BUY], [10, 6871, 100, BUY]);
    tape.clear();
    expect(tape.band(0, 1e9).trades).toBe(0);
    expect(tape.velocityPxPerS()).toBe(0);
    expect(tape.sweeps(1)).toEqual([]);
  });
});

describe('velocity', () => {
  it('is the slope of price on seconds', () => {
    expect(tapeOf([0, 6870, 1, BUY], [1000, 6870.5, 1, BUY]).velocityPxPerS()).toBeCloseTo(0.5, 12);
    const falling = tapeOf([0, 6870, 1, SELL], [500, 6869, 9, MID], [1000, 6868, 1, SELL]);
    expect(falling.velocityPxPerS()).toBeCloseTo(-2, 12);
  });

  it('is fitted by least squares, every trade one point whatever its size and side', () => {
    // Points (0, 0), (1, 1), (2, 0): slope 0; with (2, 3) instead: slope 1.5.
    expect(
      tapeOf([0, 10, 1, BUY], [1000, 11, 99, MID], [2000, 10, 1, SELL]).velocityPxPerS(),
    ).toBeCloseTo(0, 12);
    expect(
      tapeOf([0, 10, 1, BUY], [1000, 11, 99, MID], [2000, 13, 1, SELL]).velocityPxPerS(),
    ).toBeCloseTo(1.5, 12);
  });

  it.each<[string, Print[]]>([
    ['without trades', []],
    ['of one trade', [[0, 6870, 1, BUY]]],
    [
      'of trades at one time',
      [
        [0, 6870, 1, BUY],
        [0, 6890, 1, BUY],
      ],
    ],
  ])('is 0 %s', (_, prints) => {
    expect(tapeOf(...prints).velocityPxPerS()).toBe(0);
  });

  it('looks back three seconds, half open, whatever the tape window', () => {
    const tape = tapeOf([0, 1000, 1, BUY], [1000, 6870, 1, BUY], [2000, 6871, 1, BUY]);
    tape.expire(3 * S);
    expect(tape.velocityPxPerS()).toBeCloseTo(1, 9);
    const short = aTape({ tapeNs: 1 * S });
    short.append(0, 10, 1, BUY);
    short.append(2 * S, 14, 1, BUY);
    short.expire(2 * S);
    expect(short.velocityPxPerS()).toBeCloseTo(2, 12);
    expect(short.band(0, 100).trades).toBe(1);
  });

  it('keeps its precision late in a long session at a high price', () => {
    const start = 100 * 86_400 * S;
    const tape = aTape();
    tape.append(start, 1_000_000, 1, BUY);
    tape.append(start + S, 1_000_000.25, 1, BUY);
    tape.expire(start + S);
    expect(tape.velocityPxPerS()).toBeCloseTo(0.25, 9);
  });
});

describe('a sweep', () => {
  it('is a run of one side, with its prices, times and notional', () => {
    const tape = tapeOf([0, 6870, 10, SELL], [40, 6869.75, 20, SELL], [90, 6869.75, 5, SELL]);
    expect(tape.sweeps(1)).toEqual([
      {
        direction: 'DOWN',
        notional: 68_700 + 6869.75 * 25,
        size: 35,
        prints: 3,
        prices: 2,
        lowPx: 6869.75,
        highPx: 6870,
        fromPx: 6870,
        toPx: 6869.75,
        startNs: 0,
        endNs: 90 * MS,
      },
    ]);
  });

  it('goes on over a pause of exactly the gap and ends at a longer one', () => {
    expect(tapeOf([0, 6870, 1, BUY], [GAP_MS, 6870, 1, BUY]).sweeps(0)).toHaveLength(1);
    expect(tapeOf([0, 6870, 1, BUY], [GAP_MS + 1e-6, 6870, 1, BUY]).sweeps(0)).toHaveLength(2);
  });

  it('measures each pause, not its whole length', () => {
    const tape = tapeOf([0, 6870, 1, BUY], [90, 6870, 1, BUY], [180, 6870, 1, BUY]);
    expect(tape.sweeps(0)).toMatchObject([{ prints: 3, direction: 'UP' }]);
  });

  it('ends when the other side trades', () => {
    const tape = tapeOf([0, 6870, 1, BUY], [1, 6870, 2, SELL], [2, 6870, 4, BUY]);
    expect(tape.sweeps(0).map(({ size }) => size)).toEqual([1, 2, 4]);
  });

  it('passes over trades of unknown side as if they were not there', () => {
    const tape = tapeOf([0, 6870, 1, BUY], [50, 6875, 99, MID], [100, 6871, 2, BUY]);
    expect(tape.sweeps(0)).toMatchObject([{ prints: 2, size: 3, highPx: 6871 }]);
    const paused = tapeOf([0, 6870, 1, BUY], [80, 6870, 9, MID], [160, 6870, 2, BUY]);
    expect(paused.sweeps(0)).toHaveLength(2);
  });

  it('counts from the smallest notional inclusive', () => {
    const tape = tapeOf([0, 6870, 10, BUY]);
    expect(tape.sweeps(68_700)).toHaveLength(1);
    expect(tape.sweeps(68_700.01)).toHaveLength(0);
  });

  it('loses the prints that leave the window, and its notional with them', () => {
    const tape = tapeOf([0, 6870, 10, BUY], [60, 6871, 20, BUY], [120, 6872, 30, BUY]);
    tape.expire(W_T * S + 60 * MS);
    expect(tape.sweeps(0)).toMatchObject([
      { prints: 1, size: 30, lowPx: 6872, fromPx: 6872, startNs: 120 * MS },
    ]);
    expect(tape.sweeps(30 * 6872)).toHaveLength(1);
    expect(tape.sweeps(30 * 6872 + 1)).toHaveLength(0);
    tape.expire(W_T * S + 120 * MS);
    expect(tape.sweeps(0)).toEqual([]);
  });
});

describe('the running tape', () => {
  const print = fc.record({
    afterMs: fc.integer({ min: 0, max: 400 }),
    px: fc.integer({ min: 0, max: 6 }).map((steps) => 6870 + steps * 0.125),
    size: fc.integer({ min: 1, max: 50 }),
    aggressor: fc.constantFrom(BUY, SELL, MID),
  });

  it('shows the same clusters and sums as the trades of the window taken alone', () => {
    fc.assert(
      fc.property(fc.array(print, { minLength: 1, maxLength: 80 }), (script) => {
        const tape = aTape();
        let now = 0;
        const trades: Print[] = [];
        for (const { afterMs, px, size, aggressor } of script) {
          now += afterMs;
          trades.push([now, px, size, aggressor]);
          tape.append(now * MS, px, size, aggressor);
          if (trades.length % 5 === 0) tape.expire(now * MS);
        }
        tape.expire(now * MS);
        const live = trades.filter(([atMs]) => atMs > now - W_T * 1000);
        const alone = aTape();
        for (const [atMs, px, size, aggressor] of live) {
          alone.append(atMs * MS, px, size, aggressor);
        }
        expect(tape.sweeps(0)).toEqual(alone.sweeps(0));
        expect(tape.band(6870.1, 6870.6)).toEqual(alone.band(6870.1, 6870.6));
        const naive = live.filter(([, px]) => px >= 6870.1 && px <= 6870.6);
        expect(tape.band(6870.1, 6870.6).trades).toBe(naive.length);
      }),
    );
  });
});
