import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BreakwaterError, EXIT_CODES } from '../core/errors.ts';
import { inspectFile } from '../feeds/dbn/inspect/inspectFile.ts';
import { NotDbnError } from '../feeds/dbn/sniff.ts';
import { measureFile } from '../feeds/dbn/microstructure/measureFile.ts';
import type { FileMicrostructure } from '../feeds/dbn/microstructure/measureFile.ts';
import { microstructureJson, microstructureText } from './inspectMicrostructure.ts';
import { inspectionJson } from './inspectJson.ts';
import { inspectionText } from './inspectText.ts';
import type { Inspection } from './inspectText.ts';
import { reportFailure, startProgress } from './terminal.ts';

interface InspectCommandOptions {
  readonly json?: boolean;
  readonly microstructure?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater inspect` (DESIGN, "Command line"). */
export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .summary('what is in the files')
    .description(
      'Reads DBN files from end to end and says what they hold: schema, symbols, time span,\n' +
        'records, trades, gaps and damage. Of a folder, the files in it that are DBN by their\n' +
        'content; sub-folders are not searched. Exit code 3 when a file is damaged.',
    )
    .argument('<path...>', 'files or folders')
    .option('--json', 'one JSON object on standard output')
    .option('--microstructure', 'how the market of each book file trades, a column a file')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater inspect assets/demo\n' +
        '  breakwater inspect es.mbp-10.dbn.zst spy.mbp-1.dbn.zst\n' +
        '  breakwater inspect monday --json | jq .files[].trades\n' +
        '  breakwater inspect --microstructure monday.dbn.zst tuesday.dbn.zst',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await runInspect(paths, command.optsWithGlobals<InspectCommandOptions>());
    });
}

async function runInspect(
  paths: readonly string[],
  { json = false, microstructure = false, quiet = false }: InspectCommandOptions,
): Promise<void> {
  if (microstructure) {
    await runMicrostructure(paths, json, quiet);
    return;
  }
  const inspection = await inspectPaths(paths, quiet);
  process.stdout.write(
    json
      ? `${JSON.stringify(inspectionJson(inspection), undefined, 2)}\n`
      : inspectionText(inspection),
  );
  // The output already says what is damaged: only the exit code is left to set.
  if (inspection.files.some(({ problem }) => problem !== undefined)) {
    process.exitCode = EXIT_CODES['bad-input'];
  }
}

/**
 * Measures the books of the files named.
 *
 * @throws BreakwaterError when one of them cannot be opened or holds no book
 */
async function runMicrostructure(
  paths: readonly string[],
  json: boolean,
  quiet: boolean,
): Promise<void> {
  const files: FileMicrostructure[] = [];
  for (const path of paths) {
    const progress = startProgress(path, quiet);
    try {
      files.push(await measureFile(path, { onProgress: (share) => progress.update(share) }));
    } finally {
      progress.stop();
    }
  }
  process.stdout.write(
    json
      ? `${JSON.stringify(microstructureJson(files), undefined, 2)}\n`
      : microstructureText(files),
  );
  for (const { damage } of files) if (damage !== null) reportFailure(damage);
}

/**
 * Inspects files and folders. What cannot be read is part of the result; of a folder, files that
 * are no DBN are listed as ignored.
 *
 * @throws BreakwaterError when a folder cannot be listed or holds no DBN file
 */
async function inspectPaths(paths: readonly string[], quiet: boolean): Promise<Inspection> {
  const inspection: Inspection = { files: [], ignored: [] };
  for (const path of paths) {
    if (!(await isFolder(path))) {
      await inspectInto(inspection, path, quiet, false);
      continue;
    }
    const before = inspection.files.length;
    for (const name of await fileNames(path)) {
      await inspectInto(inspection, join(path, name), quiet, true);
    }
    if (inspection.files.length === before) throw nothingInFolder(path);
  }
  return inspection;
}

async function inspectInto(
  inspection: Inspection,
  path: string,
  quiet: boolean,
  mayBeIgnored: boolean,
): Promise<void> {
  const progress = startProgress(path, quiet);
  try {
    const contents = await inspectFile(path, { onProgress: (share) => progress.update(share) });
    inspection.files.push({ path, contents, problem: contents.damage ?? undefined });
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    if (mayBeIgnored && error instanceof NotDbnError) {
      inspection.ignored.push({ path, reason: error.place.found ?? error.message });
    } else {
      inspection.files.push({ path, contents: undefined, problem: error });
    }
  } finally {
    progress.stop();
  }
}

/** Whether the path is a folder; what does not exist is left to opening it as a file. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Everything in a folder but sub-folders, in byte order of names. */
async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (cause) {
    throw new BreakwaterError('bad-input', `The folder ${folder} cannot be listed.`, {
      place: { file: folder, expected: 'a folder that may be read' },
      remedy: 'Check that you may read the folder.',
      cause,
    });
  }
}

function nothingInFolder(folder: string): BreakwaterError {
  return new BreakwaterError('bad-input', `${folder} holds no DBN file.`, {
    place: { file: folder, expected: '.dbn or .dbn.zst files' },
    remedy: 'Name a folder with DBN files; sub-folders are not searched.',
  });
}
