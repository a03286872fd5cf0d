import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Browser, type Page } from '@playwright/test';
import { _electron as electron } from 'playwright';
import { installedElectron } from '../../electron/launcher/electronBinary.ts';
import { toStartArgument } from '../../electron/startRequest.ts';
import { chromiumFlags, findChromium } from './chromium.ts';
import { launchHost, ROOT, type LaunchedHost } from './launcher.ts';

export interface StartChoice {
  /** Absolute paths; none for the demo. */
  readonly paths?: readonly string[];
  readonly profile?: string;
}

export interface Workstation {
  readonly page: Page;
  /** The local host behind the page; undefined in Electron. */
  readonly host: LaunchedHost | undefined;
  /** Messages of the console that speak of errors, and exceptions of the page. */
  readonly complaints: string[];
}

interface Fixtures {
  /** A fresh user data folder. */
  dataFolder: string;
  /** Starts the app on a session; may be called again for a further start. */
  start: (choice?: StartChoice) => Promise<Workstation>;
}

interface WorkerFixtures {
  /** Launched at the first call, so that Electron's tests need no Chromium. */
  chromium: () => Promise<Browser>;
}

const VIEWPORT = { width: 1920, height: 1080 };

function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  chromium: [
    async ({ playwright }, use) => {
      let browser: Browser | undefined;
      await use(async () => {
        const executablePath = findChromium();
        if (executablePath === undefined) throw new Error('There is no Chromium in PATH.');
        browser ??= await playwright.chromium.launch({ executablePath, args: chromiumFlags() });
        return browser;
      });
      await browser?.close();
    },
    { scope: 'worker' },
  ],

  // Playwright wants the first argument destructured, also where nothing is taken from it.
  // eslint-disable-next-line no-empty-pattern
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'breakwater-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },

  start: async ({ chromium, dataFolder }, use, testInfo) => {
    const endings: (() => Promise<unknown>)[] = [];
    const environment = { BREAKWATER_DATA_DIR: dataFolder };

    const startInBrowser = async ({ paths = [], profile }: StartChoice): Promise<Workstation> => {
      const options = profile === undefined ? [] : ['--profile', profile];
      const host = await launchHost(['--serve', ...options, ...paths], environment);
      endings.push(() => host.stop());
      const context = await (await chromium()).newContext({ viewport: VIEWPORT });
      endings.push(() => context.close());
      const page = await context.newPage();
      const complaints = watch(page);
      await page.goto(host.url);
      return { page, host, complaints };
    };

    const startInElectron = async ({ paths = [], profile }: StartChoice): Promise<Workstation> => {
      const executablePath = installedElectron(ROOT);
      if (executablePath === undefined) throw new Error('Electron is not on disk.');
      const argument = toStartArgument({
        paths: [...paths],
        ...(profile === undefined ? {} : { profile }),
      });
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const app = await electron.launch({
        executablePath,
        args: [...sandbox, ROOT, argument],
        env: { ...process.env, ...environment },
      });
      endings.push(() => app.close());
      const page = await app.firstWindow();
      return { page, host: undefined, complaints: watch(page) };
    };

    const isElectron = testInfo.project.name === 'electron';
    testInfo.skip(
      isElectron && installedElectron(ROOT) === undefined,
      "Electron's binary is not on this machine (npx install-electron fetches it).",
    );
    await use((choice = {}) => (isElectron ? startInElectron(choice) : startInBrowser(choice)));
    for (const end of endings.toReversed()) await end();
  },
});

export { expect } from '@playwright/test';
