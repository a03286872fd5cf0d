import { describeProblem, EXIT_CODES, toProblem, type BreakwaterError } from '../core/errors.ts';

/**
 * Says on standard error where sources ended early. What was computed from the rest is complete; the
 * exit code tells that the input was bad.
 */
export function reportDamages(damages: readonly BreakwaterError[]): void {
  for (const damage of damages) {
    process.stderr.write(`breakwater: ${describeProblem(toProblem(damage))}\n`);
    process.exitCode = EXIT_CODES['bad-input'];
  }
}
