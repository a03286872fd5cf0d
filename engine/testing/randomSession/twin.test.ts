import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Coverage, EXPECTED_COVERAGE } from './coverage.ts';
import { duel } from './duel.ts';
import { aScript, sessionOf } from './script.ts';

describe('the engine and a naive reading of the specification', () => {
  it('agree on every field of every snap and every episode of random sessions', async () => {
    const coverage = new Coverage();
    await fc.assert(
      fc.asyncProperty(aScript(250), async (script) => {
        const session = sessionOf(script);
        const { engine, comparison } = await duel(session);
        coverage.note(session, engine);
        expect(comparison.differences.slice(0, 10)).toEqual([]);
      }),
      { numRuns: 60, seed: 1, unbiased: true },
    );
    const { counts } = coverage;
    expect(EXPECTED_COVERAGE.filter((name) => !counts.has(name))).toEqual([]);
  });
});
