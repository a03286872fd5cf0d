/**
 * `npm test`: every check in order, one line each, a failing one in full. The last line counts
 * what passed, failed and was skipped, as the runners themselves report it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from '../e2e/support/chromium.ts';
import { addCounts, countPlaywright, countVitest, NO_COUNTS, type Counts } from './counts.ts';

const root = join(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'breakwater-test-'));
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
};

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Reads the runner's own counts; without it the step counts as one test. */
  readonly count?: (report: unknown) => Counts;
  readonly reportFile?: string;
}

const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

const CHECKS: readonly Step[] = [
  { name: 'format', command: ['prettier', '--check', '.'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  {
    name: 'floors',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'engine',
      'electron',
      'renderer',
      'e2e',
    ],
  },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'unused code', command: ['knip'] },
  {
    name: 'unit and integration tests',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    count: countVitest,
    reportFile: vitestReport,
  },
  { name: 'build', command: ['electron-vite', 'build', '--config', 'electron.vite.config.ts'] },
];

const BROWSER_TESTS: Step = {
  name: 'tests in the browser and in Electron',
  command: [
    'playwright',
    'test',
    '--reporter=list,json',
    '--project=browser',
    '--project=electron',
  ],
  count: countPlaywright,
  reportFile: playwrightReport,
};

/** Runs one step and says in a line how it went. */
function run({ name, command, count, reportFile }: Step): Counts {
  const [program, ...argv] = command;
  const startMs = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, argv, {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  const counts = judge(status === 0, count, reportFile);
  const figures =
    count === undefined
      ? ''
      : ` (${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped)`;
  console.log(`${counts.failed === 0 ? 'ok  ' : 'FAIL'}  ${name}, ${seconds} s${figures}`);
  if (counts.failed > 0) console.log(`${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`);
  return counts;
}

/** A runner that fails without a failed test (a crash, a file that does not load) is a failure too. */
function judge(
  hasSucceeded: boolean,
  count: Step['count'],
  reportFile: string | undefined,
): Counts {
  const asOne = { passed: hasSucceeded ? 1 : 0, failed: hasSucceeded ? 0 : 1, skipped: 0 };
  if (count === undefined || reportFile === undefined) return asOne;
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = count(JSON.parse(readFileSync(reportFile, 'utf8')));
  return !hasSucceeded && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Chromium by apt where this process may; undefined when there is none in the end. */
function ensureChromium(): string | undefined {
  const present = findChromium();
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (present !== undefined || !mayInstall) return present;
  console.log('Installing Chromium with apt-get …');
  const quiet = {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  spawnSync('apt-get', ['update', '-q'], quiet);
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quiet);
  return findChromium();
}

/** How many tests a run would have, to be counted as skipped. */
function listBrowserTests(): number {
  const { stdout } = spawnSync(
    'playwright',
    ['test', '--list', '--reporter=json', '--project=browser', '--project=electron'],
    { cwd: root, encoding: 'utf8', env: environment, shell: process.platform === 'win32' },
  );
  return countPlaywright(JSON.parse(stdout)).listed;
}

let total = CHECKS.map(run).reduce(addCounts, NO_COUNTS);
if (ensureChromium() !== undefined) {
  total = addCounts(total, run(BROWSER_TESTS));
} else {
  const skipped = listBrowserTests();
  console.log(`skip  ${BROWSER_TESTS.name}: there is no Chromium in PATH.`);
  console.log('      Install it (Debian: apt-get install chromium) and run npm test again.');
  total = addCounts(total, { passed: 0, failed: 0, skipped });
}
rmSync(reports, { recursive: true });
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
