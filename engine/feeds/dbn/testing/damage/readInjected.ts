/** Reads a scene whose reading is injected, in a process of its own: `node readInjected.ts KIND FOLDER`. */
import { describeProblem, EXIT_CODES, toProblem } from '../../../../core/errors.ts';
import { DbnReader } from '../../reader.ts';
import { DAMAGE_KINDS } from './catalogue.ts';

const [, , name = '', folder = ''] = process.argv;
const kind = DAMAGE_KINDS.find((each) => each.name === name);
if (kind === undefined) throw new Error(`There is no damage ${name}.`);

function say(error: unknown): void {
  const problem = toProblem(error);
  process.stderr.write(`breakwater: ${describeProblem(problem)}\n`);
  process.exitCode = EXIT_CODES[problem.code];
}

const { path, openBytes } = await kind.make(folder);
let events = 0;
try {
  const reader = await DbnReader.open(path, openBytes === undefined ? {} : { openBytes });
  do {
    while (reader.next()) events++;
  } while (await reader.fill());
  await reader.close();
  if (reader.damage !== null) say(reader.damage);
} catch (error) {
  say(error);
}
process.stdout.write(`${JSON.stringify({ events })}\n`);
