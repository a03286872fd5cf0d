/**
 * `npm run mutants [-- --only WORD]`: plants one deliberate fault after another in a copy of the
 * sources and runs the tests that must notice. Exit code 1 when one goes unnoticed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { whyNotApplicable, type Fault } from './fault.ts';
import { FAULTS } from './faults.ts';
import { WorkTree, type TestRun } from './workTree.ts';

const AT_A_TIME = 2;
const root = join(import.meta.dirname, '..', '..', '..');
const HELP = `Plants one-line faults in copies of the sources, one at a time, and runs the tests that must
notice. Exit code 1 when one goes unnoticed.

npm run mutants -- [options]
  --only WORD  only faults whose file or words contain it
  --help       this text
`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readOptions() {
  try {
    const only = { type: 'string', default: '' } as const;
    return parseArgs({ options: { only, help: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
    process.exit(2);
  }
}

const values = readOptions();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const lineOf = (fault: Fault, verdict: string, by: string): string =>
  [
    verdict.padEnd(8),
    `§${fault.section}`.padEnd(5),
    fault.file.padEnd(28),
    fault.breaks.padEnd(60),
    by,
  ].join(' ');

/** Prints how one fault fared; true when a test noticed it. */
function judge(fault: Fault, { failed, trouble }: TestRun): boolean {
  if (failed !== undefined) say(lineOf(fault, 'caught', failed));
  else if (trouble !== undefined) say(lineOf(fault, 'BROKEN', trouble.trim().slice(0, 600)));
  else say(lineOf(fault, 'SURVIVED', fault.tests.join(' ')));
  return failed !== undefined;
}

/** Takes faults off the list until it is empty; returns how many were not caught. */
async function work(faults: Iterator<Fault>, tree: WorkTree): Promise<number> {
  let missed = 0;
  for (let step = faults.next(); step.done !== true; step = faults.next()) {
    if (!judge(step.value, await tree.runWith(step.value))) missed++;
  }
  return missed;
}

/** Whether the tests pass as long as nothing is wrong: without that no catch means anything. */
async function isSoundWithout(faults: readonly Fault[], tree: WorkTree): Promise<boolean> {
  const tests = new Set(faults.flatMap((fault) => fault.tests));
  const { passed, failed, trouble } = await tree.run([...tests]);
  const isSound = failed === undefined && trouble === undefined && passed > 0;
  if (isSound) say(`Without a fault: ${passed} tests of ${tests.size} files pass.`);
  else say(`The tests fail without any fault: ${failed ?? trouble ?? 'there are none'}`);
  return isSound;
}

const faults = FAULTS.filter(({ file, breaks }) => `${file} ${breaks}`.includes(values.only));
if (faults.length === 0) {
  process.stderr.write(`No fault's file or words contain ${JSON.stringify(values.only)}.\n`);
  process.exit(2);
}
const outdated = faults
  .map((fault) => whyNotApplicable(fault, join(root, 'engine')))
  .filter((reason) => reason !== undefined);
for (const reason of outdated) say(`OUTDATED ${reason}`);
if (outdated.length > 0) process.exit(1);

const startMs = performance.now();
const trees = Array.from({ length: AT_A_TIME }, () => new WorkTree(root));
try {
  const [first] = trees;
  if (first !== undefined && (await isSoundWithout(faults, first))) {
    const queue = faults.values();
    const missed = await Promise.all(trees.map((tree) => work(queue, tree)));
    const left = missed.reduce((sum, count) => sum + count, 0);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    say(`${faults.length} faults, ${faults.length - left} caught, ${left} not, in ${seconds} s`);
    process.exitCode = left === 0 ? 0 : 1;
  } else {
    process.exitCode = 1;
  }
} finally {
  for (const tree of trees) tree.remove();
}
