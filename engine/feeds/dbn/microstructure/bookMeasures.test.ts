import { describe, expect, it } from 'vitest';
import { CancelDistance } from './cancelDistance.ts';
import { Decreases } from './decreases.ts';
import { DepthMeasure } from './depth.ts';
import { EventMix } from './eventMix.ts';
import { SpreadMeasure } from './spread.ts';
import { resultOf, trade } from './testing/bookEvents.ts';

const HOUR_NS = 3600e9;

describe('the spread', () => {
  it('counts by the time it stood', () => {
    const spread = resultOf(new SpreadMeasure(), [
      { ns: 0 },
      { ns: 70, asks: [[103, 5]] },
      { ns: 90, asks: [[102, 5]] },
      { ns: 100 },
    ]);
    expect(spread).toEqual({
      meanTicks: (70 * 1 + 20 * 3 + 10 * 2) / 100,
      p50Ticks: 1,
      p90Ticks: 3,
      p99Ticks: 3,
      maxTicks: 3,
      oneTickShare: 0.7,
      twoTicksShare: expect.closeTo(0.1, 12) as number,
      crossedOrLockedShare: 0,
    });
  });

  it('leaves out a crossed or locked book, an empty side and a closed market', () => {
    const spread = resultOf(new SpreadMeasure(), [
      { ns: 0, bids: [[102, 5]] },
      { ns: 30, bids: [[101, 5]] },
      { ns: 50, bids: [] },
      { ns: 90 },
      { ns: 140 },
      { ns: 140 + HOUR_NS },
    ]);
    expect(spread).toMatchObject({ meanTicks: 1, crossedOrLockedShare: 0.5 });
  });

  it('is unknown for a single record', () => {
    expect(resultOf(new SpreadMeasure(), [{}]).meanTicks).toBeNaN();
  });
});

describe('depth', () => {
  it('is measured level by level, both sides together, a missing level as 0', () => {
    const { levels } = resultOf(new DepthMeasure(), [
      { ns: 0, bids: [[100, 10], [99, 30]], asks: [[101, 20]] }, // prettier-ignore
      { ns: 60, bids: [[100, 40]], asks: [[101, 40]] },
      { ns: 100 },
    ]);
    expect(levels).toHaveLength(10);
    expect(levels[0]).toEqual({ level: 1, meanSize: 25, p10Size: 10, p50Size: 20, p90Size: 40 });
    expect(levels[1]).toMatchObject({ meanSize: 9, p50Size: 0, p90Size: 30 });
  });
});

describe('the event mix', () => {
  it('gives the share of each action, images of the book left out', () => {
    const actions = ['A', 'A', 'A', 'C', 'C', 'M', 'T', 'R', 'F', 'A'];
    const mix = resultOf(new EventMix(), [
      { flags: 0xa8 },
      ...actions.map((action, ns) => ({ ns, action })),
    ]);
    expect(mix).toEqual({
      events: 10,
      addShare: 0.4,
      cancelShare: 0.2,
      modifyShare: 0.1,
      tradeShare: 0.1,
      clearShare: 0.1,
      otherShare: expect.closeTo(0.1, 12) as number,
    });
  });
});

describe('the distance of cancels', () => {
  it('is that from the best price of their side before', () => {
    const bids = [[100, 5], [98, 5]] as const; // prettier-ignore
    const distance = resultOf(new CancelDistance(), [
      { ns: 0, bids },
      { ns: 1, action: 'C', side: 'B', price: 100, bids: [[98, 5]] },
      { ns: 2, bids },
      { ns: 3, action: 'C', side: 'B', price: 98 },
      { ns: 4, action: 'C', side: 'A', price: 102 },
      { ns: 5, action: 'C', side: 'A', price: 111 },
    ]);
    expect(distance).toEqual({
      cancels: 4,
      atTouchShare: 0.25,
      within1TickShare: 0.5,
      within2TicksShare: 0.75,
      within5TicksShare: 0.75,
      meanTicks: 13 / 4,
    });
  });

  it('leaves out how fills leave the book', () => {
    const distance = resultOf(new CancelDistance(), [
      { ns: 0 },
      trade(5, 'B', 4),
      { ns: 5, action: 'C', side: 'A', price: 101, asks: [[101, 6]] },
      { ns: 6, action: 'C', side: 'A', price: 101, asks: [[101, 5]] },
    ]);
    expect(distance.cancels).toBe(1);
  });
});

describe('decreases of displayed size', () => {
  it('are filled as far as a trade of the event explains them at their price', () => {
    const decreases = resultOf(new Decreases(), [
      { ns: 0, asks: [[101, 10], [102, 20]] }, // prettier-ignore
      { ...trade(5, 'B', 7), asks: [[101, 10], [102, 20]] }, // prettier-ignore
      { ns: 5, action: 'C', asks: [[101, 1], [102, 15]] }, // prettier-ignore
      { ns: 9, action: 'C', asks: [[102, 15]] },
    ]);
    // 9 went at 101, 7 of them filled; 5 were pulled at 102; then 1 at 101.
    expect(decreases).toEqual({
      decreasedSize: 15,
      filledShare: 7 / 15,
      decreases: 3,
      filledDecreasesShare: 1 / 3,
    });
  });

  it('are not what only leaves the window, nor what comes', () => {
    const tenBids = (best: number) =>
      Array.from({ length: 10 }, (_, index) => [best - index, 5] as const);
    const decreases = resultOf(new Decreases(), [
      { ns: 0, bids: tenBids(100) },
      { ns: 1, bids: tenBids(101), asks: [[102, 10]] },
    ]);
    // The bid at 91 left the window; the ask of 10 at 101 is gone.
    expect(decreases).toMatchObject({ decreasedSize: 10, decreases: 1, filledShare: 0 });
  });

  it('do not come from images of the book', () => {
    const decreases = resultOf(new Decreases(), [{ ns: 0 }, { ns: 1, bids: [], flags: 0xa8 }]);
    expect(decreases.decreases).toBe(0);
  });
});
