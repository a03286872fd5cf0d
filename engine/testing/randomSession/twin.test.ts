import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SnapPayload } from '../../core/payload.ts';
import { Coverage, EXPECTED_COVERAGE } from './coverage.ts';
import { duel } from './duel.ts';
import { aScript, sessionOf, type Script } from './script.ts';

/** The session as a feed tells it whose trades come right before their change, at its time. */
const inOrder = (script: Script): Script => ({
  ...script,
  hasTradesFile: false,
  overrides: {
    ...script.overrides,
    fill_habit: 'auto',
    FILL_MATCH_MS: 0,
    FILL_REMATCH_MS: 0,
  },
  steps: script.steps
    .filter((step) => step.do !== 'print')
    .map((step) => (step.do === 'take' ? { ...step, showsRest: false, tellsLate: false } : step)),
});

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
      { numRuns: 32, seed: 8, unbiased: true },
    );
    const { counts } = coverage;
    expect(EXPECTED_COVERAGE.filter((name) => !counts.has(name))).toEqual([]);
  });

  it('agree where the engine finds out by itself that trades come with their change', async () => {
    let snapsWithFills = 0;
    await fc.assert(
      fc.asyncProperty(aScript(120).map(inOrder), async (script) => {
        const { engine, comparison } = await duel(sessionOf(script));
        const isFilled = ({ levels }: SnapPayload) => levels.some((l) => l.barrier.filled > 0);
        snapsWithFills += engine.payloads.filter(isFilled).length;
        expect(comparison.differences.slice(0, 10)).toEqual([]);
      }),
      { numRuns: 12, seed: 1, unbiased: true },
    );
    expect(snapsWithFills).toBeGreaterThan(50);
  });
});
