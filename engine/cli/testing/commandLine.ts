import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { vi } from 'vitest';

/** What a command wrote to standard output, console included, and to standard error. */
export interface Printed {
  readonly printed: string;
  readonly complaints: string;
}

/** A folder of its own and a terminal whose output is caught: what a test of a command needs. */
export class CommandLine {
  folder = '';
  readonly #register: (program: Command) => void;
  readonly #exitCode = process.exitCode;

  /** @param register adds the command under test to a program */
  constructor(register: (program: Command) => void) {
    this.#register = register;
  }

  /** Makes the folder. */
  async open(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'breakwater-command-'));
  }

  /** Removes the folder and gives this process its own exit code back. */
  async close(): Promise<void> {
    process.exitCode = this.#exitCode;
    vi.restoreAllMocks();
    await rm(this.folder, { recursive: true });
  }

  /** Writes a file into the folder and gives its path. */
  async file(name: string, ...parts: readonly (Uint8Array | string)[]): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
    return path;
  }

  /** Runs `breakwater --quiet …` as the terminal would. The exit code is in `process.exitCode`. */
  async run(...args: string[]): Promise<Printed> {
    const run = { printed: '', complaints: '' };
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      run.printed += `${line}\n`;
    });
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      run.printed += String(text);
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      run.complaints += String(text);
      return true;
    });
    const program = new Command('breakwater').option('--quiet').exitOverride();
    this.#register(program);
    process.exitCode = 0;
    try {
      await program.parseAsync(['--quiet', ...args], { from: 'user' });
    } finally {
      vi.restoreAllMocks();
    }
    return run;
  }
}
