import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { BreakwaterError, EXIT_CODES } from '../core/errors.ts';
import { inspectReader } from '../feeds/dbn/inspect/inspectFile.ts';
import type { NotDbnError } from '../feeds/dbn/sniff.ts';
import { readOpenInterest } from '../feeds/openInterest/openInterestFile.ts';
import { assertMapped, type ColumnMap } from '../feeds/parquet/columns.ts';
import { NoMarketDataError } from '../feeds/parquet/layout.ts';
import { ParquetReader } from '../feeds/parquet/parquetReader.ts';
import { isSomethingElse, openMarketFile } from '../session/marketFile.ts';
import { isOpenInterestName } from '../session/openInterestName.ts';
import { addMapOption, parseColumnMap } from './columnMapOption.ts';
import { filesAt, nothingInFolder } from './inspectFolders.ts';
import { printMicrostructure } from './inspectMicrostructure.ts';
import { inspectionJson } from './inspectJson.ts';
import { parseRecords, printRecords } from './inspectRecords.ts';
import { inspectionText } from './inspectText.ts';
import type { InspectedFile, Inspection } from './inspectText.ts';
import { startProgress } from './terminal.ts';

interface InspectCommandOptions {
  readonly gap: number;
  readonly map?: readonly string[];
  readonly json?: boolean;
  readonly microstructure?: boolean;
  readonly records?: number;
  readonly quiet?: boolean;
}

/** How files are inspected. */
interface How {
  readonly gapNs: number;
  readonly columnMap: ColumnMap;
  readonly quiet: boolean;
}

const DEFAULT_GAP_S = 60;

/** Adds `breakwater inspect` (DESIGN, "Command line"). */
export function registerInspect(program: Command): void {
  addMapOption(program.command('inspect'))
    .summary('what is in the files')
    .description(
      'Reads DBN and Parquet files from end to end and says what they hold: schema, symbols, time ' +
        'span, records, trades, gaps and damage; of Parquet also what each column is read as. Of a ' +
        'folder, the files in it that are either by their content; sub-folders are not searched. ' +
        'Exit code 3 when a file is damaged.',
    )
    .argument('<path...>', 'files or folders')
    .addOption(
      new Option('--gap <seconds>', 'from which length on a silence is a gap')
        .argParser(parseGap)
        .default(DEFAULT_GAP_S)
        .conflicts(['microstructure', 'records']),
    )
    .option('--json', 'one JSON object on standard output')
    .option('--microstructure', 'how the market of each book file trades, a column a file')
    .addOption(
      new Option('--records <n>', 'the first n records of each file, a JSON object a line')
        .argParser(parseRecords)
        .conflicts('microstructure'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater inspect assets/demo\n' +
        '  breakwater inspect es.mbp-10.dbn.zst spy.mbp-1.dbn.zst\n' +
        '  breakwater inspect monday --gap 5\n' +
        '  breakwater inspect monday --json | jq .files[].trades\n' +
        '  breakwater inspect spy.definition.dbn.zst --records 3 | jq .raw_symbol\n' +
        '  breakwater inspect --microstructure monday.dbn.zst tuesday.dbn.zst',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await runInspect(paths, command.optsWithGlobals<InspectCommandOptions>());
    });
}

async function runInspect(
  paths: readonly string[],
  { gap, map, json = false, microstructure = false, records, quiet = false }: InspectCommandOptions,
): Promise<void> {
  const columnMap = parseColumnMap(map);
  if (records !== undefined) {
    await printRecords(paths, records, columnMap);
    return;
  }
  if (microstructure) {
    await printMicrostructure(paths, { json, quiet });
    return;
  }
  const inspection = await inspectPaths(paths, { gapNs: gap * 1e9, columnMap, quiet });
  const parquet = inspection.files.flatMap((file) => file.parquet ?? []);
  if (inspection.files.every(({ problem }) => problem === undefined)) {
    assertMapped(columnMap, parquet);
  }
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
 * Inspects files and folders. What cannot be read is part of the result; of a folder, files that
 * hold no market data are listed as ignored.
 *
 * @throws BreakwaterError when a folder cannot be listed or holds no such file
 */
async function inspectPaths(paths: readonly string[], how: How): Promise<Inspection> {
  const inspection: Inspection = { files: [], ignored: [] };
  for (const path of paths) {
    const files = await filesAt(path);
    const before = marketFiles(inspection);
    for (const file of files.paths) await inspectInto(inspection, file, how, files.isFolder);
    if (files.isFolder && marketFiles(inspection) === before) {
      throw nothingInFolder(path, 'DBN or Parquet file');
    }
  }
  return inspection;
}

const marketFiles = ({ files }: Inspection): number =>
  files.filter(({ path }) => !isOpenInterestName(basename(path))).length;

async function inspectInto(
  inspection: Inspection,
  path: string,
  { gapNs, columnMap, quiet }: How,
  mayBeIgnored: boolean,
): Promise<void> {
  if (isOpenInterestName(basename(path))) {
    inspection.files.push(await inspectOpenInterest(path));
    return;
  }
  const progress = startProgress(path, quiet);
  try {
    const reader = await openMarketFile(path, { columnMap });
    const contents = await inspectReader(reader, {
      gapNs,
      onProgress: (share) => progress.update(share),
    });
    const parquet = reader instanceof ParquetReader ? reader.file : undefined;
    inspection.files.push({ path, contents, parquet, problem: contents.damage ?? undefined });
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    if (mayBeIgnored && isSomethingElse(error)) {
      inspection.ignored.push({ path, reason: reasonOf(error) });
    } else {
      inspection.files.push({ path, contents: undefined, problem: error });
    }
  } finally {
    progress.stop();
  }
}

/** Of whatever underlying: a session decides which rows are its own. */
async function inspectOpenInterest(path: string): Promise<InspectedFile> {
  try {
    const openInterest = await readOpenInterest(path);
    return { path, contents: undefined, openInterest, problem: undefined };
  } catch (error) {
    if (!(error instanceof BreakwaterError)) throw error;
    return { path, contents: undefined, problem: error };
  }
}

/** What a file is instead, or what it lacks. */
const reasonOf = (error: NotDbnError | NoMarketDataError): string =>
  error instanceof NoMarketDataError
    ? `Parquet without ${error.place.expected ?? ''}`
    : (error.place.found ?? error.message);

function parseGap(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new BreakwaterError('usage', `--gap cannot be ${JSON.stringify(text)}.`, {
    place: { field: '--gap', expected: 'a number of seconds above 0', found: text },
    remedy: 'Write for example --gap 5.',
  });
}
