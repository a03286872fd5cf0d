import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BID } from '../core/events.ts';
import type { LevelPayload } from '../core/payload.ts';
import { anOption, aQuote, TEST_DAY, type BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';
import { scoreLevel, type EngineReading } from './scoring.ts';

const BOOK: BookSides = { bids: [[6869.75, 300]], asks: [[6870.25, 300]] };
const ID = 'HOTZONE_1';
const CALL = anOption('C', 687);

/** SPY at 687.00 under a fixed ratio, a hotzone there, options flowing. */
function spy(overrides: ConfigOverrides = {}): MarketScript {
  return aMarket({ ratio_mode: 'fixed', ...overrides }, 'spy-0dte')
    .book(BOOK)
    .buys(6870)
    .option(CALL, { quote: aQuote(0.6, 0.64), px: 0.62 })
    .hotzone('1', 687);
}

/** Everything that makes dealers chase and depth vanish, so that the score is high. */
function breaking(script: MarketScript): MarketScript {
  script.flow(CALL, -20_000);
  const { flows } = script.market;
  flows.append(script.nowNs, BID, 27_480, 0, 500, 0);
  return script.hotzone('1', 686.99).buys(6870);
}

describe('the payload of a snap', () => {
  const KEYS = {
    snap: ['ts', 'profile', 'spy', 'levels', 'watch', 'health', 'dealers'],
    quote: ['spot', 'bid', 'ask'],
    level: [
      ...['id', 'price', 'kind', 'direction', 'break_direction', 'distance'],
      ...['break_score_raw', 'break_score_smooth', 'signal', 'confidence'],
      ...['scores', 'barrier', 'tape', 'fuel', 'runway', 'note', 'sensitivity'],
    ],
    barrier: [
      ...['state', 'delta_liq', 'delta_liq_smooth'],
      ...['replenishment_ratio', 'replenishment_ratio_smooth'],
      ...['added', 'pulled', 'filled', 'churn', 'depth_in_zone', 'defending_quote'],
      ...['visibility', 'confidence'],
    ],
    tape: [
      ...['imbalance', 'buy_vol', 'sell_vol', 'velocity', 'velocity_smooth', 'activity'],
      ...['sweep', 'confidence'],
    ],
    sweep: ['detected', 'direction', 'notional', 'size', 'prints', 'prices'],
    fuel: [
      ...['effect', 'net_dealer_gamma', 'net_dealer_gamma_smooth'],
      ...['call_wall', 'put_wall', 'hvl', 'confidence', 'flow_gamma', 'inventory_gamma'],
    ],
    runway: ['direction', 'distance', 'next_obstacle', 'quality', 'intermediate_levels'],
    watch: ['id', 'kind', 'price', 'distance'],
    health: ['state', 'book_age_ms', 'trade_age_ms', 'option_age_ms', 'gaps'],
    dealers: ['flow_gamma', 'inventory_gamma', 'unsigned_share'],
  };

  const keysOf = (value: object | null | undefined): string[] => Object.keys(value ?? {});

  it('has the keys of the specification in its order', () => {
    const payload = spy().snap();
    expect(keysOf(payload)).toEqual(KEYS.snap);
    expect(keysOf(payload.spy)).toEqual(KEYS.quote);
    expect(keysOf(payload.dealers)).toEqual(KEYS.dealers);
    expect(keysOf(payload.watch[0])).toEqual(KEYS.watch);
    expect(keysOf(payload.health)).toEqual(KEYS.health);
  });

  it('has the keys of the specification in their order in every part of a level', () => {
    const level = spy().flow(anOption('C', 690), -900).level(ID);
    expect(keysOf(level)).toEqual(KEYS.level);
    expect(keysOf(level.scores)).toEqual(['liquidity', 'hedge', 'tape']);
    expect(keysOf(level.barrier)).toEqual(KEYS.barrier);
    expect(keysOf(level.barrier.defending_quote)).toEqual(['price', 'size']);
    expect(keysOf(level.tape)).toEqual(KEYS.tape);
    expect(keysOf(level.tape.sweep)).toEqual(KEYS.sweep);
    expect(keysOf(level.fuel)).toEqual(KEYS.fuel);
    expect(keysOf(level.fuel.call_wall)).toEqual(['strike', 'net_gamma', 'strong']);
    expect(keysOf(level.runway)).toEqual(KEYS.runway);
    expect(keysOf(level.runway.next_obstacle)).toEqual(['id', 'price']);
  });

  it('writes a level without a sweep as the specification does', () => {
    expect(JSON.stringify(spy().level(ID).tape.sweep)).toBe(
      '{"detected":false,"direction":null,"notional":0,"size":0,"prints":0,"prices":0}',
    );
  });

  it('names the underlying after its profile', () => {
    expect(spy().snap()).toMatchObject({ profile: 'spy-0dte', spy: { spot: 687 } });
    const es = aMarket().book(BOOK).buys(6870).snap();
    expect(es).toMatchObject({ profile: 'es-0dte', es: { spot: 6870, bid: 6869.75 } });
    expect(es).not.toHaveProperty('spy');
  });

  it('gives quotes in level price, and null where a side or the view is missing', () => {
    expect(spy().snap().spy).toEqual({ spot: 687, bid: 686.975, ask: 687.025 });
    expect(
      spy()
        .book({ bids: [[6869.75, 1]] })
        .snap().spy,
    ).toMatchObject({ ask: null });
    expect(spy().clearBook().snap().spy).toEqual({ spot: 687, bid: null, ask: null });
  });

  it('does not exist before there is a spot and a book', () => {
    expect(aMarket().trySnap()).toBeUndefined();
    expect(aMarket().buys(6870).trySnap()).toBeUndefined();
    expect(
      aMarket()
        .book({ bids: [[6870, 1]] })
        .trySnap(),
    ).toBeUndefined();
    expect(aMarket().book(BOOK).trySnap()).toBeDefined();
  });

  it('holds only numbers that JSON can hold, even in an odd market', () => {
    const odd = spy()
      .clearBook()
      .prints(6870.125)
      .book({ bids: [[6870.25, 5]] });
    for (const payload of [odd.snap(), aMarket().book(BOOK).snap()]) {
      const text = JSON.stringify(payload);
      const visit = (value: unknown): void => {
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
      };
      visit(payload);
      expect(text).not.toContain('-0,');
      expect(JSON.parse(text)).toEqual(payload);
    }
  });

  it('sorts levels and watch by distance, then id', () => {
    const script = spy().hotzone('b', 687.3).hotzone('a', 686.7).hotzone('c', 690.25);
    const { levels, watch } = script.snap();
    const distances = [...levels, ...watch].map(({ distance }) => Math.abs(distance));
    expect(distances).toEqual(distances.toSorted((x, y) => x - y));
    const ids = levels.map(({ id }) => id);
    expect(ids.indexOf('HOTZONE_a')).toBeGreaterThan(0);
    expect(watch.some(({ id }) => id === 'HOTZONE_c')).toBe(true);
  });
});

describe('a level', () => {
  it('is active within the monitor band inclusive, and else only watched', () => {
    const script = spy()
      .hotzone('1', 687.5)
      .hotzone('2', 687.501)
      .hotzone('3', 687.5 + 5e-10);
    const { levels, watch } = script.snap();
    const active = levels.map(({ id }) => id);
    expect(active).toContain('HOTZONE_1');
    expect(active).toContain('HOTZONE_3');
    expect(active).not.toContain('HOTZONE_2');
    const watched = watch.find(({ id }) => id === 'HOTZONE_2');
    expect(watched).toEqual({ id: 'HOTZONE_2', kind: 'HOTZONE', price: 687.501, distance: -0.501 });
  });

  it.each([
    ['below spot is support and breaks down', 686.9, 'SUPPORT', 'DOWN', 0.1],
    ['above spot is resistance and breaks up', 687.1, 'RESISTANCE', 'UP', -0.1],
    ['at spot is resistance', 687, 'RESISTANCE', 'UP', 0],
    ['a rounding error below spot is resistance, too', 687 - 5e-10, 'RESISTANCE', 'UP', 0],
  ])('%s', (_, price, direction, breakDirection, distance) => {
    expect(spy().hotzone('1', price).level(ID)).toMatchObject({
      direction,
      break_direction: breakDirection,
      distance,
    });
  });

  it('has the weighted score of its engines', () => {
    const level = breaking(spy()).level(ID);
    expect(level.scores).toEqual({ liquidity: 100, hedge: 100, tape: 0 });
    expect(level.break_score_raw).toBe(80);
    expect(level.note).toBe('Vacuum; dealers chase; tape against');
  });

  it('has a runway the other way once it shows REJECT', () => {
    const wall = { W_b: 60, W_t: 60, OUTCOME_DISTANCE: 1 };
    const script = spy(wall).flow(CALL, 20_000).hotzone('1', 686.99);
    script.market.flows.append(script.nowNs, BID, 27_480, 500, 0, 0);
    expect(script.level(ID)).toMatchObject({ signal: 'NEUTRAL', runway: { direction: 'DOWN' } });
    const held = script.later(3000).book(BOOK).level(ID);
    expect(held).toMatchObject({ signal: 'REJECT', runway: { direction: 'UP' } });
  });
});

describe('score and confidence', () => {
  const reading = (
    weightKey: 'w_L' | 'w_H' | 'w_T',
    score: number,
    confidence: number,
  ): EngineReading => ({
    engine: { id: weightKey, scoreKey: weightKey, weightKey, smoothed: [] },
    metrics: { confidence },
    score,
    clause: '',
  });
  const { config } = spy().market;

  it('are weighted sums', () => {
    const found = scoreLevel(
      [reading('w_L', 100, 1), reading('w_H', 50, 0.5), reading('w_T', 25, 0)],
      config,
    );
    expect(found.raw).toBeCloseTo(45 + 17.5 + 5, 12);
    expect(found.confidence).toBeCloseTo(0.45 + 0.175, 12);
  });

  it('never leave 0…100', () => {
    const full = [reading('w_L', 100, 1), reading('w_H', 100, 1), reading('w_T', 100, 1)];
    expect(scoreLevel(full, config).raw).toBeLessThanOrEqual(100);
    expect(scoreLevel([reading('w_L', -5, 1)], config).raw).toBe(0);
    expect(scoreLevel([reading('w_L', 500, 1)], config).raw).toBe(100);
  });

  it.each([
    ['HIGH', { w_L: 0.7, w_H: 0.3, w_T: 0 }],
    ['MEDIUM', { w_L: 0.699, w_H: 0.301, w_T: 0 }],
    ['MEDIUM', { w_L: 0.4, w_H: 0.6, w_T: 0 }],
    ['LOW', { w_L: 0.399, w_H: 0.601, w_T: 0 }],
  ])('are %s with weights of %j when only the book is sure', (word, weights) => {
    const script = aMarket({ ratio_mode: 'fixed', ...weights }, 'spy-0dte')
      .book(BOOK)
      .buys(6870);
    script.hotzone('1', 686.99);
    for (let i = 0; i < 50; i++) script.market.flows.append(script.nowNs, BID, 27_480, 1, 0, 0);
    expect(script.level(ID).confidence).toBe(word);
  });
});

describe('a feed in trouble', () => {
  const hot: ConfigOverrides = { BREAK_SCORE_THRESHOLD: 70, W_b: 600, W_g: 600, TOUCH_BAND: 0.05 };
  const held = (script: MarketScript): LevelPayload => {
    script.snap();
    return script.later(3000).book(BOOK).level(ID);
  };

  it('shows BREAK while all is well', () => {
    expect(held(breaking(spy(hot)))).toMatchObject({ signal: 'BREAK' });
    expect(held(breaking(spy(hot)))).not.toHaveProperty('muted');
  });

  it('mutes every active level while it resyncs, and the timers start anew afterwards', () => {
    const script = breaking(spy(hot));
    held(script);
    const { levels, health } = script.gap('options').later(250).snap();
    expect(health).toMatchObject({ state: 'RESYNC', gaps: 1 });
    for (const level of levels) {
      expect(level).toMatchObject({ signal: 'NEUTRAL', muted: 'RESYNC' });
      expect(Object.keys(level).slice(-2)).toEqual(['muted', 'sensitivity']);
    }
    // Good book from now on: three seconds of resync, then three of holding.
    script.book(BOOK);
    expect(script.later(2999).book(BOOK).level(ID).muted).toBe('RESYNC');
    expect(script.later(1).book(BOOK).level(ID)).toMatchObject({ signal: 'NEUTRAL' });
    expect(script.later(2999).book(BOOK).level(ID)).toMatchObject({ signal: 'NEUTRAL' });
    expect(script.later(1).book(BOOK).level(ID)).toMatchObject({ signal: 'BREAK' });
  });

  it('mutes as STALE when the book is more than five seconds old', () => {
    const script = breaking(spy(hot));
    expect(script.later(5000).snap().health).toMatchObject({ state: 'OK', book_age_ms: 5000 });
    expect(script.later(1).level(ID)).toMatchObject({ signal: 'NEUTRAL', muted: 'STALE' });
  });

  it('goes on without options, with no confidence in fuel and no mute', () => {
    const script = breaking(spy({ ...hot, STALE_OPTION_MS: 1000 })).later(1000);
    const { health } = script.snap();
    expect(health).toMatchObject({ state: 'NO_OPTIONS', option_age_ms: 1000 });
    const level = script.level(ID);
    expect(level.fuel.confidence).toBe(0);
    expect(level.note).toContain('; no option flow; ');
    expect(level).not.toHaveProperty('muted');
  });

  it('gives ages in whole milliseconds, and null for feeds that never spoke', () => {
    const script = aMarket().book(BOOK).later(1.75);
    expect(script.snap().health).toEqual({
      state: 'NO_OPTIONS',
      book_age_ms: 1,
      trade_age_ms: null,
      option_age_ms: null,
      gaps: 0,
    });
  });
});

describe('from snap to snap', () => {
  it('figures are smoothed per level, each with its own time constant', () => {
    const script = spy().hotzone('1', 686.99).hotzone('2', 687.2);
    expect(script.level(ID).barrier).toMatchObject({ delta_liq: 0, delta_liq_smooth: 0 });
    script.market.flows.append(script.nowNs, BID, 27_480, 0, 90, 0);
    const { barrier } = script.later(250).book(BOOK).level(ID);
    expect(barrier.delta_liq).toBe(-90);
    expect(barrier.delta_liq_smooth).toBeCloseTo(-90 * (1 - Math.exp(-0.25 / 3)), 5);
    const other = script.level('HOTZONE_2');
    expect(other.barrier.delta_liq_smooth).toBe(0);
  });

  it.each([
    ['break_score', 'tau_score'],
    ['velocity', 'tau_velocity'],
    ['net_dealer_gamma', 'tau_dealer_gamma'],
    ['replenishment_ratio', 'tau_replenish'],
  ])('%s is smoothed by %s and nothing else', (figure, key) => {
    const smoothOf = (overrides: ConfigOverrides): number | undefined => {
      const script = spy(overrides);
      script.level(ID);
      script.later(250).buys(6870.5).flow(CALL, -20_000);
      script.market.flows.append(script.nowNs, BID, 27_480, 90, 0, 0);
      const { break_score_smooth, barrier, tape, fuel } = script.level(ID);
      const figures: object = { break_score_smooth, ...barrier, ...tape, ...fuel };
      return new Map<string, number>(Object.entries(figures)).get(`${figure}_smooth`);
    };
    const all = ['tau_score', 'tau_velocity', 'tau_dealer_gamma', 'tau_replenish'];
    const others = Object.fromEntries(all.filter((other) => other !== key).map((k) => [k, 50]));
    expect(smoothOf({ [key]: 50 })).not.toBe(smoothOf({}));
    expect(smoothOf(others)).toBe(smoothOf({}));
  });

  it('smoothers last through a minute of inactivity, and not longer', () => {
    const smoothAfter = (awayMs: number): number => {
      const script = spy({ MONITOR_BAND: 0.1, W_b: 600, tau_delta_liq: 600 }).hotzone('1', 686.99);
      script.market.flows.append(script.nowNs, BID, 27_480, 0, 90, 0);
      script.snap();
      script.buys(6890).later(250).snap();
      script.later(awayMs).snap();
      script.market.flows.startSession();
      return script.buys(6870).later(250).level(ID).barrier.delta_liq_smooth;
    };
    expect(smoothAfter(59_999)).not.toBe(0);
    expect(smoothAfter(60_000)).toBe(0);
  });

  it('a session boundary makes smoothers, timers and windows start anew', () => {
    const script = breaking(spy({ BREAK_SCORE_THRESHOLD: 70, W_b: 600, W_g: 600 }));
    script.snap();
    script.later(3000).book(BOOK);
    expect(script.level(ID).signal).toBe('BREAK');
    script.newSession();
    const level = script.level(ID);
    expect(level).toMatchObject({ signal: 'NEUTRAL', barrier: { delta_liq_smooth: 0 } });
    expect(level.break_score_smooth).toBe(level.break_score_raw);
    expect(script.looked().options.flows.near(TEST_DAY, 687, 5).trades).toBe(0);
  });
});
