import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BUY, SELL } from '../core/events.ts';
import { anOption, TEST_DAY } from '../testing/builders.ts';
import { aMarket, support, type MarketScript } from '../testing/marketScript.ts';
import { FuelEngine } from './fuel.ts';

const THRESHOLD = 10_000;
const WALL = 50_000;
const call = (strike: number) => anOption('C', strike);
const put = (strike: number) => anOption('P', strike);

/** SPY at 687.4 under a fixed ratio. */
const spy = (overrides: ConfigOverrides = {}): MarketScript =>
  aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book({ bids: [[6873.75, 10]], asks: [[6874.25, 10]] })
    .buys(6874);

function fuelAt(script: MarketScript, price = 687) {
  const engine = new FuelEngine(script.market.config);
  engine.startSnap(script.looked());
  const metrics = engine.compute(support(price), script.market);
  return { ...metrics, score: engine.score(metrics), clause: engine.clause(metrics) };
}

describe('the fuel of a level', () => {
  it.each([
    ['AMPLIFY', 100, -THRESHOLD - 1],
    ['NEUTRAL', 50, -THRESHOLD],
    ['NEUTRAL', 50, -THRESHOLD - 5e-10],
    ['NEUTRAL', 50, 0],
    ['NEUTRAL', 50, THRESHOLD],
    ['DAMPEN', 0, THRESHOLD + 1],
  ])('is %s (score %d) at a dealer gamma of %d', (effect, score, netGamma) => {
    expect(fuelAt(spy().flow(call(687), netGamma))).toMatchObject({ effect, score });
  });

  it.each([
    ['dealers chase', -2 * THRESHOLD],
    ['dealers fade', 2 * THRESHOLD],
    ['dealers flat', 1],
  ])('says "%s" at a dealer gamma of %d', (clause, netGamma) => {
    const script = spy().flow(call(687), netGamma).option(call(687));
    expect(fuelAt(script).clause).toBe(clause);
  });

  it('says "no option flow" where no option traded near, whatever the sums', () => {
    expect(fuelAt(spy()).clause).toBe('no option flow');
    expect(fuelAt(spy().flow(call(687), -2 * THRESHOLD)).clause).toBe('no option flow');
    expect(fuelAt(spy().option(call(690))).clause).toBe('no option flow');
  });

  it('sums calls and puts of strikes up to two dollars away', () => {
    const script = spy().flow(call(685), -1).flow(put(689), -2).flow(put(687), -4);
    script.flow(call(684.5), -1000).flow(put(689.5), -1000);
    expect(fuelAt(script).net_dealer_gamma).toBe(-7);
  });

  it('is trusted in full from fifty option trades in range on, of any aggressor', () => {
    const script = spy();
    for (let i = 0; i < 25; i++) script.option(put(686));
    script.option(put(680));
    expect(fuelAt(script).confidence).toBe(0.5);
    for (let i = 0; i < 50; i++) script.option(put(686));
    expect(fuelAt(script).confidence).toBe(1);
  });

  it.each([
    [false, 0.5],
    [true, 0.3],
  ])("with signed_confidence %s is trusted by the session's signed share", (key, confidence) => {
    const script = spy({ signed_confidence: key });
    for (let i = 0; i < 15; i++) script.option(put(686), { aggressor: BUY });
    for (let i = 0; i < 10; i++) script.option(put(686));
    expect(fuelAt(script).confidence).toBeCloseTo(confidence, 12);
    // Volumes count, not trades, and those of the whole chain.
    script.option(put(640), { size: 5, aggressor: SELL });
    expect(fuelAt(script).confidence).toBeCloseTo(key ? 0.5 * (20 / 30) : 0.5, 12);
  });

  it('with signed_confidence has no flow where nothing could be signed', () => {
    const script = spy({ signed_confidence: true }).option(put(686));
    expect(fuelAt(script)).toMatchObject({ confidence: 0, clause: 'no option flow' });
    expect(fuelAt(spy({ signed_confidence: true })).confidence).toBe(0);
  });

  it('is not trusted when no option event came within a minute', () => {
    const script = aMarket({ ratio_mode: 'fixed', W_g: 600 }, 'spy-0dte').buys(6874);
    script
      .flow(call(687), -2 * THRESHOLD)
      .option(call(687))
      .later(59_999);
    expect(fuelAt(script)).toMatchObject({ effect: 'AMPLIFY', confidence: 0.02 });
    expect(fuelAt(script.later(1))).toMatchObject({
      effect: 'AMPLIFY',
      confidence: 0,
      clause: 'no option flow',
    });
  });

  it('looks only at options that expire on the New York date of the snap', () => {
    const tomorrow = anOption('C', 687, TEST_DAY + 1);
    const script = spy()
      .at('23:59:59.750')
      .option(tomorrow)
      .flow(tomorrow, -2 * WALL);
    expect(fuelAt(script)).toMatchObject({ effect: 'NEUTRAL', call_wall: null, confidence: 0 });
    script.flow(anOption('C', 688, TEST_DAY + 1), -2 * WALL).later(250);
    expect(fuelAt(script, 688)).toMatchObject({
      effect: 'AMPLIFY',
      call_wall: { strike: 688 },
    });
  });
});

describe('walls and flip', () => {
  it('are those of the snap, on every level alike', () => {
    const script = spy()
      .flow(call(690), -WALL)
      .flow(put(685), -WALL + 1)
      .flow(call(688), 3 * WALL);
    const expected = {
      call_wall: { strike: 690, net_gamma: -WALL, strong: true },
      put_wall: { strike: 685, net_gamma: -WALL + 1, strong: false },
    };
    expect(fuelAt(script, 687)).toMatchObject(expected);
    expect(fuelAt(script, 680)).toMatchObject(expected);
    // Running sums: −49,999 at 685, 100,001 at 688, 50,001 at 690.
    expect(fuelAt(script).hvl).toBeCloseTo(685 + (49_999 / 150_000) * 3, 9);
  });

  it('do not exist where nothing traded', () => {
    expect(fuelAt(spy())).toMatchObject({ call_wall: null, put_wall: null, hvl: null });
  });

  it('are strong from the threshold on, within a billionth', () => {
    const strong = (netGamma: number) => fuelAt(spy().flow(call(690), netGamma)).call_wall?.strong;
    expect(strong(-WALL)).toBe(true);
    expect(strong(-WALL + 1e-5)).toBe(false);
  });
});
