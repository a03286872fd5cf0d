import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../engine/core/config.ts';
import { findProfile } from '../../engine/core/profiles.ts';
import { buildSession } from '../model/testing.ts';
import { describeKey, draftOf, openedConfig, readDraft, without } from './draft.ts';

const { config } = findProfile('spy-0dte');

describe('the parameters that are changed on the screen', () => {
  it('start from those that are changed already, on what the session was opened with', () => {
    const session = buildSession({
      config: resolveConfig(config, { MONITOR_BAND: 2, fill_habit: 'auto' }),
      changes: [
        { key: 'MONITOR_BAND', a: 0.5, b: 2 },
        { key: 'fill_habit', a: 'same-time', b: 'auto' },
      ],
    });
    expect(draftOf(session)).toEqual({ MONITOR_BAND: '2', fill_habit: 'auto' });
    expect(openedConfig(session)).toEqual(config);
  });

  it('are read as the engine takes them: numbers, words, null', () => {
    const draft = { MONITOR_BAND: ' 0.75 ', fill_habit: 'nearest', SESSION_OPEN: 'null' };
    expect(readDraft(draft, config)).toEqual({
      overrides: { MONITOR_BAND: 0.75, fill_habit: 'nearest', SESSION_OPEN: null },
      problem: undefined,
    });
  });

  it.each([
    [{ MONITOR_BAND: '-1' }, 'MONITOR_BAND', /from 0 to/],
    [{ MONITOR_BAND: '' }, 'MONITOR_BAND', /cannot be/],
    [{ robust_window: '2.5' }, 'robust_window', /whole number/],
    [{ SESSION_OPEN: '25:00' }, 'SESSION_OPEN', /HH:MM/],
    [{ w_L: '0.5' }, 'w_L', /add up to/],
  ])('say at their field what is wrong: %j', (draft, key, words) => {
    const { problem } = readDraft(draft, config);
    expect(problem?.key).toBe(key);
    expect(problem?.words).toMatch(words);
  });

  it('are checked together', () => {
    expect(readDraft({ w_L: '0.5', w_H: '0.3' }, config).problem).toBeUndefined();
  });

  it('are reset one by one, and told with unit and range', () => {
    expect(without({ MONITOR_BAND: '1', w_L: '1' }, 'w_L')).toEqual({ MONITOR_BAND: '1' });
    expect(describeKey('TRIGGER_HOLD_TIME')).toBe(
      'How long a condition must hold before its signal shows (s): a number from 0 to 3600',
    );
  });
});
