import { describe, expect, it } from 'vitest';
import { BUY, MID } from '../core/events.ts';
import { CompensatedSum } from './compensatedSum.ts';
import { SessionStats } from './sessionStats.ts';
import { TradeTape } from './tradeTape.ts';
import { TradeTotals } from './tradeTotals.ts';

const S = 1e9;
const LARGEST_SIZE = 2 ** 32 - 1;
/** The largest price a record can hold. */
const LARGEST_PX = (2 ** 63 - 1) / 1e9;

describe('a compensated sum', () => {
  it('keeps what rounding takes from each addition', () => {
    const sum = new CompensatedSum();
    for (const value of [1, 1e100, 1, -1e100]) sum.add(value);
    expect(sum.value).toBe(2);
    sum.clear();
    expect(sum.value).toBe(0);
  });

  it('of a million fractions is their sum to the last digit', () => {
    const sum = new CompensatedSum();
    for (let i = 0; i < 1_000_000; i++) sum.add(0.1);
    // A million times the double next to 0.1, rounded once.
    expect(sum.value).toBe(100_000);
  });
});

describe('the average price', () => {
  it('of half a million trades between two ticks does not drift', () => {
    const [stats, totals] = [new SessionStats(), new TradeTotals()];
    const px = 687.123457;
    for (let i = 0; i < 500_000; i++) {
      stats.add(px, 3);
      totals.add(px, 3, MID);
    }
    expect(stats.vwapPx).toBeCloseTo(px, 12);
    expect(totals.vwapPx).toBe(stats.vwapPx);
  });

  it('is that of one trade exactly, even of the largest', () => {
    const stats = new SessionStats();
    stats.add(LARGEST_PX, LARGEST_SIZE);
    expect(stats.vwapPx / LARGEST_PX).toBeCloseTo(1, 15);
    expect([stats.highPx, stats.lowPx]).toEqual([LARGEST_PX, LARGEST_PX]);
  });

  it('of trades that cancel in notional is 0, not dust', () => {
    const stats = new SessionStats();
    for (const px of [0.1, LARGEST_PX, -0.1, -LARGEST_PX]) stats.add(px, LARGEST_SIZE);
    expect(stats.vwapPx).toBe(0);
  });
});

describe('a sweep on the running tape', () => {
  const aTape = (): TradeTape =>
    new TradeTape({ tapeNs: 10 * S, velocityNs: S, sweepGapNs: 10 * S });

  it('keeps its notional to the dollar after a vast print has left the window', () => {
    const tape = aTape();
    tape.append(0, LARGEST_PX, LARGEST_SIZE, BUY);
    for (let i = 1; i <= 80; i++) tape.append(i * 1e6, 3000.01, 1, BUY);
    tape.expire(10 * S);
    expect(tape.sweeps(240_000)).toMatchObject([{ prints: 80, size: 80 }]);
    expect(tape.sweeps(240_001)).toEqual([]);
  });

  it('is still found to the cent after half a million prints have come and gone', () => {
    const tape = aTape();
    const px = 6870.013;
    let nowNs = 0;
    for (let i = 0; i < 500_000; i++) {
      nowNs += 1e7;
      tape.append(nowNs, px, 7, BUY);
      if (i % 500 === 0) tape.expire(nowNs);
    }
    tape.expire(nowNs);
    const exact = 1000 * 7 * px;
    expect(tape.sweeps(exact - 0.01)).toMatchObject([{ prints: 1000 }]);
    expect(tape.sweeps(exact + 0.01)).toEqual([]);
    expect(tape.band(px, px)).toMatchObject({ buyVolume: 7000, trades: 1000 });
  });
});
