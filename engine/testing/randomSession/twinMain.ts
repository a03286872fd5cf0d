/** `npm run twin -- --runs N [--seed S] [--steps M]`: many random sessions, engine against twin. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { Coverage, EXPECTED_COVERAGE } from './coverage.ts';
import { duel } from './duel.ts';
import { aScript, sessionOf, type Script } from './script.ts';

const HELP = `Plays random sessions through the engine and through the naive reading of the specification,
and compares every field of every snap and episode. Exit code 1 when they differ.

npm run twin -- [options]
  --runs N   sessions to play (1000)
  --seed S   where chance begins; the same seed plays the same sessions (the clock's)
  --steps M  at most so many steps a session (250)
  --help     this text
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ends the program with the code of wrong usage. */
function refuse(problem: string): never {
  process.stderr.write(`${problem}\nnpm run twin -- --help lists the options.\n`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        runs: { type: 'string', default: '1000' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        steps: { type: 'string', default: '250' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const values = readOptions();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

function wholeNumber(name: 'runs' | 'seed' | 'steps'): number {
  const text = values[name];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return refuse(`--${name} takes a whole number, not ${JSON.stringify(text)}.`);
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
