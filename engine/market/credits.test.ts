import { describe, expect, it } from 'vitest';
import { ASK, BID } from '../core/events.ts';
import { Credits } from './credits.ts';

const MS = 1e6;
const TICK = 27_480;

describe('credit of trades', () => {
  it('explains decreases of the same time, as far as it goes', () => {
    const credits = new Credits(0);
    credits.give(5, BID, TICK, 30);
    expect(credits.take(5, BID, TICK, 20)).toBe(20);
    expect(credits.take(5, BID, TICK, 20)).toBe(10);
    expect(credits.take(5, BID, TICK, 20)).toBe(0);
  });

  it('is void a nanosecond later unless a match window is set', () => {
    const credits = new Credits(0);
    credits.give(5, BID, TICK, 30);
    expect(credits.take(6, BID, TICK, 20)).toBe(0);
    expect(credits.take(6, BID, TICK, 20)).toBe(0);
  });

  it('serves to the end of the match window inclusive', () => {
    const credits = new Credits(2 * MS);
    credits.give(0, BID, TICK, 30);
    expect(credits.take(2 * MS, BID, TICK, 10)).toBe(10);
    expect(credits.take(2 * MS + 1, BID, TICK, 10)).toBe(0);
  });

  it('gives the oldest first, so that later credit lasts longer', () => {
    const credits = new Credits(2 * MS);
    credits.give(0, BID, TICK, 10);
    credits.give(2 * MS, BID, TICK, 10);
    expect(credits.take(2 * MS, BID, TICK, 5)).toBe(5);
    // At 3 ms the first credit's remaining 5 are void, the second is whole.
    expect(credits.take(3 * MS, BID, TICK, 100)).toBe(10);
  });

  it('voids each credit by its own time even while newer ones live', () => {
    const credits = new Credits(2 * MS);
    credits.give(0, BID, TICK, 10);
    credits.give(1 * MS, BID, TICK, 7);
    credits.give(3 * MS, ASK, TICK, 1);
    expect(credits.take(3 * MS, BID, TICK, 100)).toBe(7);
  });

  it('belongs to one side and tick, negative ones too', () => {
    const credits = new Credits(0);
    credits.give(0, BID, -1, 10);
    expect(credits.take(0, ASK, -1, 10)).toBe(0);
    expect(credits.take(0, ASK, -2, 10)).toBe(0);
    expect(credits.take(0, BID, 0, 10)).toBe(0);
    expect(credits.take(0, BID, -1, 10)).toBe(10);
  });

  it('is gone after a book reset', () => {
    const credits = new Credits(10 * MS);
    credits.give(0, BID, TICK, 10);
    credits.clear();
    expect(credits.take(0, BID, TICK, 10)).toBe(0);
  });
});
