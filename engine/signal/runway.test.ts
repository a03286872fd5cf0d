import { describe, expect, it } from 'vitest';
import type { LevelKind } from '../core/payload.ts';
import { aConfig } from '../testing/builders.ts';
import type { Level } from './levelUniverse.ts';
import { runway } from './runway.ts';

const FROM = 687;
/** One futures tick in SPY dollars. */
const TICK = 0.025;
const config = aConfig({}, 'spy-0dte');

const strong = (price: number, id = `WALL_${price}`, kind: LevelKind = 'CALL_WALL'): Level => ({
  id,
  kind,
  price,
  isStrong: true,
});
const weak = (price: number, id = `ROUND_${price}`): Level => ({
  id,
  kind: 'ROUND',
  price,
  isStrong: false,
});

const up = (...levels: Level[]) => runway(FROM, 'UP', levels, TICK, config);
const down = (...levels: Level[]) => runway(FROM, 'DOWN', levels, TICK, config);

describe('the runway of a level', () => {
  it('ends at the nearest strong level in its direction', () => {
    const levels = [strong(689), strong(688.5), strong(686), strong(685)];
    expect(up(...levels)).toEqual({
      direction: 'UP',
      distance: 1.5,
      next_obstacle: { id: 'WALL_688.5', price: 688.5 },
      quality: 'CLEAR',
      intermediate_levels: [],
    });
    expect(down(...levels)).toMatchObject({ distance: 1, next_obstacle: { id: 'WALL_686' } });
  });

  it('reaches to the horizon where nothing strong is ahead', () => {
    expect(up(strong(686), weak(688))).toEqual({
      direction: 'UP',
      distance: 5,
      next_obstacle: null,
      quality: 'CLEAR',
      intermediate_levels: ['ROUND_688'],
    });
  });

  it('is obstructed by something strong nearer than a dollar, not at a dollar', () => {
    expect(up(strong(687.99)).quality).toBe('OBSTRUCTED');
    expect(up(strong(688)).quality).toBe('CLEAR');
    expect(up(strong(688 - 1e-10)).quality).toBe('CLEAR');
    expect(up(weak(687.5)).quality).toBe('CLEAR');
  });

  it('passes over what lies within one tick of the level', () => {
    expect(up(strong(FROM)).next_obstacle).toBeNull();
    expect(up(strong(FROM + TICK)).next_obstacle).toBeNull();
    expect(up(strong(FROM + TICK + 1e-10)).next_obstacle).toBeNull();
    expect(up(strong(FROM + TICK + 1e-6)).next_obstacle).not.toBeNull();
    expect(up(weak(FROM + TICK)).intermediate_levels).toEqual([]);
  });

  it('names the weaker levels before the obstacle, nearest first, at most five', () => {
    const many = [8, 3, 1, 7, 2, 5, 4].map((step) => weak(FROM + step / 10, `L${step}`));
    const names = ['L1', 'L2', 'L3', 'L4', 'L5'];
    expect(up(...many).intermediate_levels).toEqual(names);
    expect(up(...many, strong(687.35)).intermediate_levels).toEqual(['L1', 'L2', 'L3']);
  });

  it('does not name a weaker level at the price of the obstacle', () => {
    expect(up(strong(688), weak(688), weak(689)).intermediate_levels).toEqual([]);
    const dust = 688 - 2e-13;
    expect(up(strong(688), weak(dust, 'ROUND_688')).intermediate_levels).toEqual([]);
  });

  it('settles ties by id, as character codes', () => {
    const tied = [strong(688, 'VWAP', 'VWAP'), strong(688, 'CALL_WALL'), strong(688, 'a')];
    expect(up(...tied).next_obstacle?.id).toBe('CALL_WALL');
    const weaker = [weak(688, 'STRIKE_688'), weak(688, 'HOTZONE_2'), weak(688, 'HOTZONE_10')];
    expect(up(...weaker).intermediate_levels).toEqual(['HOTZONE_10', 'HOTZONE_2', 'STRIKE_688']);
  });

  it('is rounded at the edge', () => {
    expect(up(strong(FROM + 2 / 3)).distance).toBe(0.666667);
    expect(up(strong(FROM + 2 / 3)).next_obstacle?.price).toBe(687.666667);
  });
});
