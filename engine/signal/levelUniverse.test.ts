import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { anOption, TEST_DAY } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

/** SPY under a fixed ratio of 10: futures 6874 are 687.4. */
function spyAt(px: number, overrides: ConfigOverrides = {}): MarketScript {
  return aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book({ bids: [[px - 0.25, 10]], asks: [[px + 0.25, 10]] })
    .buys(px);
}

/** Price by id of every level of a snap, active or not. */
function levelsOf(script: MarketScript): Record<string, number> {
  const { levels, watch } = script.snap();
  return Object.fromEntries([...levels, ...watch].map(({ id, price }) => [id, price]));
}

const idsOf = (script: MarketScript, prefix: string): string[] =>
  Object.keys(levelsOf(script))
    .filter((id) => id.startsWith(prefix))
    .sort();

describe('round levels', () => {
  it('are the multiples of the spacing within the range, the limits inclusive', () => {
    const ids = idsOf(spyAt(6870), 'ROUND_');
    expect(ids).toHaveLength(11);
    expect(ids.at(0)).toBe('ROUND_682');
    expect(ids.at(-1)).toBe('ROUND_692');
    expect(idsOf(spyAt(6870.25), 'ROUND_')).toHaveLength(10);
  });

  it('have ids without trailing zeros or dust', () => {
    const fine = { ROUND_LEVELS_SPACING: 0.1, ROUND_LEVELS_RANGE: 0.2 };
    expect(idsOf(spyAt(6870, fine), 'ROUND_')).toEqual([
      'ROUND_686.8',
      'ROUND_686.9',
      'ROUND_687',
      'ROUND_687.1',
      'ROUND_687.2',
    ]);
  });

  it('are tens of points for ES', () => {
    const script = aMarket()
      .book({ bids: [[6869, 1]], asks: [[6870, 1]] })
      .buys(6870);
    const ids = idsOf(script, 'ROUND_');
    expect(ids).toHaveLength(11);
    expect(ids).toContain('ROUND_6820');
  });
});

describe('session levels', () => {
  it('are average price, high and low in level price, from the first trade on', () => {
    const quoted = aMarket({ ratio_mode: 'fixed' }, 'spy-0dte');
    quoted.book({ bids: [[6869.75, 1]], asks: [[6870.25, 1]] });
    expect(idsOf(quoted, 'SESSION_')).toEqual([]);
    expect(levelsOf(quoted)).not.toHaveProperty('VWAP');
    quoted.buys(6870, 1).sells(6860, 3);
    expect(levelsOf(quoted)).toMatchObject({
      VWAP: 686.25,
      SESSION_HIGH: 687,
      SESSION_LOW: 686,
    });
  });

  it('start anew with the session', () => {
    const script = spyAt(6880).newSession();
    expect(idsOf(script, 'SESSION_')).toEqual([]);
    script.buys(6870);
    expect(levelsOf(script)).toMatchObject({ SESSION_HIGH: 687, SESSION_LOW: 687, VWAP: 687 });
  });
});

describe('option levels', () => {
  it('are the strikes that traded today, one level for call and put', () => {
    const script = spyAt(6874).option(anOption('C', 687)).option(anOption('P', 687));
    script.option(anOption('P', 684.5)).option(anOption('C', 688, TEST_DAY + 1));
    expect(idsOf(script, 'STRIKE_')).toEqual(['STRIKE_684.5', 'STRIKE_687']);
  });

  it('lie within five dollars of spot, the limit inclusive', () => {
    const script = spyAt(6870);
    for (const strike of [681.5, 682, 692, 692.5]) script.option(anOption('C', strike));
    expect(idsOf(script, 'STRIKE_')).toEqual(['STRIKE_682', 'STRIKE_692']);
  });

  it('include walls and flip at whatever distance', () => {
    const script = spyAt(6874).flow(anOption('C', 700), -900).flow(anOption('P', 660), -100);
    script.flow(anOption('P', 670), 500);
    // Running sums: −100, 400, −500; of the crossings 662 and 683⅓ the latter is nearer spot.
    expect(levelsOf(script)).toMatchObject({
      CALL_WALL: 700,
      PUT_WALL: 660,
      GAMMA_FLIP: 683.333333,
    });
  });

  it('do not outlive the session', () => {
    const script = spyAt(6874).option(anOption('C', 687)).flow(anOption('C', 690), -900);
    const ids = Object.keys(levelsOf(script.newSession()));
    expect(ids).not.toContain('STRIKE_687');
    expect(ids).not.toContain('CALL_WALL');
  });
});

describe('hotzones', () => {
  it("are levels under the user's id and price, wherever they are", () => {
    const script = spyAt(6874).hotzone('1', 687.15).hotzone('breakfast', 500);
    expect(levelsOf(script)).toMatchObject({ HOTZONE_1: 687.15, HOTZONE_breakfast: 500 });
  });

  it('move and go', () => {
    const script = spyAt(6874).hotzone('1', 687.15);
    const event = { id: '1', label: '', strong: false };
    script.market.onHotzone(script.nowNs, { action: 'move', price: 686, ...event });
    expect(levelsOf(script)).toMatchObject({ HOTZONE_1: 686 });
    script.market.onHotzone(script.nowNs, { action: 'remove', price: 0, ...event });
    script.market.onHotzone(script.nowNs, { action: 'remove', price: 0, ...event, id: '2' });
    expect(idsOf(script, 'HOTZONE_')).toEqual([]);
  });

  it('survive the session boundary', () => {
    expect(idsOf(spyAt(6874).hotzone('1', 687).newSession(), 'HOTZONE_')).toEqual(['HOTZONE_1']);
  });

  it('stop a runway only where they are strong', () => {
    const runwayPast = (strong: boolean) =>
      spyAt(6870).hotzone('1', 687).hotzone('2', 688.5, strong).level('HOTZONE_1').runway;
    expect(runwayPast(true).next_obstacle).toEqual({ id: 'HOTZONE_2', price: 688.5 });
    expect(runwayPast(false).next_obstacle).toBeNull();
    expect(runwayPast(false).intermediate_levels).toContain('HOTZONE_2');
  });
});

describe('levels at one price', () => {
  it('stay separate, ordered by id', () => {
    const script = spyAt(6870).option(anOption('C', 687)).hotzone('1', 687);
    const { levels } = script.snap();
    expect(levels.map(({ id }) => id)).toEqual([
      'HOTZONE_1',
      'ROUND_687',
      'SESSION_HIGH',
      'SESSION_LOW',
      'STRIKE_687',
      'VWAP',
    ]);
  });
});
