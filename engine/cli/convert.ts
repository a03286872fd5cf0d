import { realpath, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { convertFile } from '../feeds/dbn/codec/convertFile.ts';
import type { ConvertedFile } from '../feeds/dbn/codec/convertFile.ts';
import { Interruption } from './interruption.ts';
import { reportDamages } from './reportDamages.ts';
import { grouped, startProgress } from './terminal.ts';

const DEFAULT_LEVEL = 3;
const MAX_LEVEL = 19;

interface ConvertCommandOptions {
  readonly out: string;
  readonly dbnVersion: 2 | 3;
  readonly level: number;
  readonly plain?: boolean;
  readonly dataset?: string;
  readonly quiet?: boolean;
}

/** Adds `breakwater convert`. */
export function registerConvert(program: Command): void {
  program
    .command('convert')
    .summary('rewrite a file as a sound one')
    .description(
      'Rewrites a DBN file of any version, fragment, live capture or damaged file in version 2 ' +
        'or 3, compressed in frames that carry checksums and can be sought. What a damaged file ' +
        'holds before the damage is kept; then the exit code is 3. The output appears when it is ' +
        'whole and replaces a file of that name, but never the input.',
    )
    .argument('<path>', 'file to read')
    .requiredOption('--out <file>', 'file to write')
    .option('--dbn-version <n>', 'version to write, 2 or 3', parseVersion, 3)
    .option('--level <n>', `zstd level, 1 to ${MAX_LEVEL}`, parseLevel, DEFAULT_LEVEL)
    .option('--plain', 'no compression')
    .option('--dataset <name>', 'dataset of a fragment, e.g. XNAS.ITCH')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater convert old.v1.dbn.zst --out new.dbn.zst\n' +
        '  breakwater convert cut-download.dbn.zst --out saved.dbn.zst --level 19\n' +
        '  breakwater convert defs.dbn.frag --out defs.dbn --plain --dbn-version 2',
    )
    .action(async (path: string, _options: unknown, command: Command) => {
      await runConvert(path, command.optsWithGlobals<ConvertCommandOptions>());
    });
}

async function runConvert(path: string, options: ConvertCommandOptions): Promise<void> {
  const { out, dbnVersion, level, plain = false, dataset, quiet = false } = options;
  const progress = startProgress('convert', quiet);
  const interruption = new Interruption(out);
  try {
    await refuseOutput(path, out);
    const file = await convertFile(path, out, {
      version: dbnVersion,
      compressionLevel: plain ? undefined : level,
      dataset,
      onProgress: (share) => {
        interruption.check();
        progress.update(share);
      },
    });
    progress.stop();
    report(file);
  } finally {
    interruption.stop();
    progress.stop();
  }
}

function report({ path, recordCount, upgradedCount, bytes, sha256, damage }: ConvertedFile): void {
  console.log(path);
  const upgraded = upgradedCount === 0 ? '' : `, ${grouped(upgradedCount)} brought up to date`;
  console.log(`  records    ${grouped(recordCount)}${upgraded}`);
  console.log(`  bytes      ${grouped(bytes)}`);
  console.log(`  sha256     ${sha256}`);
  if (damage !== null) reportDamages([damage]);
}

/**
 * @throws BreakwaterError when the output is a folder or the input, also by another name of it
 */
async function refuseOutput(path: string, out: string): Promise<void> {
  const target = await stat(out).catch(() => undefined);
  if (target === undefined) return;
  if (!target.isFile()) throw badOutput(out, 'a file', 'a folder or a device');
  const source = await stat(path).catch(() => undefined);
  const isSame = source !== undefined && source.dev === target.dev && source.ino === target.ino;
  const isSamePath = source !== undefined && (await realpath(path)) === (await realpath(out));
  if (isSame || isSamePath) throw badOutput(out, 'another file than the input', 'the input');
}

function badOutput(out: string, expected: string, found: string): BreakwaterError {
  return new BreakwaterError('usage', `--out cannot be ${JSON.stringify(out)}.`, {
    place: { field: 'out', expected, found },
    remedy: `Give --out ${expected}.`,
  });
}

function parseVersion(text: string): 2 | 3 {
  if (text === '2') return 2;
  if (text === '3') return 3;
  throw refusal('dbn-version', text, '2 or 3');
}

function parseLevel(text: string): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= MAX_LEVEL) return value;
  throw refusal('level', text, `a whole number from 1 to ${MAX_LEVEL}`);
}

function refusal(name: string, found: string, expected: string): BreakwaterError {
  return new BreakwaterError('usage', `--${name} cannot be ${JSON.stringify(found)}.`, {
    place: { field: name, expected, found: JSON.stringify(found) },
    remedy: `Give --${name} ${expected}.`,
  });
}
