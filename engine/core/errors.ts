/** What went wrong in the reader's terms; decides the exit code and the screen's wording. */
export type ErrorCode =
  /** The command, option or config value is wrong: exit 2. */
  | 'usage'
  /** A file, socket or message holds something that cannot be used: exit 3. */
  | 'bad-input'
  /** Anything else that stopped the work: exit 1. */
  | 'failed';

/** Where in the input the trouble is, as far as it is known. All offsets count from 0. */
export interface ErrorPlace {
  readonly file?: string;
  /** Offset in the decompressed byte stream of the file. */
  readonly byteOffset?: number;
  /** Index of the record within the file. */
  readonly recordIndex?: number;
  readonly field?: string;
  readonly expected?: string;
  readonly found?: string;
}

/**
 * An error a person can act on: what happened, where, and what to do next.
 * Thrown for everything that hostile or mistaken input can cause; other exceptions are defects.
 */
export class BreakwaterError extends Error {
  override readonly name = 'BreakwaterError';
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  /** One sentence: what the person can do. */
  readonly remedy: string;

  constructor(
    code: ErrorCode,
    message: string,
    options: { place?: ErrorPlace; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place ?? {};
    this.remedy = options.remedy ?? '';
  }
}

/** Process exit codes of the command line (DESIGN, "Command line"). */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'bad-input': 3,
  failed: 1,
};

/** An error flattened for the wire and for `--json`: plain data, no stack. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly place: ErrorPlace;
}

/** Turns anything that was thrown into a {@link Problem}. */
export function toProblem(error: unknown): Problem {
  if (error instanceof BreakwaterError) {
    return { code: error.code, message: error.message, remedy: error.remedy, place: error.place };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'failed', message, remedy: '', place: {} };
}

/** The problem as lines for a terminal: message, place, expectation, remedy. */
export function describeProblem(problem: Problem): string {
  const { file, byteOffset, recordIndex, field, expected, found } = problem.place;
  const where = [
    file === undefined ? '' : `file ${file}`,
    byteOffset === undefined ? '' : `byte ${byteOffset} of the data`,
    recordIndex === undefined ? '' : `record ${recordIndex}`,
    field === undefined ? '' : `field ${field}`,
  ].filter((part) => part !== '');
  const lines = [problem.message];
  if (where.length > 0) lines.push(`  where:    ${where.join(', ')}`);
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (found !== undefined) lines.push(`  found:    ${found}`);
  if (problem.remedy !== '') lines.push(`  to do:    ${problem.remedy}`);
  return lines.join('\n');
}

/** Marks a branch the type system says cannot be reached. */
export function assertNever(value: never): never {
  throw new Error(`Invariant: unexpected value ${JSON.stringify(value)}`);
}
