import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import type { EpisodePayload, Signal } from '../core/payload.ts';
import { BarrierEngine } from '../physics/barrier.ts';
import { FuelEngine } from '../physics/fuel.ts';
import { TapeEngine } from '../physics/tape.ts';
import { aConfig } from '../testing/builders.ts';
import { aMarket, resistance, support } from '../testing/marketScript.ts';
import { EpisodeTracker, type TouchedLevel } from './episodes.ts';
import type { Level } from './levelUniverse.ts';

const START_TS = 1_765_897_200_000;
const SNAP_MS = 250;
const LEVEL = 6870;
/** In the ES profile price must run this far from the level. */
const RUN = 2.5;
const HORIZON_MS = 120_000;

const market = aMarket().looked();
const { config } = market;
const readings = {
  barrier: readingOf(new BarrierEngine(config), 60),
  fuel: readingOf(new FuelEngine(config), 50),
  tape: readingOf(new TapeEngine(config), 12.345),
  plugIns: [],
};

function readingOf<E extends BarrierEngine | FuelEngine | TapeEngine>(engine: E, score: number) {
  type Metrics = ReturnType<E['compute']>;
  const metrics = engine.compute(support(LEVEL), market) as Metrics;
  return { engine, metrics, score, clause: '' };
}

interface Snap {
  /** Level price of the one level there is; undefined where it does not exist. */
  readonly level?: number | undefined;
  readonly signal?: Signal;
  readonly raw?: number;
}

/** One level and a spot that moves: `touches(6870)` and so on, a snap each. */
class EpisodeScript {
  readonly tracker: EpisodeTracker;
  ts = START_TS;
  readonly #bandOfMonitor: number;

  constructor(overrides: ConfigOverrides = {}) {
    const scriptConfig = aConfig({ MONITOR_BAND: 3, ...overrides });
    this.tracker = new EpisodeTracker(scriptConfig);
    this.#bandOfMonitor = scriptConfig.MONITOR_BAND;
  }

  /** A snap with spot there, a quarter of a second after the last. */
  spot(
    spot: number,
    { level: price, signal = 'NEUTRAL', raw = 50 }: Snap = { level: LEVEL },
  ): this {
    this.ts += SNAP_MS;
    const at = price ?? LEVEL;
    const level: Level = { id: 'HOTZONE_1', kind: 'HOTZONE', price: at, isStrong: false };
    const view = spot > at ? support(at) : resistance(at);
    const distance = spot - at;
    const touched: TouchedLevel = {
      level,
      view,
      distance,
      raw,
      smoothScore: raw / 3,
      signal,
      readings,
    };
    const isActive = Math.abs(distance) <= this.#bandOfMonitor;
    this.tracker.snap(this.ts, spot, isActive ? [touched] : [], [level]);
    return this;
  }

  /** A snap with that signal shown and spot on the level. */
  shows(signal: Signal, spot = LEVEL): this {
    return this.spot(spot, { level: LEVEL, signal });
  }

  /** Lets time pass so that the next snap comes after so many ms. */
  wait(ms: number): this {
    this.ts += ms - SNAP_MS;
    return this;
  }

  finished(): EpisodePayload[] {
    return this.tracker.takeFinished();
  }

  /** The one episode that has ended. */
  episode(): EpisodePayload {
    const [only, ...others] = this.finished();
    if (only === undefined || others.length > 0) throw new Error('There is not one episode.');
    return only;
  }
}

const script = (overrides: ConfigOverrides = {}) => new EpisodeScript(overrides);

describe('an episode', () => {
  it('starts at the touch, with what was known then', () => {
    const story = script().spot(6871).spot(6870.1, { level: LEVEL, raw: 66.666 });
    const touchTs = story.ts;
    expect(story.spot(LEVEL - RUN).episode()).toEqual({
      level: 'HOTZONE_1',
      kind: 'HOTZONE',
      direction: 'SUPPORT',
      break_direction: 'DOWN',
      start_ts: touchTs,
      reference_price: LEVEL,
      score_raw: 66.67,
      score_smooth: 22.22,
      scores: { liquidity: 60, hedge: 50, tape: 12.35 },
      signal: null,
      signal_ts: null,
      lead_ms: null,
      outcome: 'BREAK',
      end_ts: touchTs + SNAP_MS,
      max_break: RUN,
      max_reject: 0.1,
    });
  });

  it('needs a touch: just beyond the band is none', () => {
    expect(
      script()
        .spot(6870.11)
        .spot(LEVEL - RUN)
        .finished(),
    ).toEqual([]);
    expect(
      script()
        .spot(6870.1 + 1e-10)
        .spot(LEVEL - RUN)
        .finished(),
    ).toHaveLength(1);
  });

  it.each([
    ['BREAK', 'from above, below the level', 6870.1, LEVEL - RUN],
    ['REJECT', 'from above, back above the level', 6870.1, LEVEL + RUN],
    ['BREAK', 'from below, above the level', 6869.9, LEVEL + RUN],
    ['REJECT', 'from below, back below the level', 6869.9, LEVEL - RUN],
    ['BREAK', 'standing on the level, above it', LEVEL, LEVEL + RUN],
  ])('ends as %s when price came %s', (outcome, _, touch, end) => {
    expect(script().spot(touch).spot(end).episode().outcome).toBe(outcome);
  });

  it('ends at the run exactly, and not a tick before it', () => {
    const story = script()
      .spot(6870.1)
      .spot(LEVEL - RUN + 0.25);
    expect(story.finished()).toEqual([]);
    expect(story.spot(LEVEL - RUN + 1e-10).episode().outcome).toBe('BREAK');
  });

  it('runs out after two minutes, but prefers an outcome at that very snap', () => {
    const touched = script().spot(6870.1);
    expect(
      touched
        .wait(HORIZON_MS - 1)
        .spot(6870.1)
        .finished(),
    ).toEqual([]);
    expect(touched.wait(1).spot(6870.1).episode()).toMatchObject({ outcome: 'TIMEOUT' });
    const late = script()
      .spot(6870.1)
      .wait(HORIZON_MS)
      .spot(LEVEL - RUN);
    expect(late.episode().outcome).toBe('BREAK');
  });

  it('runs out after 8.05 seconds, which no double times 1000 makes', () => {
    const story = script({ OUTCOME_HORIZON: 8.05 }).spot(6870.1);
    expect(story.wait(8050).spot(6870.1).episode()).toMatchObject({ outcome: 'TIMEOUT' });
  });

  it('measures from the level price at the touch, wherever the level goes', () => {
    const story = script().spot(6870).spot(6872, { level: 6872 });
    expect(story.finished()).toEqual([]);
    expect(story.spot(6872.5, { level: 6872 }).episode()).toMatchObject({
      outcome: 'BREAK',
      reference_price: 6870,
    });
  });

  it('goes on where its level is no longer active', () => {
    const story = script({ MONITOR_BAND: 0.25 }).spot(6870.1).spot(6869).spot(6868.5);
    expect(story.finished()).toEqual([]);
    expect(story.spot(6867.5).episode().outcome).toBe('BREAK');
  });

  it('keeps the largest excursion each way, touch and end included', () => {
    const story = script().spot(6870.1).spot(6871).spot(6868.5).spot(6870).spot(6867.25);
    expect(story.episode()).toMatchObject({ max_break: 2.75, max_reject: 1 });
  });

  it('that is still open when the session ends, ends OPEN at the last snap', () => {
    const story = script().spot(6870.1).spot(6870.5);
    story.tracker.startSession();
    expect(story.episode()).toMatchObject({ outcome: 'OPEN', end_ts: story.ts, max_reject: 0.5 });
    expect(
      story
        .spot(6870.1)
        .spot(LEVEL - RUN)
        .finished(),
    ).toHaveLength(1);
  });
});

describe('the signal of an episode', () => {
  it('is the first one from thirty seconds before the touch', () => {
    const story = script().shows('CONTESTED', 6871).shows('BREAK', 6871).spot(6870.1);
    const firstTs = START_TS + SNAP_MS;
    const episode = story.spot(LEVEL - RUN).episode();
    expect(episode).toMatchObject({ signal: 'CONTESTED', signal_ts: firstTs });
    expect(episode.lead_ms).toBe(episode.end_ts - firstTs);
  });

  it('is none that showed thirty seconds before the touch or longer', () => {
    const tooOld = script()
      .shows('BREAK', 6871)
      .wait(30_000)
      .spot(6870.1)
      .spot(LEVEL - RUN);
    expect(tooOld.episode().signal).toBeNull();
    const justInTime = script()
      .shows('BREAK', 6871)
      .wait(29_999)
      .spot(6870.1)
      .spot(LEVEL - RUN);
    expect(justInTime.episode().signal).toBe('BREAK');
  });

  it('may come after the touch, up to the very end', () => {
    const later = script()
      .spot(6870.1)
      .wait(5000)
      .shows('REJECT')
      .spot(LEVEL + RUN)
      .episode();
    expect(later).toMatchObject({ signal: 'REJECT', lead_ms: SNAP_MS });
    const atEnd = script()
      .spot(6870.1)
      .shows('BREAK', LEVEL - RUN)
      .episode();
    expect(atEnd).toMatchObject({ signal: 'BREAK', lead_ms: 0 });
  });

  it('is that of the touch itself where it shows then', () => {
    const story = script()
      .shows('CONTESTED', 6870.1)
      .shows('BREAK')
      .spot(LEVEL - RUN);
    expect(story.episode()).toMatchObject({ signal: 'CONTESTED', lead_ms: 2 * SNAP_MS });
  });

  it('counts even if it was shown for the other direction', () => {
    const story = script()
      .shows('BREAK', 6869.5)
      .spot(6870.1)
      .spot(LEVEL - RUN);
    expect(story.episode()).toMatchObject({ direction: 'SUPPORT', signal: 'BREAK' });
  });

  it('has a lead time also where the episode times out or stays open', () => {
    const story = script().shows('BREAK').wait(HORIZON_MS).spot(6870);
    expect(story.episode()).toMatchObject({ outcome: 'TIMEOUT', lead_ms: HORIZON_MS });
  });

  it('is not remembered across a session boundary', () => {
    const story = script().shows('BREAK', 6871);
    story.tracker.startSession();
    expect(
      story
        .spot(6870.1)
        .spot(LEVEL - RUN)
        .episode().signal,
    ).toBeNull();
  });
});

describe('the next episode of a level', () => {
  it('starts only after price has been further from it than the run', () => {
    const story = script()
      .spot(6870.1)
      .spot(LEVEL - RUN);
    story.finished();
    // Exactly the run away at the end: not armed yet.
    expect(
      story
        .spot(6870)
        .spot(LEVEL - RUN)
        .finished(),
    ).toEqual([]);
    // Now further away, then back.
    story
      .spot(LEVEL - RUN - 0.25)
      .spot(6870)
      .spot(LEVEL + RUN);
    expect(story.finished()).toHaveLength(1);
  });

  it('may be armed by the very snap that ends the one before', () => {
    const story = script()
      .spot(6870.1)
      .spot(LEVEL - RUN - 0.25)
      .spot(6870)
      .spot(LEVEL + RUN);
    expect(story.finished()).toHaveLength(2);
  });

  it('is not started at the snap that arms it, even where the touch band is that wide', () => {
    const wide = { TOUCH_BAND: 2, OUTCOME_DISTANCE: 1, MONITOR_BAND: 3 };
    const story = script(wide).spot(6870).spot(6871.5).spot(6871.5);
    story.tracker.startSession();
    const [first, second] = story.finished();
    expect(first).toMatchObject({ outcome: 'BREAK', end_ts: START_TS + 2 * SNAP_MS });
    expect(second).toMatchObject({ outcome: 'OPEN', start_ts: START_TS + 3 * SNAP_MS });
  });

  it('is armed by the price the level has then', () => {
    const story = script()
      .spot(6870.1)
      .spot(LEVEL - RUN);
    story.finished();
    story.spot(LEVEL - RUN, { level: 6872 });
    expect(story.spot(6872, { level: 6872 }).spot(6875, { level: 6872 }).finished()).toHaveLength(
      1,
    );
  });

  it('needs no arming when it is the first', () => {
    expect(
      script()
        .spot(6870)
        .spot(LEVEL + RUN)
        .finished(),
    ).toHaveLength(1);
  });
});
