import { describe, expect, it } from 'vitest';
import { armingOf, watchTrigger, type TriggerWatch } from './arming.ts';
import { buildCards } from './cards.ts';
import { groupByConfluence } from './confluence.ts';
import { LevelHistory } from './levelHistory.ts';
import { expectedDirection, kindOfId, longName, shortName } from './levels.ts';
import { extendMarks } from './signalMarks.ts';
import {
  buildLevel,
  buildLogRow,
  buildPayload,
  buildWatch,
  NOON_TS,
  SPY_CONFIG,
} from './testing.ts';
import { trackLevels, type TrackedLevel } from './trackLevels.ts';

const TICK = 0.025;

describe('confluence', () => {
  const wall = buildLevel({ id: 'CALL_WALL', kind: 'CALL_WALL', price: 688, distance: -0.05 });
  const round = buildLevel({ id: 'ROUND_688', kind: 'ROUND', price: 688, distance: -0.05 });
  const strike = buildLevel({ id: 'STRIKE_688', kind: 'STRIKE', price: 688, distance: -0.05 });

  it('puts levels at one price on one card, strongest kind first', () => {
    const groups = groupByConfluence([round, strike, wall], TICK);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.lead.id).toBe('CALL_WALL');
    expect(groups[0]?.members.map((member) => member.id)).toEqual(['STRIKE_688', 'ROUND_688']);
  });

  it('still groups at exactly one tick apart, and no longer beyond it', () => {
    const atOneTick = { ...round, price: 688 + TICK };
    const beyond = { ...round, price: 688 + TICK + 1e-6 };
    expect(groupByConfluence([wall, atOneTick], TICK)).toHaveLength(1);
    expect(groupByConfluence([wall, beyond], TICK)).toHaveLength(2);
  });

  it('does not chain: a row of levels a tick apart is not one place', () => {
    const row = [0, 1, 2, 3].map((step) => ({
      ...round,
      id: `ROUND_${step}`,
      price: 688 + step * TICK,
      distance: -0.05 - step * TICK,
    }));
    expect(groupByConfluence(row, TICK).map((group) => group.lead.id)).toEqual([
      'ROUND_0',
      'ROUND_2',
    ]);
  });

  it('keeps every level exactly once and orders groups by distance on either side', () => {
    const below = buildLevel({ id: 'VWAP', kind: 'VWAP', price: 687.9, distance: 0.05 });
    const near = buildLevel({ id: 'ROUND_687', kind: 'ROUND', price: 687.94, distance: 0.01 });
    const groups = groupByConfluence([wall, below, near, strike], TICK);
    expect(groups.map((group) => group.lead.id)).toEqual(['ROUND_687', 'CALL_WALL', 'VWAP']);
    expect(groups.flatMap((group) => [group.lead, ...group.members])).toHaveLength(4);
  });

  it('has nothing to say about no levels', () => {
    expect(groupByConfluence([], TICK)).toEqual([]);
  });
});

describe('cards of levels that leave the band', () => {
  const active = buildPayload();
  const gone = (afterMs: number, overrides = {}) =>
    buildPayload({
      ts: NOON_TS + afterMs,
      levels: [],
      watch: [buildWatch({ id: 'STRIKE_687', kind: 'STRIKE', price: 687, distance: 0.6 })],
      ...overrides,
    });
  const follow = (...payloads: (typeof active)[]): Map<string, TrackedLevel> =>
    payloads.reduce(
      (tracked, payload) => trackLevels(tracked, payload, 687.6, 0.5),
      new Map<string, TrackedLevel>(),
    );

  it('stay for sixty seconds, with the last verdict and a distance that goes on', () => {
    const broke = buildPayload({ levels: [buildLevel({ signal: 'BREAK' })] });
    const kept = follow(broke, gone(250), gone(60_249)).get('STRIKE_687');
    expect(kept?.level.signal).toBe('BREAK');
    expect(kept?.leftTs).toBe(NOON_TS + 250);
    expect(kept?.level.distance).toBeCloseTo(0.6, 9);
    expect(follow(broke, gone(250), gone(60_250)).size).toBe(0);
  });

  it('are active again as if they had never left', () => {
    const back = follow(active, gone(250), { ...active, ts: NOON_TS + 500 });
    expect(back.get('STRIKE_687')?.leftTs).toBeUndefined();
  });

  it('are gone when the level jumped to another price', () => {
    const watch = [buildWatch({ id: 'STRIKE_687', kind: 'STRIKE', price: 689, distance: -1.4 })];
    expect(follow(active, gone(250, { watch })).size).toBe(0);
  });

  it('of a wall that the flows no longer show say so, unlike those of levels out of reach', () => {
    const wall = buildLevel({ id: 'PUT_WALL', kind: 'PUT_WALL', price: 687.01 });
    const tracked = follow(
      buildPayload({ levels: [buildLevel(), wall] }),
      gone(250, { watch: [buildWatch({ id: 'PUT_WALL', kind: 'PUT_WALL', price: 687.01 })] }),
    );
    expect(tracked.get('PUT_WALL')).toMatchObject({ isGone: false });
    const later = follow(buildPayload({ levels: [buildLevel(), wall] }), gone(250));
    expect(later.get('PUT_WALL')).toMatchObject({ isGone: true });
    expect(later.get('STRIKE_687')).toMatchObject({ isGone: false });
  });

  it('stay when the level is not even watched, but not when a hotzone was deleted', () => {
    const zone = buildLevel({ id: 'HOTZONE_a', kind: 'HOTZONE' });
    const both = buildPayload({ levels: [buildLevel(), zone] });
    const kept = follow(both, gone(250, { watch: [] }));
    expect([...kept.keys()]).toEqual(['STRIKE_687']);
  });
});

describe('the verdict on the card of a confluence', () => {
  const cardOf = (...levels: ReturnType<typeof buildLevel>[]) => {
    const payload = buildPayload({ levels });
    const history = new LevelHistory();
    history.update(payload, 0, SPY_CONFIG);
    const tracked = trackLevels(new Map(), payload, 687.3, 0.5);
    return buildCards(tracked, history, TICK, NOON_TS)[0];
  };
  const low = { id: 'SESSION_LOW', kind: 'SESSION_LOW', price: 687.02 } as const;

  it('is that of a member when the lead has none', () => {
    const card = cardOf(buildLevel(low), buildLevel({ signal: 'REJECT' }));
    expect(card?.id).toBe('SESSION_LOW');
    expect(card?.speaker.id).toBe('STRIKE_687');
    expect(card?.sinceTs).toBe(NOON_TS);
  });

  it('puts a direction before a fight, and of two directions the lead has the word', () => {
    const fight = buildLevel({ ...low, signal: 'CONTESTED' });
    expect(cardOf(fight, buildLevel({ signal: 'BREAK' }))?.speaker.signal).toBe('BREAK');
    const lead = buildLevel({ ...low, signal: 'REJECT' });
    expect(cardOf(lead, buildLevel({ signal: 'BREAK' }))?.speaker.id).toBe('SESSION_LOW');
    expect(cardOf(buildLevel(low), buildLevel())?.speaker.id).toBe('SESSION_LOW');
  });
});

describe('a trigger that arms', () => {
  const high = buildLevel({ break_score_raw: 90 });
  const step = (previous: TriggerWatch | undefined, level = high, snap = 0, isNext = true) =>
    watchTrigger(previous, level, NOON_TS + snap * 250, isNext, SPY_CONFIG);

  it('counts from the first snap at which its condition held', () => {
    const third = step(step(step(undefined), high, 1), high, 2);
    expect(armingOf(third, high, NOON_TS + 500, SPY_CONFIG)).toEqual({
      signal: 'BREAK',
      heldMs: 500,
      holdMs: 3000,
    });
  });

  it('does not arm at exactly the threshold', () => {
    const limit = buildLevel({ break_score_raw: SPY_CONFIG.BREAK_SCORE_THRESHOLD });
    expect(step(undefined, limit).condition).toBeUndefined();
  });

  it('arms REJECT only within touch', () => {
    const low = { break_score_raw: 5 };
    expect(step(undefined, buildLevel({ ...low, distance: -0.05 })).condition).toBe('REJECT');
    expect(step(undefined, buildLevel({ ...low, distance: -0.06 })).condition).toBeUndefined();
  });

  it('starts over when the direction flips', () => {
    const up = buildLevel({ break_score_raw: 90, break_direction: 'UP' });
    expect(step(step(undefined), up, 1).startTs).toBe(NOON_TS + 250);
  });

  it('is not claimed when snaps in between were not drawn', () => {
    const skipped = step(step(undefined), high, 8, false);
    expect(armingOf(skipped, high, NOON_TS + 2000, SPY_CONFIG)).toBeUndefined();
    expect(armingOf(step(skipped, high, 9), high, NOON_TS + 2250, SPY_CONFIG)).toBeUndefined();
  });

  it('is over once the signal shows, and held at zero while muted', () => {
    const fired = buildLevel({ break_score_raw: 90, signal: 'BREAK' });
    expect(armingOf(step(undefined, fired), fired, NOON_TS, SPY_CONFIG)).toBeUndefined();
    expect(step(undefined, buildLevel({ ...high, muted: 'STALE' })).condition).toBeUndefined();
  });
});

describe('the memory of a level', () => {
  const snap = (history: LevelHistory, sequence: number, overrides = {}) =>
    history.update(
      buildPayload({ ts: NOON_TS + sequence * 250, levels: [buildLevel(overrides)] }),
      sequence,
      SPY_CONFIG,
    );

  it('keeps sixty seconds of raw score, no more', () => {
    const history = new LevelHistory();
    for (let sequence = 0; sequence < 300; sequence += 1) snap(history, sequence);
    const { samples } = history.traceOf('STRIKE_687');
    expect(samples).toHaveLength(240);
    expect(samples.at(-1)?.ts).toBe(NOON_TS + 299 * 250);
  });

  it('does not claim to know since when, if it joined in the middle', () => {
    const history = new LevelHistory();
    snap(history, 50);
    expect(history.traceOf('STRIKE_687').sinceTs).toBeUndefined();
    snap(history, 51, { signal: 'BREAK' });
    expect(history.traceOf('STRIKE_687').sinceTs).toBe(NOON_TS + 51 * 250);
  });

  it('takes the exact time of a change from the log', () => {
    const history = new LevelHistory();
    history.noteRows([buildLogRow({ ts: NOON_TS - 7000 })]);
    snap(history, 50, { signal: 'BREAK' });
    expect(history.traceOf('STRIKE_687').sinceTs).toBe(NOON_TS - 7000);
  });

  it('resumes arming only from a start that was seen', () => {
    const history = new LevelHistory();
    snap(history, 7, { break_score_raw: 95 });
    snap(history, 8, { break_score_raw: 95 });
    expect(history.traceOf('STRIKE_687').arming).toBeUndefined();
    snap(history, 9, { break_score_raw: 50 });
    snap(history, 10, { break_score_raw: 95 });
    snap(history, 11, { break_score_raw: 95 });
    expect(history.traceOf('STRIKE_687').arming?.heldMs).toBe(250);
  });

  it('knows nothing of a level it never saw', () => {
    expect(new LevelHistory().traceOf('VWAP')).toEqual({
      samples: [],
      sinceTs: undefined,
      arming: undefined,
    });
  });
});

describe('signal marks', () => {
  const fired = buildLogRow();
  const episode = {
    ...buildLogRow({ kind: 'episode', ts: NOON_TS + 16_500, value: 'BREAK' }),
    episode: {
      level: 'STRIKE_687',
      kind: 'STRIKE' as const,
      direction: 'SUPPORT' as const,
      break_direction: 'DOWN' as const,
      start_ts: NOON_TS + 2000,
      reference_price: 687,
      score_raw: 90,
      score_smooth: 85,
      scores: { liquidity: 100, hedge: 100, tape: 50 },
      signal: 'BREAK' as const,
      signal_ts: NOON_TS,
      lead_ms: 16_500,
      outcome: 'BREAK' as const,
      end_ts: NOON_TS + 16_500,
      max_break: 0.3,
      max_reject: 0,
    },
  };

  it('stand where the signal fired and learn their outcome later', () => {
    const open = extendMarks([], [fired]);
    expect(open).toHaveLength(1);
    expect(open[0]?.outcome).toBeUndefined();
    expect(extendMarks(open, [episode])[0]).toMatchObject({ outcome: 'BREAK', outcomeMs: 16_500 });
  });

  it('are not drawn for a return to neutral or for what is no signal', () => {
    const others = [buildLogRow({ value: 'NEUTRAL' }), buildLogRow({ kind: 'state' })];
    expect(extendMarks([], others)).toEqual([]);
  });

  it('are left alone by the episode of another level or one that is still open', () => {
    const open = extendMarks([], [fired]);
    const other = { ...episode, episode: { ...episode.episode, level: 'VWAP' } };
    const unfinished = { ...episode, episode: { ...episode.episode, outcome: 'OPEN' as const } };
    expect(extendMarks(open, [other, unfinished])[0]?.outcome).toBeUndefined();
  });

  it('are the same array when nothing concerns them', () => {
    const marks = extendMarks([], [fired]);
    expect(extendMarks(marks, [buildLogRow({ kind: 'sweep' })])).toBe(marks);
  });
});

describe('names of levels', () => {
  it('come from the id, the kind and the label that the trader gave', () => {
    const zones = [{ id: 'a1', price: 687.9, label: 'ON high', strong: false }];
    const zone = { id: 'HOTZONE_a1', kind: 'HOTZONE' as const };
    expect(shortName(zone, zones)).toBe('ON high');
    expect(shortName(zone, [{ id: 'a1', price: 687.9, label: '', strong: false }])).toBe('ZONE');
    expect(shortName({ id: 'HOTZONE_overnight-high', kind: 'HOTZONE' }, [])).toBe('Overnight high');
    expect(shortName({ id: 'HOTZONE_2', kind: 'HOTZONE' }, [])).toBe('Zone 2');
    expect(longName({ id: 'STRIKE_688', kind: 'STRIKE' }, [])).toBe('Strike 688');
    expect(longName({ id: 'CALL_WALL', kind: 'CALL_WALL' }, [])).toBe('Call wall');
  });

  it('find the kind of an id, also of one that nobody knows', () => {
    expect(kindOfId('HOTZONE_x')).toBe('HOTZONE');
    expect(kindOfId('PUT_WALL')).toBe('PUT_WALL');
    expect(kindOfId('SOMETHING')).toBe('ROUND');
  });

  it('say where price goes: through a break, back from a rejection', () => {
    expect(expectedDirection(buildLevel({ signal: 'BREAK' }))).toBe('DOWN');
    expect(expectedDirection(buildLevel({ signal: 'REJECT' }))).toBe('UP');
  });
});
