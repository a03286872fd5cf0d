/** `npm start`: always ends in a working screen, or says in one line what is missing. */
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeProblem, EXIT_CODES, toProblem } from '../../engine/core/errors.ts';
import type * as browserHostModule from '../browserHost.ts';
import type { BrowserHostOptions } from '../browserHost.ts';
import { toStartArgument } from '../startRequest.ts';
import { build, isBuildStale } from './build.ts';
import { chooseShell } from './chooseShell.ts';
import { hasDisplay } from './display.ts';
import { findElectron, runInstaller } from './electronBinary.ts';
import { openBrowser, type OpenedBrowser } from './openBrowser.ts';
import { callersFolder, parseOptions, type LaunchOptions } from './options.ts';
import { chromiumSwitches, startElectron } from './startElectron.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const display = hasDisplay(process.env, process.platform);

/** Resolves at the first signal that asks the process to end. */
const interrupted = Promise.race(
  (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => once(process, signal)),
);

async function launch(options: LaunchOptions): Promise<void> {
  if (await isBuildStale(root)) {
    console.log('Building the app …');
    await build(root);
  }
  const shell = await chooseShell({
    hasDisplay: display,
    serveOnly: options.serveOnly,
    findElectron: () =>
      findElectron(root, join(root, 'out', 'electron-download.json'), {
        run: runInstaller,
        nowMs: Date.now,
        onStart: () => console.log('Fetching Electron, once …'),
      }),
    startElectron: (executable) =>
      startElectron(executable, [
        ...chromiumSwitches(process.getuid?.()),
        root,
        toStartArgument(options.start),
      ]),
  });
  if (shell.kind === 'electron') {
    const ended = once(shell.child, 'exit');
    await Promise.race([ended, interrupted.then(() => shell.child.kill('SIGTERM'))]);
    await ended;
    return;
  }
  if (shell.why !== undefined) console.log(shell.why);
  await serve(options);
}

/** Serves until a signal comes or, where a window was opened, until Ctrl-C all the same. */
async function serve(options: LaunchOptions): Promise<void> {
  const file = pathToFileURL(join(root, 'out', 'electron', 'browserHost.js')).href;
  const { startBrowserHost } = (await import(file)) as typeof browserHostModule;
  const crashed = Promise.withResolvers<never>();
  const hostOptions: BrowserHostOptions = {
    root,
    baseFolder: callersFolder(process.env, process.cwd()),
    start: options.start,
    allow: options.allow,
    port: options.port,
    onCrash: crashed.reject,
  };
  const host = await startBrowserHost(hostOptions);
  console.log(`Breakwater is at ${host.url}`);
  console.log('Press Ctrl-C to end it.');
  const browser = options.serveOnly || !display ? undefined : await tryBrowser(host.url);
  try {
    await Promise.race([interrupted, crashed.promise]);
  } finally {
    await browser?.close();
    await host.close();
  }
}

async function tryBrowser(url: string): Promise<OpenedBrowser | undefined> {
  try {
    return await openBrowser(url);
  } catch {
    console.log('No Chrome, Chromium or Edge was found; open the address in any browser.');
    return undefined;
  }
}

try {
  await launch(parseOptions(process.argv.slice(2), callersFolder(process.env, process.cwd())));
  process.exit(0);
} catch (error) {
  const problem = toProblem(error);
  console.error(describeProblem(problem));
  process.exit(EXIT_CODES[problem.code]);
}
