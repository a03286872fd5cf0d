import { describe, expect, it } from 'vitest';
import type { ComparisonEvent, DifferenceMark } from '../../engine/core/comparison.ts';
import { findProfile } from '../../engine/core/profiles.ts';
import { layOut } from '../timeline/layout.ts';
import { findMark } from '../timeline/findMark.ts';
import { readOverrides } from './readOverrides.ts';
import { seenComparison } from './seenComparison.ts';

const { config } = findProfile('es-0dte');

describe('the keys of a second configuration', () => {
  const read = (text: string) => readOverrides(text, config);

  it('are read line by line, with or without blanks, empty lines apart', () => {
    expect(
      read('W_b=30\n\n  TRIGGER_HOLD_TIME = 1.5 \nratio_mode=fixed\nSESSION_OPEN=null'),
    ).toEqual({
      overrides: { W_b: 30, TRIGGER_HOLD_TIME: 1.5, ratio_mode: 'fixed', SESSION_OPEN: null },
      problem: undefined,
    });
    expect(read('')).toEqual({ overrides: {}, problem: undefined });
    expect(read('SESSION_OPEN="09:31"\nW_b=1\nW_b=2').overrides).toEqual({
      SESSION_OPEN: '09:31',
      W_b: 2,
    });
  });

  it('are refused in words that say what to do', () => {
    expect(read('W_b=30\nW_t').problem).toBe('Line 2 is no KEY=VALUE.');
    expect(read('=3').problem).toBe('Line 1 is no KEY=VALUE.');
    expect(read('W_bb=3').problem).toMatch(/no configuration key "W_bb".*Did you mean W_b/);
    expect(read('W_b=').problem).toMatch(/W_b cannot be "".*a number from/);
    expect(read('W_b=Infinity').problem).toMatch(/W_b cannot be "Infinity"/);
    expect(read('w_L=0.9').problem).toMatch(/add up to/);
    expect(read('w_L=0.5\nw_H=0.3').problem).toBeUndefined();
  });
});

const mark = (sequence: number, ts: number, knownTs: number): DifferenceMark => ({
  sequence,
  ts,
  end_ts: null,
  kind: 'difference',
  level: 'ROUND_6870',
  price: 6870,
  value: 'only_b',
  direction: null,
  text: 'BREAK only in B',
  known_ts: knownTs,
});
const calls = {
  touches: 3,
  settled: 2,
  called: 2,
  right: 1,
  wrong: 1,
  contested: 0,
  silent: 0,
  unsettled: 1,
  lead_ms_mean: 1000,
  lead_ms_median: 1000,
};
const marks = [mark(0, 1000, 31_000), mark(1, 2000, 5000), mark(2, 9000, 9000)];
const done: ComparisonEvent = {
  type: 'comparison',
  session_id: 's',
  state: 'done',
  name: 'W_b=30',
  progress: 1,
  result: {
    config: [{ key: 'W_b', a: 10, b: 30 }],
    signals: { a: 1, b: 2, same: 0, earlier: 0, later: 1, only_a: 0, only_b: 1 },
    episodes: { same: 1, differs: 1, only_a: 0, only_b: 0 },
    calls: { a: calls, b: calls },
    marks,
    total: 3,
  },
  problem: null,
};

describe('what is seen of a comparison', () => {
  it('is all of it where nothing is hidden, and nothing before it has ended', () => {
    const seen = seenComparison(done, false, undefined);
    expect(seen).toMatchObject({ marks, total: 3, totals: { calls: { a: calls } } });
    const running = { ...done, state: 'running', result: null } as const;
    expect(seenComparison(running, false, undefined).marks).toEqual([]);
    expect(seenComparison(undefined, true, 5000).marks).toEqual([]);
  });

  it('is in blind replay only what both runs had shown, without totals', () => {
    const blind = (ts: number | undefined) => seenComparison(done, true, ts);
    expect(blind(undefined)).toEqual({ marks: [], total: undefined, totals: undefined });
    // The first difference began earlier, but that B alone shows it is known only later.
    expect(blind(8999).marks).toEqual([marks[1]]);
    expect(blind(9000).marks).toEqual([marks[1], marks[2]]);
    expect(blind(31_000)).toEqual({ marks, total: undefined, totals: undefined });
  });
});

describe('differences on the timeline', () => {
  it('have a row of their own under the bar, where the pointer means them', () => {
    const layout = layOut(1000, 130);
    const axis = { fromTs: 0, toTs: 10_000, leftPx: 0, rightPx: 1000 };
    const at = (y: number) => findMark(marks, axis, layout, 201, y);
    expect(at(layout.baseY + 6)).toEqual({ mark: marks[1], isAimedAt: true });
    expect(at(layout.baseY - 5)).toBeUndefined();
    expect(at(layout.topY + 5)).toBeUndefined();
  });
});
