import { describe, expect, it } from 'vitest';
import type { TapeRow } from '../../engine/core/tape.ts';
import { buildTapeRow } from '../../engine/core/testing/tapeRows.ts';
import { buildTapeStats } from '../model/testing.ts';
import { sideShares, speedView } from './speed.ts';
import type { TapeItem } from './tape.ts';
import { itemWords, shareText, sideWord, snapAfter } from './tapeWords.ts';

const TS = Date.UTC(2025, 11, 16, 15, 0, 0, 7);
const item = (overrides: Partial<TapeRow>): TapeItem => ({
  ...buildTapeRow({ ts: TS, ...overrides }),
  number: 0,
});
const SWEEP = item({
  aggressor: -1,
  px: 6869,
  from_px: 6870.25,
  size: 1168,
  notional: 8_023_000,
  prints: 12,
  prices: 6,
  from_ts: TS - 84,
});

describe('a row of the tape in words', () => {
  it('says who took what, where and for how much', () => {
    expect(itemWords(item({ aggressor: -1, size: 45, px: 6870.5 }), 'SPY')).toBe(
      '10:00:00.007 Sell of 45 lots at the bid, 6870.50 (SPY 687.05), 0.31M',
    );
    expect(itemWords(item({ aggressor: 0 }), undefined)).toBe(
      '10:00:00.007 Print of 20 lots without a side, 6870.25, 0.14M',
    );
  });

  it('tells the way of a sweep', () => {
    expect(itemWords(SWEEP, undefined)).toBe(
      '10:00:00.007 Sweep down of 1,168 lots, to 6869.00, from 6870.25, 12 prints, 6 prices, 84 ms, 8.02M',
    );
    expect([sideWord(SWEEP), sideWord(item({ aggressor: 0 }))]).toEqual(['down', '\u2013']);
  });
});

it('leads to the snap that shows it first, also where it came at the time of one', () => {
  expect([0, 1, 249, 250, 251].map((ms) => snapAfter(1000 + ms, 250))).toEqual([
    1250, 1250, 1250, 1500, 1500,
  ]);
});

describe('the speed of the tape', () => {
  it('is given per second, as the usual one is', () => {
    expect(speedView(buildTapeStats())).toMatchObject({
      prints: { rate: 2, usual: 1, below: 0.8 },
      contracts: { rate: 12, usual: 6, below: 0.9 },
    });
    expect(speedView(buildTapeStats({ window_ms: 500, usual: null })).prints).toEqual({
      rate: 20,
      usual: undefined,
      below: undefined,
    });
  });

  it('is split between sides that add up', () => {
    const shares = (buy: number, sell: number, mid = 0) =>
      Object.values(sideShares({ buy, sell, mid }));
    expect(shares(133, 67)).toEqual(['67%', '33%']);
    expect(shares(0, 5)).toEqual(['0%', '100%']);
    expect(shares(1, 1, 2)).toEqual(['25%', '25%']);
  });

  it('is unknown while no time has passed', () => {
    expect(speedView(buildTapeStats({ window_ms: 0, prints: 0 })).prints.rate).toBeNaN();
    expect(sideShares({ buy: 0, sell: 0, mid: 0 }).buyText).toBe('\u2013');
    expect(shareText(0, 0)).toBe('\u2013');
    expect(shareText(1, 3)).toBe('33%');
  });
});
