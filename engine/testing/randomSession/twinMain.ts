/** `npm run twin -- --runs N [--seed S] [--steps M]`: many random sessions, engine against twin. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Coverage, EXPECTED_COVERAGE } from './coverage.ts';
import { duel } from './duel.ts';
import { aScript, sessionOf, type Script } from './script.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    steps: { type: 'string', default: '250' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A whole number from the command line; ends the program with the code of wrong usage. */
function wholeNumber(name: keyof typeof values): number {
  const text = values[name];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} takes a whole number, not ${JSON.stringify(text)}.\n`);
  process.exit(2);
}

const [runs, seed, steps] = [wholeNumber('runs'), wholeNumber('seed'), wholeNumber('steps')];

const coverage = new Coverage();
const compared = { sessions: 0, snaps: 0, episodes: 0, fields: 0 };
let lastDifferences: readonly string[] = [];

async function isEqual(script: Script): Promise<boolean> {
  const session = sessionOf(script);
  const { engine, comparison } = await duel(session);
  compared.sessions++;
  compared.snaps += engine.payloads.length;
  compared.episodes += engine.episodes.length;
  compared.fields += comparison.fields;
  coverage.note(session, engine);
  if (comparison.differences.length > 0) lastDifferences = comparison.differences;
  return comparison.differences.length === 0;
}

const outcome = await fc.check(fc.asyncProperty(aScript(steps), isEqual), {
  numRuns: runs,
  seed,
  unbiased: true,
});

const figures = Object.entries(compared).map(([what, count]) => `${count} ${what}`);
say(`seed ${seed}: compared ${figures.join(', ')}`);
for (const [name, count] of [...coverage.counts].sort()) say(`  ${count} x ${name}`);
const missing = EXPECTED_COVERAGE.filter((name) => !coverage.counts.has(name));
if (missing.length > 0) say(`never seen: ${missing.join(', ')}`);
if (outcome.failed) {
  say(`\nThe smallest session found in which they differ:`);
  say(JSON.stringify(outcome.counterexample?.[0], null, 2));
  for (const difference of lastDifferences.slice(0, 20)) say(difference);
  process.exitCode = 1;
} else {
  say('no differences');
}
