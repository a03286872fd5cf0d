/**
 * `npm run fuzz`: reads mutated files until `FUZZ_CASES` (200,000) of them were survived, and says from
 * which seed. `FUZZ_SEED` repeats a run.
 */
import fc from 'fast-check';
import { fuzzProperty } from './fuzzProperty.ts';

const BATCH = 2000;

/** A whole number from the environment; ends the program with the code of wrong usage. */
function setting(name: string, otherwise: number): number {
  const text = process.env[name] ?? String(otherwise);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  process.stderr.write(`${name} takes a whole number, not ${JSON.stringify(text)}.\n`);
  process.exit(2);
}

const cases = setting('FUZZ_CASES', 200_000);
const seed = setting('FUZZ_SEED', Date.now() % 2 ** 31);
const property = await fuzzProperty();
process.stdout.write(`seed ${seed}, ${cases} cases\n`);
for (let done = 0; done < cases; done += BATCH) {
  const numRuns = Math.min(BATCH, cases - done);
  const details = await fc.check(property, { seed: seed + done, numRuns });
  if (details.failed) {
    process.stdout.write(`${fc.defaultReportMessage(details) ?? 'failed'}\n`);
    process.stdout.write(`after ${done + details.numRuns} cases; FUZZ_SEED=${seed} repeats it\n`);
    process.exitCode = 1;
    break;
  }
  if ((done / BATCH) % 10 === 9) process.stdout.write(`${done + numRuns} cases survived\n`);
}
if (process.exitCode === undefined) {
  const rssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${cases} cases survived, seed ${seed}, at most ${rssMiB} MiB of memory\n`);
}
