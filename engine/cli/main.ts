import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { registerBench } from './bench.ts';
import { registerCompare } from './compare.ts';
import { registerConfig } from './config.ts';
import { registerConvert } from './convert.ts';
import { registerDemo } from './demo.ts';
import { registerExplain } from './explain.ts';
import { registerGamma } from './gamma.ts';
import { registerInspect } from './inspect.ts';
import { registerReplay } from './replay.ts';
import { reportFailure } from './terminal.ts';
import { registerVerify } from './verify.ts';

const USAGE_EXIT_CODE = 2;

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content
    ? String(content.version)
    : 'unknown';
}

function makeProgram(): Command {
  const program = new Command('breakwater')
    .description('Says of every critical price level whether it is about to break or to hold.')
    .version(version())
    .option('--quiet', 'no progress, only results and errors')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  registerReplay(program);
  registerInspect(program);
  registerConvert(program);
  registerDemo(program);
  registerConfig(program);
  registerVerify(program);
  registerCompare(program);
  registerExplain(program);
  registerGamma(program);
  registerBench(program);
  return program;
}

/** `--report` may stand before a path: without a value it means the text form, never the path. */
function withReportForm(args: readonly string[]): string[] {
  return args.map((arg) => (arg === '--report' ? '--report=text' : arg));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no failure.
  if (error.code === 'EPIPE') process.exit(0);
  reportFailure(
    new BreakwaterError('failed', `Standard output cannot be written: ${error.message}`, {
      remedy: 'Check the free space where the output goes.',
      cause: error,
    }),
  );
  process.exit();
});

try {
  await makeProgram().parseAsync(withReportForm(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  // commander has already written its message.
  if (error instanceof CommanderError) process.exitCode = error.exitCode && USAGE_EXIT_CODE;
  else reportFailure(error);
}
