import { Command, InvalidArgumentError } from 'commander';
import { resolve } from 'node:path';
import type { StartRequest } from '../startRequest.ts';

export interface LaunchOptions {
  readonly start: StartRequest;
  /** Further folders that the screen of the local host may open; absolute. */
  readonly allow: readonly string[];
  /** Port of the local host; 0 lets the system choose. */
  readonly port: number;
  /** Serve on 127.0.0.1 and print the address; open no window at all. */
  readonly serveOnly: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder the person typed the command in. `npm start` runs scripts in the project's folder and
 * says in INIT_CWD where it was called.
 */
export function callersFolder(environment: Environment, workingFolder: string): string {
  const isNpmScript = environment['npm_lifecycle_event'] === 'start';
  return (isNpmScript ? environment['INIT_CWD'] : undefined) ?? workingFolder;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}

/** Reads the command line; prints help or a usage error and exits the process by itself. */
export function parseOptions(argv: readonly string[], folder: string): LaunchOptions {
  const command = new Command('npm start --')
    .description('Opens the workstation on a session, or on the demo when no path is given.')
    .argument('[path...]', 'a session folder, or data files')
    .option('--profile <name>', 'profile of the session, e.g. es-0dte-wide')
    .option('--symbol <symbol>', 'the futures instrument, where the files hold several')
    .option('--open-interest <file>', "dealers' opening inventory; default: the session folder's")
    .option(
      '--allow <folder>',
      'a further folder that the screen in the browser may open; may be repeated',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--port <number>', 'port on 127.0.0.1 for the screen in the browser', parsePort, 0)
    .option('--serve', 'serve on 127.0.0.1 and print the address; open no window', false)
    .addHelpText('after', '\nExample:\n  npm start -- ../data/es-2023-12-25 --profile es-0dte-wide')
    .configureOutput({ getOutHelpWidth: () => 100 })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  command.parse([...argv], { from: 'user' });
  const options = command.opts<{
    profile?: string;
    symbol?: string;
    openInterest?: string;
    allow: string[];
    port: number;
    serve: boolean;
  }>();
  return {
    start: {
      paths: command.args.map((path) => resolve(folder, path)),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
      ...(options.openInterest === undefined
        ? {}
        : { openInterest: resolve(folder, options.openInterest) }),
    },
    allow: options.allow.map((path) => resolve(folder, path)),
    port: options.port,
    serveOnly: options.serve,
  };
}
