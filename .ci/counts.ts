/** Counts from the runners' own JSON reports. */
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** Vitest's `json` reporter. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } =
    vitestSchema.parse(report);
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  };
}

const playwrightSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** Playwright's `json` reporter; `listed` is every test the report names, run or not. */
export function countPlaywright(report: unknown): Counts & { readonly listed: number } {
  const { expected, unexpected, flaky, skipped } = playwrightSchema.parse(report).stats;
  return {
    passed: expected + flaky,
    failed: unexpected,
    skipped,
    listed: expected + unexpected + flaky + skipped,
  };
}
