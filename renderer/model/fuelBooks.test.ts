import { describe, expect, it } from 'vitest';
import { booksInWords, gammaBooks } from './fuelBooks.ts';
import { buildLevel, SPY_CONFIG } from './testing.ts';

const THRESHOLD = SPY_CONFIG.gamma_threshold;

const booksOf = (flow_gamma: number, inventory_gamma: number, fuel_book = SPY_CONFIG.fuel_book) =>
  gammaBooks(
    { ...buildLevel().fuel, flow_gamma, inventory_gamma },
    { gamma_threshold: THRESHOLD, fuel_book },
  );

describe('the two books of a level', () => {
  it('oppose each other when one chases what the other fades', () => {
    expect(booksOf(-2 * THRESHOLD, 2 * THRESHOLD).agreement).toBe('opposed');
    expect(booksOf(2 * THRESHOLD, -2 * THRESHOLD).agreement).toBe('opposed');
  });

  it('are apart when only one of them says anything', () => {
    expect(booksOf(-2 * THRESHOLD, 0).agreement).toBe('apart');
    expect(booksOf(0, 2 * THRESHOLD).agreement).toBe('apart');
  });

  it('agree whatever their signs while neither is beyond the threshold', () => {
    expect(booksOf(-THRESHOLD, THRESHOLD).agreement).toBe('agree');
    expect(booksOf(-9 * THRESHOLD, -2 * THRESHOLD).agreement).toBe('agree');
  });

  it('name the one that counts', () => {
    expect(booksOf(0, 0).flow.isDriving).toBe(true);
    const { flow, inventory } = booksOf(0, 0, 'inventory');
    expect([flow.isDriving, inventory.isDriving]).toEqual([false, true]);
  });

  it('read as what dealers do', () => {
    expect(booksInWords(booksOf(-2 * THRESHOLD, 2 * THRESHOLD))).toBe(
      'flow: dealers chase, inventory: dealers fade',
    );
  });
});
