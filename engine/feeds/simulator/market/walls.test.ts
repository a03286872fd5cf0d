import { describe, expect, it } from 'vitest';
import { ASK, BID } from '../../../core/events.ts';
import { NS_PER_S } from '../../../core/time.ts';
import { Prng } from '../prng.ts';
import { Trading } from './trading.ts';
import { Walls } from './walls.ts';

const BEST_BID = 1000;

/** Ten lots at eight prices a side, and traders who put up walls. */
function makeMarket(): { trading: Trading; walls: Walls } {
  const trading = new Trading(BEST_BID);
  for (let distance = 0; distance < 8; distance++) {
    trading.book.rest(BID, BEST_BID - distance, 10, 0, 0);
    trading.book.rest(ASK, BEST_BID + 1 + distance, 10, 0, 0);
  }
  return { trading, walls: new Walls(trading, new Prng(1, 1)) };
}

/** Lets walls act until nothing is due before a time. */
function actUntil(walls: Walls, untilNs: number): void {
  while (walls.nextNs <= untilNs) walls.act(walls.nextNs);
}

describe('a spoofed wall', () => {
  it('stands while price is away and is gone, unfilled, soon after price comes near', () => {
    const { trading, walls } = makeMarket();
    walls.put(0, 'spoofed', ASK, BEST_BID + 5, 200);
    walls.watch(1_000);
    actUntil(walls, NS_PER_S);
    expect(trading.book.asks.depthAt(BEST_BID + 5)).toBe(210);
    trading.market(1, 20, 2);
    walls.watch(NS_PER_S);
    actUntil(walls, NS_PER_S + 10_000_000);
    expect(trading.book.asks.depthAt(BEST_BID + 5)).toBe(10);
    expect(walls.nextNs).toBe(Infinity);
  });

  it('leaves by itself after a while', () => {
    const { trading, walls } = makeMarket();
    walls.put(0, 'spoofed', BID, BEST_BID - 6, 100);
    actUntil(walls, 60 * NS_PER_S);
    expect(trading.book.bids.depthAt(BEST_BID - 6)).toBe(10);
  });

  it('is not put up where it would trade', () => {
    const { trading, walls } = makeMarket();
    walls.put(0, 'spoofed', BID, BEST_BID + 1, 100);
    expect(trading.best(BID)).toBe(BEST_BID);
    expect(walls.nextNs).toBe(Infinity);
  });
});

describe('a defended wall', () => {
  it('is filled up after each execution until its owner has enough', () => {
    const { trading, walls } = makeMarket();
    walls.put(0, 'defended', BID, BEST_BID, 50);
    let executed = 0;
    for (let nowNs = 1; trading.best(BID) === BEST_BID && executed < 10_000; nowNs += 5_000_000) {
      executed += trading.market(-1, 30, 1);
      walls.watch(nowNs);
      actUntil(walls, nowNs + 4_000_000);
    }
    // Twice to six times what it shows, beside itself and the ten lots that stood there.
    expect(executed).toBeGreaterThanOrEqual(60 + 2 * 50);
    expect(executed).toBeLessThanOrEqual(60 + 6 * 50);
  });
});
