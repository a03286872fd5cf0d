import type { Command } from 'commander';
import { BreakwaterError, describeProblem, EXIT_CODES, toProblem } from '../core/errors.ts';
import { openSession, type OpenedSession } from '../session/open.ts';
import { verifyRun, type Verification } from '../session/verify/verifyRun.ts';
import { addConfigOptions, readOverrides, type ConfigOptions } from './configOptions.ts';
import { startProgress } from './terminal.ts';
import { verificationJson } from './verifyJson.ts';
import { verificationText } from './verifyText.ts';

interface VerifyOptions extends ConfigOptions {
  readonly truth?: string;
  readonly symbol?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds `breakwater verify` (DESIGN, "Command line"). */
export function registerVerify(program: Command): void {
  addConfigOptions(program.command('verify'))
    .summary('compare fills and pulls with order-level truth')
    .description(
      'Runs the engine over a session and compares the cause of every displayed decrease, filled ' +
        'or pulled, with a file that knows it from the orders themselves. The truth is CSV, plain or ' +
        'gzip, with the columns ts_ns, sequence, side, price, size_removed, cause. The fill habit is ' +
        'auto here unless the configuration names one.',
    )
    .argument('<path...>', 'one session folder, or files')
    .requiredOption('--truth <file>', 'the truth, .csv or .csv.gz')
    .option('--symbol <symbol>', 'the instrument, where the files hold several')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  breakwater verify monday --truth monday/truth.csv\n' +
        '  breakwater verify es.mbp-10.dbn.zst es.trades.dbn.zst --truth truth.csv.gz --json\n' +
        '  breakwater verify monday --truth truth.csv --set fill_habit=nearest',
    )
    .action(async (paths: string[], _options: unknown, command: Command) => {
      await verify(paths, command.optsWithGlobals<VerifyOptions>());
    });
}

async function verify(paths: readonly string[], options: VerifyOptions): Promise<void> {
  const { truth, symbol, profile, json = false, quiet = false } = options;
  if (truth === undefined) throw new BreakwaterError('usage', 'No truth file was named.');
  const opened = await openSession({
    paths,
    ...(profile === undefined ? {} : { profile }),
    ...(symbol === undefined ? {} : { symbol }),
    defaults: { fill_habit: 'auto' },
    overrides: await readOverrides(options),
  });
  const verification = await compare(opened, truth, quiet);
  const { TICK_SIZE: tickSize } = opened.config;
  process.stdout.write(
    json
      ? `${JSON.stringify(verificationJson(verification, tickSize))}\n`
      : verificationText(verification, opened),
  );
  for (const damage of verification.damages) {
    process.stderr.write(`breakwater: ${describeProblem(toProblem(damage))}\n`);
    process.exitCode = EXIT_CODES['bad-input'];
  }
}

async function compare(
  opened: OpenedSession,
  truth: string,
  quiet: boolean,
): Promise<Verification> {
  const progress = startProgress('verify', quiet);
  try {
    return await verifyRun(opened, truth, (share) => progress.update(share));
  } finally {
    progress.stop();
  }
}
