import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../../core/config.ts';
import { BreakwaterError } from '../../core/errors.ts';
import { MS_PER_DAY } from '../../core/time.ts';
import { newYorkNs, TEST_DAY } from '../../testing/builders.ts';
import { aSession, aSource, type ScriptedSource } from '../../testing/scriptedSource.ts';
import type { SessionRun } from '../run.ts';
import { compareRuns } from './compareRuns.ts';
import type { Comparison } from '../../core/comparison.ts';

const unixMs = (time: string): number => TEST_DAY * MS_PER_DAY + newYorkNs(time) / 1e6;
/** A record a snap. */
const INTERVAL_MS = 250;
/** Every score above zero arms BREAK. */
const EAGER = { BREAK_SCORE_THRESHOLD: 0.01 };

/** Ten seconds at 6870, a round level, then three points above it; or more often. */
function aBreak(times = 1): ScriptedSource {
  const book = aSource('book').at('10:00');
  const stay = (middle: number, records: number): void => {
    for (let i = 0; i < records; i++) {
      book.book({ bids: [[middle - 0.25, 100]], asks: [[middle + 0.25, 100]] }).later(INTERVAL_MS);
    }
  };
  for (let time = 0; time < times; time++) {
    stay(6870, 40);
    stay(6873, 8);
  }
  return book;
}

/** Both runs read sources of their own. */
async function compare(
  a: ConfigOverrides,
  b: ConfigOverrides,
  source: () => ScriptedSource = aBreak,
): Promise<Comparison> {
  const session = (overrides: ConfigOverrides) =>
    aSession([source()], { overrides: { ...EAGER, ...overrides } });
  return (await compareRuns(session(a), session(b))).comparison;
}

describe('two configurations over one session', () => {
  it('agree wholly where they are the same', async () => {
    const same = await compare({}, {});
    expect(same).toMatchObject({
      config: [],
      differences: [],
      snaps: { compared: 48, only_a: 0, only_b: 0 },
      signals: { a: 1, b: 1, same: 1 },
      episodes: { same: 1, differs: 0 },
      kinds: [{ kind: 'ROUND', compared: 40, equal: 40, share: 1, only_a: 0, only_b: 0 }],
      scores: { smooth: { mean: 0, mean_abs: 0, largest: null } },
    });
    expect(same.states.NEUTRAL.NEUTRAL).toBe(40);
    expect(same.runs.a).toEqual(same.runs.b);
  });

  it('show the same signal earlier where it need not hold as long', async () => {
    const { config, signals, differences, kinds, runs } = await compare(
      { TRIGGER_HOLD_TIME: 3 },
      { TRIGGER_HOLD_TIME: 1 },
    );
    expect(config).toEqual([{ key: 'TRIGGER_HOLD_TIME', a: 3, b: 1 }]);
    expect(signals).toMatchObject({ a: 1, b: 1, same: 0, earlier: 1 });
    expect(differences).toMatchObject([
      { type: 'episode', change: 'differs', fields: ['signal_ts', 'lead_ms'] },
      {
        type: 'signal',
        change: 'earlier',
        level: 'ROUND_6870',
        signal: 'BREAK',
        ts_a: unixMs('10:00:03'),
        ts_b: unixMs('10:00:01'),
        shift_ms: -2000,
      },
    ]);
    // Eight snaps of forty lie between the two.
    expect(kinds).toMatchObject([{ compared: 40, equal: 32, share: 0.8 }]);
    expect(runs.a.calls).toMatchObject({ called: 1, right: 1, lead_ms_median: 7000 });
    expect(runs.b.calls).toMatchObject({ called: 1, right: 1, lead_ms_median: 9000 });
    const back = await compare({ TRIGGER_HOLD_TIME: 1 }, { TRIGGER_HOLD_TIME: 3 });
    expect(back.signals).toMatchObject({ earlier: 0, later: 1 });
  });

  it('tell a signal and a touch that only one of them has', async () => {
    const noSignal = await compare({ TRIGGER_HOLD_TIME: 3600 }, {});
    expect(noSignal.signals).toMatchObject({ a: 0, b: 1, only_b: 1, only_a: 0 });
    expect(noSignal.runs.a.calls).toMatchObject({ settled: 1, called: 0, silent: 1 });
    expect(noSignal.differences).toMatchObject([
      { type: 'episode', fields: ['signal', 'signal_ts', 'lead_ms'] },
      { type: 'signal', change: 'only_b', ts_a: null, shift_ms: null },
    ]);
    const noTouch = await compare({}, { ROUND_LEVELS_SPACING: 7 });
    expect(noTouch.episodes).toEqual({ same: 0, differs: 0, only_a: 1, only_b: 0 });
    expect(noTouch.kinds).toMatchObject([{ kind: 'ROUND', compared: 0, share: null, only_a: 40 }]);
  });

  it('have another outcome where price must run further', async () => {
    const { runs, differences } = await compare({}, { OUTCOME_DISTANCE: 5 });
    expect(runs.a.calls).toMatchObject({ settled: 1, right: 1, unsettled: 0 });
    expect(runs.b.calls).toMatchObject({ settled: 0, right: 0, unsettled: 1 });
    expect(differences).toMatchObject([
      { fields: expect.arrayContaining(['outcome', 'end_ts']) as string[] },
    ]);
  });

  it('are compared at the moments that both have', async () => {
    const { snaps, kinds } = await compare({}, { SNAP_INTERVAL_MS: 500 });
    // The last event is at 11.75 s, the snap after it on the coarser grid at 12 s.
    expect(snaps).toEqual({ compared: 24, only_a: 24, only_b: 1 });
    expect(kinds).toMatchObject([{ compared: 20 }]);
    const { snaps: turned } = await compare({ SNAP_INTERVAL_MS: 400 }, { SNAP_INTERVAL_MS: 300 });
    // Multiples of 400 and of 300 ms from 10:00:00 to the first after the end, 11.75 s.
    expect(turned).toEqual({ compared: 11, only_a: 20, only_b: 30 });
  });

  it('differ in scores by the first of the largest gaps', async () => {
    const weights = { w_L: 1, w_H: 0, w_T: 0 };
    const { scores } = await compare({}, weights);
    // 40 with the profile's weights and no tape; 50, the neutral book's, on the book alone.
    const largest = { ts: unixMs('10:00:00'), level: 'ROUND_6870', a: 40, b: 50 };
    expect(scores.raw).toEqual({ mean: 10, mean_abs: 10, largest });
    const { scores: turned } = await compare(weights, {});
    expect(turned.raw).toMatchObject({ mean: -10, mean_abs: 10 });
  });

  it('stay side by side however long the session, and count the same events', async () => {
    const { runs, snaps } = await compare({}, { TRIGGER_HOLD_TIME: 1 }, () => aBreak(20));
    expect(runs.a.events).toBe(960);
    expect(runs.b.events).toBe(960);
    expect(snaps).toEqual({ compared: 960, only_a: 0, only_b: 0 });
  });
});

describe('the files of a comparison', () => {
  const torn = new BreakwaterError('bad-input', 'The file is torn.');

  it('play up to their damage in both runs, and are closed at the end', async () => {
    const sources = [aBreak().thenBreaks(torn), aBreak().thenBreaks(torn)] as const;
    const compared = await compareRuns(aSession([sources[0]]), aSession([sources[1]]));
    const damages: SessionRun['damages'] = [torn];
    expect(compared.damages).toEqual({ a: damages, b: damages });
    expect(compared.comparison.snaps.compared).toBeGreaterThan(0);
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });

  it('are closed also where one run cannot start', async () => {
    const sources = [aBreak(), aSource('book').thenBreaks(torn)] as const;
    const started = compareRuns(aSession([sources[0]]), aSession([sources[1]]));
    await expect(started).rejects.toBe(torn);
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });
});
