import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One deliberate mistake: a snippet of one line and what stands there instead. */
interface Change {
  /** Section of the specification whose rule it breaks: `4`, `11b`. */
  readonly section: string;
  /** What goes wrong. */
  readonly breaks: string;
  /** Occurs exactly once in the file. */
  readonly original: string;
  readonly replacement: string;
}

/** The mistakes of one source file, and the tests that must notice them. Paths inside `engine/`. */
export interface FaultyFile {
  readonly file: string;
  readonly tests: readonly string[];
  readonly changes: readonly Change[];
}

export interface Fault extends Change {
  readonly file: string;
  readonly tests: readonly string[];
}

export const faultsOf = (files: readonly FaultyFile[]): Fault[] =>
  files.flatMap(({ file, tests, changes }) =>
    changes.map((change) => ({ ...change, file, tests })),
  );

/** The file's text with the fault in it; undefined where the snippet is not there exactly once. */
export function withFault(source: string, { original, replacement }: Change): string | undefined {
  const [before, after, ...others] = source.split(original);
  if (before === undefined || after === undefined || others.length > 0) return undefined;
  return `${before}${replacement}${after}`;
}

/** Why a fault cannot be applied as it is written down; undefined where it can. */
export function whyNotApplicable(fault: Fault, engineFolder: string): string | undefined {
  const source = readFileSync(join(engineFolder, fault.file), 'utf8');
  if (withFault(source, fault) !== undefined) return undefined;
  const count = source.split(fault.original).length - 1;
  return `${fault.file} has ${count} times instead of once: ${fault.original}`;
}
