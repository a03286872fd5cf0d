import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { ASK, BID } from '../core/events.ts';
import type { BarrierState } from '../core/payload.ts';
import { ladder, type BookSides } from '../testing/builders.ts';
import { aMarket, resistance, support, type MarketScript } from '../testing/marketScript.ts';
import { BarrierEngine, type BarrierMetrics } from './barrier.ts';

const LEVEL = 6870;
const TICK_OF_LEVEL = LEVEL / 0.25;

const FULL_VIEW: BookSides = { bids: [[6870, 200]], asks: [[6871, 200]] };
const THIN_VIEW: BookSides = { bids: [[6870, 49]], asks: [[6871, 200]] };
/** Ten bids down to 6870.25: of the zone 6869.5…6870.5 two ticks of five are known. */
const PART_VIEW: BookSides = { bids: ladder(6872.5, -0.25, 10), asks: [[6873, 10]] };
const NO_VIEW: BookSides = { bids: ladder(6880, -0.25, 10), asks: [[6881, 10]] };

interface Setting {
  /** Contracts that moved at the level on the bid side in the window. */
  readonly added?: number;
  readonly pulled?: number;
  readonly filled?: number;
  readonly view?: BookSides;
  readonly config?: ConfigOverrides;
}

function barrierAt({ added = 0, pulled = 0, filled = 0, view = FULL_VIEW, config = {} }: Setting) {
  const script = aMarket(config).book(view);
  const { market, nowNs } = script;
  if (added > 0) market.flows.append(nowNs, BID, TICK_OF_LEVEL, added, 0, 0);
  if (pulled + filled > 0) market.flows.append(nowNs, BID, TICK_OF_LEVEL, 0, pulled, filled);
  const engine = new BarrierEngine(market.config);
  const metrics = engine.compute(support(LEVEL), script.looked());
  return { metrics, score: engine.score(metrics), clause: engine.clause(metrics) };
}

const stateAt = (setting: Setting): BarrierState => barrierAt(setting).metrics.state;

const supportOf = (script: MarketScript, price = LEVEL): BarrierMetrics =>
  new BarrierEngine(script.market.config).compute(support(price), script.looked());

describe('the barrier state', () => {
  it.each<[BarrierState, number, string, string, Setting]>([
    ['NEUTRAL', 50, 'Book out of sight', 'the book does not reach the level', { view: NO_VIEW }],
    ['VACUUM', 100, 'Vacuum', 'depth was pulled and not replaced', { added: 10, pulled: 200 }],
    ['VACUUM', 100, 'Vacuum', 'depth was eaten and not replaced', { added: 10, filled: 200 }],
    ['WALL', 0, 'Wall', 'far more was added than lost', { added: 400, filled: 100 }],
    [
      'CONSUMED',
      60,
      'Being consumed',
      'trades eat faster than orders come',
      { added: 200, filled: 301 },
    ],
    ['ABSORPTION', 0, 'Absorbing', 'what is eaten comes back', { added: 200, filled: 150 }],
    ['WEAK', 75, 'Thin', 'little is shown', { view: THIN_VIEW }],
    ['NEUTRAL', 50, 'Book neutral', 'nothing of this', {}],
  ])('is %s (score %d, "%s") when %s', (state, score, clause, _, setting) => {
    const found = barrierAt(setting);
    expect(found.metrics.state).toBe(state);
    expect(found.score).toBe(score);
    expect(found.clause).toBe(clause);
  });

  it('out of sight is NEUTRAL whatever has flowed', () => {
    expect(stateAt({ pulled: 1000, view: NO_VIEW })).toBe('NEUTRAL');
    expect(stateAt({ added: 1000, view: NO_VIEW })).toBe('NEUTRAL');
  });

  it('is VACUUM before CONSUMED, and WALL before ABSORPTION, where both hold', () => {
    expect(stateAt({ added: 10, filled: 300 })).toBe('VACUUM');
    expect(stateAt({ added: 1000, filled: 10 })).toBe('WALL');
  });

  it('is CONSUMED or ABSORPTION before WEAK', () => {
    expect(stateAt({ added: 200, filled: 301, view: THIN_VIEW })).toBe('CONSUMED');
    expect(stateAt({ added: 60, filled: 10, view: THIN_VIEW })).toBe('ABSORPTION');
    expect(stateAt({ pulled: 10, view: THIN_VIEW })).toBe('WEAK');
  });

  it('is VACUUM only below the ratio: 30 added to 99 lost is exactly 0.3', () => {
    const loss = { added: 30, pulled: 99 };
    const config = { F_thresh: 50 };
    expect(stateAt({ ...loss, config })).toBe('NEUTRAL');
    expect(stateAt({ ...loss, config: { ...config, R_vac: 0.3 + 5e-10 } })).toBe('NEUTRAL');
    expect(stateAt({ ...loss, config: { ...config, R_vac: 0.3 + 2e-9 } })).toBe('VACUUM');
  });

  it('is VACUUM only beyond the threshold: a loss of exactly 100 is none', () => {
    expect(stateAt({ pulled: 100 })).toBe('NEUTRAL');
    expect(stateAt({ pulled: 100, config: { F_thresh: 100 - 5e-10 } })).toBe('NEUTRAL');
    expect(stateAt({ pulled: 101 })).toBe('VACUUM');
  });

  it('is WALL only above the ratio: 300 added to 199 lost is exactly 1.5', () => {
    expect(stateAt({ added: 300, filled: 199 })).toBe('ABSORPTION');
    expect(stateAt({ added: 300, filled: 199, config: { R_wall: 1.5 - 2e-9 } })).toBe('WALL');
    expect(stateAt({ added: 301, filled: 199 })).toBe('WALL');
  });

  it('is WALL only beyond the threshold: a gain of exactly 100 is ABSORPTION', () => {
    expect(stateAt({ added: 100 })).toBe('ABSORPTION');
    expect(stateAt({ added: 101 })).toBe('WALL');
  });

  it('is CONSUMED only where more was filled than pulled', () => {
    expect(stateAt({ added: 200, filled: 151, pulled: 150 })).toBe('CONSUMED');
    expect(stateAt({ added: 200, filled: 151, pulled: 151 })).toBe('NEUTRAL');
    expect(stateAt({ added: 200, filled: 300 })).toBe('NEUTRAL');
    expect(stateAt({ added: 200, filled: 301 })).toBe('CONSUMED');
  });

  it('is ABSORPTION only where depth grew and the ratio is above one', () => {
    // 11 added to 10 lost: 11 / 11 is exactly 1.
    expect(stateAt({ added: 11, filled: 10 })).toBe('NEUTRAL');
    expect(stateAt({ added: 12, filled: 10 })).toBe('ABSORPTION');
    expect(stateAt({ added: 1 })).toBe('NEUTRAL');
    expect(stateAt({ added: 2 })).toBe('ABSORPTION');
  });

  it('is WEAK only under the depth and with the whole zone in sight', () => {
    expect(stateAt({ view: { bids: [[6870, 50]], asks: [[6871, 1]] } })).toBe('NEUTRAL');
    expect(stateAt({ view: { bids: [[6870, 49]], asks: [[6871, 1]] } })).toBe('WEAK');
    expect(stateAt({ view: { bids: [[6860, 500]], asks: [[6871, 1]] } })).toBe('WEAK');
    expect(stateAt({ view: PART_VIEW, config: { WEAK_DEPTH: 1000 } })).toBe('NEUTRAL');
  });
});

describe('the zone of a level', () => {
  it('is every tick within two of it, on the side that defends it', () => {
    const script = aMarket().book({
      bids: ladder(6871, -0.25, 9, 10),
      asks: [[6871.25, 1000]],
    });
    expect(supportOf(script)).toMatchObject({
      depth_in_zone: 50,
      visibility: 1,
      defending_quote: { price: 6870.5, size: 10 },
    });
  });

  it('above spot is defended by asks, the lowest of them first', () => {
    const script = aMarket().book({
      bids: [[6868, 1000]],
      asks: [
        [6869.25, 5],
        [6869.75, 6],
        [6870.5, 7],
        [6870.75, 8],
      ],
    });
    const engine = new BarrierEngine(script.market.config);
    expect(engine.compute(resistance(LEVEL), script.looked())).toMatchObject({
      depth_in_zone: 13,
      visibility: 1,
      defending_quote: { price: 6869.75, size: 6 },
    });
  });

  it('around a level between ticks reaches two ticks either way, the limits inclusive', () => {
    const script = aMarket().book({ bids: ladder(6875, -0.25, 9, 1), asks: [[6880, 1]] });
    script.book({ bids: ladder(6871, -0.25, 9, 1), asks: [[6880, 1]] });
    // 6870.1 ± 0.5 covers 6869.75…6870.5; 6870.125 ± 0.5 covers 6869.75…6870.5, too.
    expect(supportOf(script, 6870.1).depth_in_zone).toBe(4);
    expect(supportOf(script, 6870.125).depth_in_zone).toBe(4);
    expect(supportOf(script, 6870 + 5e-10).depth_in_zone).toBe(5);
    expect(supportOf(script, 6870 + 2e-9).depth_in_zone).toBe(4);
  });

  it('of no width is the one tick of the level, and none where it lies between', () => {
    const script = aMarket({ BARRIER_ZONE_TICKS: 0 }).book(FULL_VIEW);
    expect(supportOf(script)).toMatchObject({ depth_in_zone: 200, visibility: 1 });
    expect(supportOf(script, 6870.1)).toMatchObject({
      state: 'NEUTRAL',
      visibility: 0,
      depth_in_zone: 0,
      defending_quote: null,
    });
  });

  it('is as visible as the share of its ticks that the book knows', () => {
    const script = aMarket().book(PART_VIEW);
    expect(supportOf(script)).toMatchObject({
      visibility: 0.4,
      depth_in_zone: 200,
      defending_quote: { price: 6870.5, size: 100 },
    });
    expect(supportOf(script.clearBook())).toMatchObject({ visibility: 0, defending_quote: null });
  });

  it('counts only flows of its own ticks and side', () => {
    const script = aMarket().book(FULL_VIEW);
    const { market, nowNs } = script;
    for (const ticks of [-3, -2, 2, 3]) {
      market.flows.append(nowNs, BID, TICK_OF_LEVEL + ticks, 10, 0, 0);
    }
    market.flows.append(nowNs, ASK, TICK_OF_LEVEL, 1000, 0, 0);
    expect(supportOf(script)).toMatchObject({ added: 20, delta_liq: 20, churn: 20 });
  });

  it('is expressed in level price under a ratio', () => {
    const script = aMarket({ ratio_mode: 'fixed' }, 'spy-0dte').book(FULL_VIEW);
    expect(supportOf(script, 687).defending_quote).toEqual({ price: 687, size: 200 });
  });
});

describe('the barrier figures', () => {
  it('are the sums of the window', () => {
    expect(barrierAt({ added: 60, pulled: 610, filled: 290 }).metrics).toMatchObject({
      added: 60,
      pulled: 610,
      filled: 290,
      delta_liq: -840,
      churn: 960,
      replenishment_ratio: 60 / 901,
    });
  });

  it('are trusted in full from fifty records on, as far as the zone is visible', () => {
    const script = aMarket().book(PART_VIEW);
    for (let i = 0; i < 25; i++) {
      script.market.flows.append(script.nowNs, BID, TICK_OF_LEVEL, 1, 0, 0);
    }
    expect(supportOf(script).confidence).toBeCloseTo(0.5 * 0.4, 12);
    for (let i = 0; i < 100; i++) {
      script.market.flows.append(script.nowNs, BID, TICK_OF_LEVEL, 1, 0, 0);
    }
    expect(supportOf(script).confidence).toBe(0.4);
  });
});
