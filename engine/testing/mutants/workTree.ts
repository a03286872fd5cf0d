import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFault, type Fault } from './fault.ts';

/** What a run of tests came to. */
export interface TestRun {
  readonly passed: number;
  /** Full title of the first test that failed; undefined where none did. */
  readonly failed: string | undefined;
  /** What the runner said where it failed without a failed test; undefined where all is well. */
  readonly trouble: string | undefined;
}

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Beyond this a run of tests is given up: the fault made something endless. */
const TIME_LIMIT_MS = 120_000;

/** A copy of the sources in which faults can be planted; the working tree is only read. */
export class WorkTree {
  readonly #root: string;
  readonly #folder: string;

  /** @param root the project's folder */
  constructor(root: string) {
    this.#root = root;
    this.#folder = mkdtempSync(join(tmpdir(), 'breakwater-mutants-'));
    for (const name of ['engine', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
      cpSync(join(root, name), this.#path(name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), this.#path('node_modules'), 'junction');
  }

  /** Runs the fault's tests with the fault in its file, and takes it out again. */
  async runWith(fault: Fault): Promise<TestRun> {
    const path = this.#path(join('engine', fault.file));
    const sound = readFileSync(path, 'utf8');
    const faulty = withFault(sound, fault);
    if (faulty === undefined) throw new Error(`The snippet is not there: ${fault.original}`);
    writeFileSync(path, faulty);
    try {
      return await this.run(fault.tests);
    } finally {
      writeFileSync(path, sound);
    }
  }

  /** Runs test files, paths inside `engine/`, up to the first failing test. */
  async run(tests: readonly string[]): Promise<TestRun> {
    const reportPath = this.#path('report.json');
    rmSync(reportPath, { force: true });
    const output = await this.#vitest([
      ...tests.map((test) => join('engine', test)),
      '--bail=1',
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${reportPath}`,
    ]);
    if (!existsSync(reportPath)) {
      return { passed: 0, failed: undefined, trouble: output.text || 'There is no report.' };
    }
    const report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .find(({ status }) => status === 'failed')?.fullName;
    const isUnexplained = failed === undefined && output.code !== 0;
    return {
      passed: report.numPassedTests,
      failed,
      trouble: isUnexplained ? output.text || `Vitest ended with ${output.code}.` : undefined,
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #vitest(argv: readonly string[]): Promise<{ code: number | null; text: string }> {
    const vitest = join(this.#root, 'node_modules', 'vitest', 'vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', ...argv], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
    });
    const pieces: string[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece.toString()));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece.toString()));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, text: pieces.join('') }));
    });
  }
}
