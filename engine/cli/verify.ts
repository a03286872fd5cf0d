import type { Command } from 'commander';
import { openSession, type OpenedSession } from '../session/open.ts';
import { verifyRun, type Verification } from '../session/verify/verifyRun.ts';
import { addMapOption, parseColumnMap, type MapOptions } from './columnMapOption.ts';
import { addConfigOptions, collect, readOverrides, type ConfigOptions } from './configOptions.ts';
import { reportDamages } from './reportDamages.ts';
import { startProgress } from './terminal.ts';
import { verificationJson } from './verifyJson.ts';
import { verificationText } from './verifyText.ts';

interface VerifyOptions extends ConfigOptions, MapOptions {
  readonly truth?: readonly string[];
  readonly symbol?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater verify` (DESIGN, "Command line"). */
export function registerVerify(program: Command): void {
  addConfigOptions(addMapOption(program.command('verify')))
    .summary('compare fills and pulls, and sides of option trades, with the truth')
    .description(
      'Runs the engine over a session and compares what it infers with files that know it. The cause ' +
        'of every displayed decrease, filled or pulled: CSV, plain or gzip, with the columns ts_ns, ' +
        'sequence, side, price, size_removed, cause. The side of every option trade: with the columns ' +
        'ts_ns, symbol, price, size, customer_side. The fill habit is auto here unless the ' +
        'configuration names one.',
    )
    .argument('<path...>', 'one session folder, or files')
    .requiredOption('--truth <file>', 'a truth, .csv or .csv.gz; one of each kind', collect)
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater verify monday --truth monday/truth.csv\n' +
        '  breakwater verify es.mbp-10.dbn.zst es.trades.dbn.zst --truth truth.csv.gz --json\n' +
        '  breakwater verify monday --truth truth.csv --set fill_habit=nearest\n' +
        '  breakwater verify monday --truth monday/truth.csv --truth monday/option-truth.csv',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await verify(paths, command.optsWithGlobals<VerifyOptions>());
    });
}

async function verify(paths: readonly string[], options: VerifyOptions): Promise<void> {
  const { truth = [], symbol, profile, json = false, quiet = false } = options;
  const opened = await openSession({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
    defaults: { fill_habit: 'auto' },
    columnMap: parseColumnMap(options.map),
    overrides: await readOverrides(options),
  });
  const verification = await compare(opened, truth, quiet);
  const { TICK_SIZE: tickSize } = opened.config;
  process.stdout.write(
    json
      ? `${JSON.stringify(verificationJson(verification, tickSize))}\n`
      : verificationText(verification, opened),
  );
  reportDamages(verification.damages);
}

async function compare(
  opened: OpenedSession,
  truth: readonly string[],
  quiet: boolean,
): Promise<Verification> {
  const progress = startProgress('verify', quiet);
  try {
    return await verifyRun(opened, truth, (share) => progress.update(share));
  } finally {
    progress.stop();
  }
}
