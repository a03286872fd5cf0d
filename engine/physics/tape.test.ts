import { describe, expect, it } from 'vitest';
import { aMarket, resistance, type MarketScript } from '../testing/marketScript.ts';
import { TapeEngine, type TapeMetrics } from './tape.ts';

const LEVEL = 6870;
/** The ES profile's: a point either way of a level. */
const TAPE_BAND = 1;

function tapeAt(script: MarketScript, price = LEVEL): TapeMetrics {
  const engine = new TapeEngine(script.market.config);
  engine.startSnap(script.looked());
  return engine.compute(resistance(price), script.market);
}

const QUIET: TapeMetrics = {
  imbalance: 0,
  buy_vol: 0,
  sell_vol: 0,
  velocity: 0,
  activity: 0,
  sweep: { detected: false, direction: null, notional: 0, size: 0, prints: 0, prices: 0 },
  confidence: 0,
};
const SWEEP_UP = { ...QUIET.sweep, detected: true, direction: 'UP' } as const;
/** Velocity that scores full in the ES profile. */
const VELOCITY_REF = 0.5;

describe('the tape of a level', () => {
  it('is the imbalance of buyers and sellers in its band', () => {
    const script = aMarket().buys(6870, 30).sells(6870.25, 10).prints(6869.75, 5);
    expect(tapeAt(script)).toMatchObject({
      buy_vol: 30,
      sell_vol: 10,
      imbalance: 0.5,
      activity: 30 * 6870 + 10 * 6870.25 + 5 * 6869.75,
      confidence: 3 / 20,
    });
  });

  it('is all zeros before anything traded', () => {
    expect(tapeAt(aMarket())).toEqual(QUIET);
  });

  it('has no imbalance when only trades of unknown side are near', () => {
    expect(tapeAt(aMarket().prints(6870, 5))).toMatchObject({ imbalance: 0, activity: 34_350 });
  });

  it('reaches a band to either side, inclusive', () => {
    const at = (px: number): number => tapeAt(aMarket().buys(px)).buy_vol;
    expect(at(LEVEL + TAPE_BAND)).toBe(1);
    expect(at(LEVEL - TAPE_BAND)).toBe(1);
    expect(at(LEVEL + TAPE_BAND + 1e-6)).toBe(0);
    expect(at(LEVEL - TAPE_BAND - 1e-6)).toBe(0);
  });

  it('is trusted in full from twenty trades on', () => {
    const script = aMarket();
    for (let i = 0; i < 20; i++) script.prints(6870);
    expect(tapeAt(script).confidence).toBe(1);
    expect(tapeAt(script.prints(6870)).confidence).toBe(1);
  });

  it('measures band and velocity in level price under a ratio', () => {
    const script = aMarket({ ratio_mode: 'fixed' }, 'spy-0dte').buys(6870, 7).later(1000);
    script.buys(6871, 5).buys(6871.25, 100);
    const tape = tapeAt(script, 687);
    expect(tape).toMatchObject({ buy_vol: 12 });
    // Points (0, 687), (1, 687.1), (1, 687.125).
    expect(tape.velocity).toBeCloseTo(0.1125, 9);
  });
});

describe('the sweep of a level', () => {
  /** In the ES profile a sweep is at least 500,000: 73 contracts at 6870. */
  const large = 80;

  it('is reported with what it swept', () => {
    const script = aMarket().sells(6870, 50).later(20).sells(6869.75, 30);
    expect(tapeAt(script).sweep).toEqual({
      detected: true,
      direction: 'DOWN',
      notional: 50 * 6870 + 30 * 6869.75,
      size: 80,
      prints: 2,
      prices: 2,
    });
  });

  it('is none when it is too small', () => {
    expect(tapeAt(aMarket().buys(6870, 72)).sweep).toEqual(QUIET.sweep);
  });

  it('counts when any of its prices comes within the band, even if it began far away', () => {
    const from = (px: number) =>
      aMarket()
        .buys(px, large)
        .later(10)
        .buys(px + 0.25, 1);
    expect(tapeAt(from(6868.75)).sweep.detected).toBe(true);
    expect(tapeAt(from(6868.5)).sweep.detected).toBe(false);
    expect(tapeAt(from(6871)).sweep.detected).toBe(true);
    expect(tapeAt(from(6871.25)).sweep.detected).toBe(false);
    const across = aMarket().buys(6860, large).later(10).buys(6880, 1);
    expect(tapeAt(across).sweep.detected).toBe(true);
  });

  it('is the largest of several, and of equal ones the latest', () => {
    const script = aMarket().buys(6870, 100).later(200).buys(6870, 90).later(200).sells(6870, 95);
    expect(tapeAt(script).sweep).toMatchObject({ direction: 'UP', size: 100 });
    script.later(200).sells(6870, 100);
    expect(tapeAt(script).sweep).toMatchObject({ direction: 'DOWN', size: 100 });
  });

  it('is the nearest level’s own: a larger one elsewhere does not hide it', () => {
    const script = aMarket().buys(6880, 500).later(200).sells(6870, large);
    expect(tapeAt(script).sweep).toMatchObject({ direction: 'DOWN', size: large });
  });
});

describe('the tape score', () => {
  const engine = new TapeEngine(aMarket().market.config);
  const upScore = (part: Partial<TapeMetrics>): number => engine.score({ ...QUIET, ...part }, 'UP');
  const downScore = (part: Partial<TapeMetrics>): number =>
    engine.score({ ...QUIET, ...part }, 'DOWN');

  it('is full when a sweep goes the way of the break, and only then', () => {
    expect(upScore({ sweep: SWEEP_UP })).toBe(100);
    expect(downScore({ sweep: SWEEP_UP })).toBe(0);
    expect(upScore({ sweep: { ...SWEEP_UP, direction: 'DOWN' }, imbalance: 1 })).toBe(25);
  });

  it('gives velocity and imbalance a quarter each', () => {
    expect(upScore({ velocity: VELOCITY_REF })).toBe(25);
    expect(upScore({ velocity: VELOCITY_REF / 2, imbalance: 0.5 })).toBe(25);
    expect(upScore({ velocity: 100 * VELOCITY_REF, imbalance: 1 })).toBe(50);
  });

  it('gives nothing for a tape that goes the other way', () => {
    expect(downScore({ velocity: VELOCITY_REF, imbalance: 1 })).toBe(0);
    expect(downScore({ velocity: -VELOCITY_REF, imbalance: 1 })).toBe(25);
    expect(downScore({ velocity: -VELOCITY_REF, imbalance: -1 })).toBe(50);
  });
});

describe('the tape clause', () => {
  const engine = new TapeEngine(aMarket().market.config);

  it.each<[string, Partial<TapeMetrics>, 'UP' | 'DOWN']>([
    ['sweep confirms', { sweep: SWEEP_UP, imbalance: -1 }, 'UP'],
    ['sweep against', { sweep: SWEEP_UP, velocity: -VELOCITY_REF, imbalance: -1 }, 'DOWN'],
    ['tape confirms', { velocity: VELOCITY_REF }, 'UP'],
    ['tape confirms', { velocity: VELOCITY_REF, imbalance: -1 }, 'UP'],
    ['tape quiet', { velocity: VELOCITY_REF * 0.99 }, 'UP'],
    ['tape against', { imbalance: -0.31 }, 'UP'],
    ['tape against', { imbalance: 0.31 }, 'DOWN'],
    ['tape quiet', { imbalance: -0.3 }, 'UP'],
    ['tape quiet', { velocity: -10 }, 'UP'],
    ['tape quiet', {}, 'UP'],
  ])('is "%s" for %j when the break is %s', (clause, part, breakDirection) => {
    expect(engine.clause({ ...QUIET, ...part }, breakDirection)).toBe(clause);
  });
});
