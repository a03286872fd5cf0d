import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

/** SPY under a fixed ratio of 10, with trades of 6870 to 6880. */
function traded(overrides: ConfigOverrides): MarketScript {
  return aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book({ bids: [[6869.75, 10]], asks: [[6870.25, 10]] })
    .buys(6870, 6)
    .sells(6880, 2)
    .prints(6875, 2);
}

function pricesOf(script: MarketScript, kinds: RegExp): Record<string, number> {
  const { levels, watch } = script.snap();
  const wanted = [...levels, ...watch].filter(({ kind }) => kinds.test(kind));
  return Object.fromEntries(wanted.map(({ id, price }) => [id, price]));
}

const OPTIONAL = /PRIOR|OVERNIGHT|OPENING|BAND|POC|VALUE/;

describe('levels on demand', () => {
  it('are off unless the configuration asks for them', () => {
    expect(pricesOf(traded({}), OPTIONAL)).toEqual({});
  });

  it('are bands of whole standard deviations around VWAP, weighted by volume', () => {
    // VWAP 6873; variance (6·9 + 2·49 + 2·4) / 10 = 16.
    expect(pricesOf(traded({ vwap_bands: 2 }), OPTIONAL)).toEqual({
      BAND_UP_1: 687.7,
      BAND_DOWN_1: 686.9,
      BAND_UP_2: 688.1,
      BAND_DOWN_2: 686.5,
    });
  });

  it('have no bands where all traded at one price', () => {
    const script = aMarket({ vwap_bands: 1 })
      .book({ bids: [[6869.75, 1]], asks: [[6870.25, 1]] })
      .buys(6870);
    expect(pricesOf(script, OPTIONAL)).toEqual({});
  });

  it('are point of control and value area, of trades of every side', () => {
    expect(pricesOf(traded({ profile_levels: true }), OPTIONAL)).toEqual({
      POC: 687,
      VALUE_HIGH: 687.5,
      VALUE_LOW: 687,
    });
  });

  it('are never what a runway ends at', () => {
    const script = traded({ profile_levels: true, vwap_bands: 3, MONITOR_BAND: 5 });
    const { levels } = script.snap();
    const ends = levels.map(({ runway }) => runway.next_obstacle?.id ?? '');
    expect(ends.filter((id) => OPTIONAL.test(id))).toEqual([]);
    expect(levels.some(({ kind }) => kind === 'POC')).toBe(true);
  });
});
