import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { explainSession, type SessionExplanation } from '../session/explain/explainSession.ts';
import { openSession, type OpenedSession } from '../session/open.ts';
import { addMapOption, parseColumnMap, type MapOptions } from './columnMapOption.ts';
import { addConfigOptions, collect, readOverrides, type ConfigOptions } from './configOptions.ts';
import { explanationText } from './explainText.ts';
import { parseHotzone } from './hotzoneOption.ts';
import { addOpenInterestOption, type OpenInterestOptions } from './openInterestOption.ts';
import { reportDamages } from './reportDamages.ts';
import { startProgress } from './terminal.ts';
import { parseTime } from './timeOptions.ts';

const DEFAULT_RECORDS = 10;
const MAX_RECORDS = 1_000_000;

interface ExplainCommandOptions extends ConfigOptions, MapOptions, OpenInterestOptions {
  readonly at: string;
  readonly level: string;
  readonly symbol?: string;
  readonly hotzone?: readonly string[];
  readonly records: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater explain` (DESIGN, "Command line"). */
export function registerExplain(program: Command): void {
  addConfigOptions(addMapOption(addOpenInterestOption(program.command('explain'))))
    .summary('why a level shows what it shows')
    .description(
      'Runs the engine up to a time and says why a level shows what it shows there: each rule with\n' +
        'its figures and limits, what each part adds to the score, what smallest change of one input\n' +
        'would change the verdict, and the records behind the figures. The last snap at or before\n' +
        'the time counts.',
    )
    .argument('<path...>', 'one session folder, or files')
    .requiredOption('--at <time>', 'HH:MM[:SS] New York, or ISO 8601')
    .requiredOption('--level <id>', 'the level, e.g. VWAP or ROUND_687')
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--hotzone <price[:label]>', 'a level of your own; may be repeated', collect)
    .option('--records <n>', 'records told of each kind', parseRecords, DEFAULT_RECORDS)
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater explain assets/demo --at 09:36:30 --level VWAP\n' +
        '  breakwater explain monday --at 2026-11-19T14:45:00Z --level ROUND_687 --records 50\n' +
        '  breakwater explain monday --at 10:15 --hotzone 687.5 --level HOTZONE_1 --json',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await explain(paths, command.optsWithGlobals<ExplainCommandOptions>());
    });
}

async function explain(paths: readonly string[], options: ExplainCommandOptions): Promise<void> {
  const { profile, symbol, openInterest } = options;
  const opened = await openSession({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(openInterest === undefined ? {} : { openInterest }),
    columnMap: parseColumnMap(options.map),
    overrides: await readOverrides(options),
    hotzones: (options.hotzone ?? []).map(parseHotzone),
  });
  const { explanation, damages } = await read(opened, options);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(explanation)}\n`
      : explanationText(explanation, opened),
  );
  reportDamages(damages);
}

async function read(
  opened: OpenedSession,
  { at, level, records, quiet = false }: ExplainCommandOptions,
): Promise<SessionExplanation> {
  const progress = startProgress('explain', quiet);
  try {
    return await explainSession(opened, {
      timeOf: (firstEventMs) => parseTime('--at', at, firstEventMs),
      levelId: level,
      records,
      onProgress: (share) => progress.update(share),
    });
  } finally {
    progress.stop();
  }
}

function parseRecords(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 0 && count <= MAX_RECORDS) {
    return count;
  }
  const expected = `a whole number from 0 to ${MAX_RECORDS}`;
  throw new BreakwaterError('usage', `--records cannot be ${JSON.stringify(text)}.`, {
    place: { field: '--records', expected, found: text },
    remedy: 'breakwater explain --help shows examples.',
  });
}
