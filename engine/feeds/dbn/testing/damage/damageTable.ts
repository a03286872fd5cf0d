/**
 * `npm run damage`: writes every kind of damage into a folder of its own, runs the command line on it,
 * and prints a line for each. Exits with 1 when one of them is not as it has to be.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAMAGE_KINDS } from './catalogue.ts';
import { soundStart } from './content.ts';
import type { DamageKind, Scene } from './damageKind.ts';
import { runCommand, runNode, type Ending } from './measuredRun.ts';

const MAX_OVER_IDLE_MIB = 64;
const AT_ONCE = 2;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

type CommandName = 'replay' | 'inspect' | 'read';

interface Row {
  readonly name: string;
  readonly command: CommandName;
  readonly ending: Ending;
  /** Messages of the errors, and the records that came before them. */
  readonly errors: readonly string[];
  readonly records: number;
  readonly overIdleMiB: number;
  /** What is not as it has to be. */
  readonly faults: readonly string[];
}

/** What a command says: `replay` on standard error, `inspect` within its answer. */
interface Said {
  readonly errors: readonly string[];
  readonly records: number;
}

interface Answer {
  readonly events?: number;
  readonly files?: readonly {
    readonly records?: number;
    readonly damage?: { readonly message: string } | null;
  }[];
}

function parseAnswer(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

function saidBy({ stdout, stderr }: Ending): Said {
  const spoken = [...stderr.matchAll(/^breakwater: (?!warning: )(.*)$/gm)].map(([, text]) => text);
  const { events = 0, files = [] } = parseAnswer(stdout);
  const written = files.flatMap(({ damage }) => (damage ? [damage.message] : []));
  return {
    errors: [...spoken, ...written].map((text) => text ?? ''),
    records: files.reduce((sum, file) => sum + (file.records ?? 0), events),
  };
}

const replayArgs = ({ path, symbol }: Scene): string[] => [
  'replay',
  path,
  '--quiet',
  '--report=json',
  ...['--profile', 'es-0dte'],
  ...(symbol === undefined ? [] : ['--symbol', symbol]),
];

const inspectArgs = ({ path }: Scene): string[] => ['inspect', path, '--json', '--quiet'];

const READER = fileURLToPath(new URL('./readInjected.ts', import.meta.url));

/** The commands that have to report a kind. */
function commandsFor({ isSeenByInspect }: DamageKind, scene: Scene): CommandName[] {
  if (scene.openBytes !== undefined) return ['read'];
  return isSeenByInspect ? ['replay', 'inspect'] : ['replay'];
}

function run(command: CommandName, kind: DamageKind, scene: Scene, folder: string) {
  if (command === 'read') return runNode([READER, kind.name, folder]);
  return runCommand(command === 'replay' ? replayArgs(scene) : inspectArgs(scene));
}

function faultsOf(kind: DamageKind, ending: Ending, said: Said, overIdleMiB: number): string[] {
  const { delivered, message, exitCode } = kind;
  const [error = ''] = said.errors;
  const checks: readonly (readonly [boolean, string])[] = [
    [!ending.hasTimedOut, 'it hangs'],
    [ending.exitCode === exitCode, `exit code ${exitCode} expected`],
    [said.errors.length === 1, 'one error expected'],
    [message.test(error), `it says: ${error}`],
    [said.records === delivered, `${delivered} records expected`],
    [overIdleMiB <= MAX_OVER_IDLE_MIB, `at most ${MAX_OVER_IDLE_MIB} MiB over idle expected`],
    [!/^\s+at .*:\d+/m.test(ending.stderr), 'it crashed'],
  ];
  return checks.filter(([isRight]) => !isRight).map(([, fault]) => fault);
}

async function idlePeaks(folder: string): Promise<Readonly<Record<CommandName, number>>> {
  const path = join(folder, 'sound.mbp-10.dbn');
  await writeFile(path, soundStart());
  const replay = (await runCommand(replayArgs({ path }))).peakMiB;
  const inspect = (await runCommand(inspectArgs({ path }))).peakMiB;
  return { replay, inspect, read: inspect };
}

async function rowsOf(
  kind: DamageKind,
  folder: string,
  idle: Readonly<Record<CommandName, number>>,
): Promise<Row[]> {
  await mkdir(folder);
  const scene = await kind.make(folder);
  const rows: Row[] = [];
  for (const command of commandsFor(kind, scene)) {
    const ending = await run(command, kind, scene, folder);
    const said = saidBy(ending);
    const overIdleMiB = Math.max(0, ending.peakMiB - idle[command]);
    const faults = faultsOf(kind, ending, said, overIdleMiB);
    rows.push({ name: kind.name, command, ending, ...said, overIdleMiB, faults });
  }
  return rows;
}

const COLUMNS =
  `     ${'damage'.padEnd(45)} command  exit errors records MiB over idle  ` + 'what it says';

function lineOf({ name, command, ending, errors, records, overIdleMiB, faults }: Row): string {
  const cells = [
    faults.length === 0 ? 'ok  ' : 'FAIL',
    name.padEnd(45),
    command.padEnd(7),
    String(ending.exitCode ?? 'none').padStart(5),
    String(errors.length).padStart(6),
    String(records).padStart(7),
    overIdleMiB.toFixed(1).padStart(13),
    faults.length === 0 ? `  ${errors[0] ?? ''}` : `  ${faults.join('; ')}`,
  ];
  return cells.join(' ');
}

async function main(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'breakwater-damage-'));
  try {
    const idle = await idlePeaks(scratch);
    const shown = DAMAGE_KINDS.filter(({ obstacle }) => obstacle?.() === undefined);
    const rows: Row[][] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < shown.length; index = next++) {
        const kind = shown[index];
        if (kind !== undefined) {
          rows[index] = await rowsOf(kind, join(scratch, String(index)), idle);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    print(rows.flat(), idle, shown.length);
  } finally {
    await rm(scratch, { recursive: true });
  }
}

function print(
  rows: readonly Row[],
  idle: Readonly<Record<CommandName, number>>,
  kinds: number,
): void {
  say(`idle: replay ${idle.replay.toFixed(0)} MiB, inspect ${idle.inspect.toFixed(0)} MiB`);
  say(COLUMNS);
  for (const row of rows) say(lineOf(row));
  for (const { name, obstacle } of DAMAGE_KINDS) {
    const reason = obstacle?.();
    if (reason !== undefined) say(`skip ${name}: ${reason}`);
  }
  const failed = rows.filter(({ faults }) => faults.length > 0).length;
  const skipped = DAMAGE_KINDS.length - kinds;
  const most = Math.max(...rows.map(({ overIdleMiB }) => overIdleMiB));
  say(
    `${kinds} kinds of damage, ${rows.length} runs: ${rows.length - failed} as they have to be, ` +
      `${failed} not, ${skipped} kinds skipped; at most ${most.toFixed(1)} MiB over idle`,
  );
  if (failed > 0) process.exitCode = 1;
}

await main();
