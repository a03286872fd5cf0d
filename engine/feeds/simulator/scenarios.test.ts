import { describe, expect, it } from 'vitest';
import { BreakwaterError } from '../../core/errors.ts';
import { composeScenario, SCENARIOS } from './scenarios.ts';

describe('scenarios', () => {
  it('each say in a sentence what they are', () => {
    for (const [name, scenario] of SCENARIOS) {
      expect(scenario.name).toBe(name);
      expect(scenario.summary).toMatch(/^[A-Z].*\.$/);
      expect(scenario.minutes).toBeGreaterThan(0);
    }
  });

  it('take hours, makers and length from the first and add what the others bring', () => {
    const composed = composeScenario('day+news+halt+spoofs');
    const day = composeScenario('day');
    expect(composed.minutes).toBe(390);
    expect(composed.intraday).toBe('session');
    const spoofs = day.visitors.spoofs + composeScenario('spoofs').visitors.spoofs;
    expect(composed.visitors.spoofs).toBe(spoofs);
    const kinds = new Set(composed.happenings.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['halt', 'news']);
  });

  it('repeat what happens in a shorter one over the longer one, but open only once', () => {
    const times = composeScenario('day+news').happenings.map(({ atMinute }) => atMinute);
    expect(times).toHaveLength(13);
    expect(times[1]).toBe((times[0] ?? 0) + 30);
    expect(composeScenario('day+auction').happenings).toHaveLength(1);
  });

  it.each(['', 'nonsense', 'day+', 'day+nonsense', 'constructor', '+'])(
    'refuse %j and name those that exist',
    (names) => {
      const compose = (): unknown => composeScenario(names);
      expect(compose).toThrow(BreakwaterError);
      expect(compose).toThrow(/There is no scenario/);
      try {
        compose();
      } catch (error) {
        expect(error).toMatchObject({ code: 'usage' });
        expect((error as BreakwaterError).remedy).toContain('smallTick');
      }
    },
  );
});
