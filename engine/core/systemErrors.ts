import { BreakwaterError } from './errors.ts';

/** Code of a system error, such as `EIO`, or what is known of it. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

interface Reason {
  readonly message: string;
  readonly remedy: string;
}

const MISSING: Reason = {
  message: 'There is no such file.',
  remedy: 'Check the path, and where it leads if it is a link.',
};

/** Stands in a name for bytes that are not UTF-8; by the shown name such a file is not found. */
const REPLACEMENT = '\uFFFD';
const MISNAMED: Reason = {
  message: MISSING.message,
  remedy: 'Its name holds bytes that are not UTF-8: rename the file.',
};

/** What a person needs to hear about a path, by the code of the system's error. */
const REASONS: ReadonlyMap<string, Reason> = new Map([
  ['ENOENT', MISSING],
  ['ENOTDIR', MISSING],
  [
    'ELOOP',
    {
      message: 'The path is a link that leads back to itself.',
      remedy: 'Name the file itself, or make the link anew.',
    },
  ],
  [
    'EACCES',
    { message: 'The file may not be read.', remedy: 'Give yourself the right to read it.' },
  ],
  [
    'ENAMETOOLONG',
    { message: 'The path is longer than the system allows.', remedy: 'Check the path.' },
  ],
  [
    'EMFILE',
    { message: 'Too many files are open.', remedy: 'Open fewer files, or raise the limit.' },
  ],
]);

const OTHER: Reason = {
  message: 'The file cannot be opened.',
  remedy: 'Check that you may read the file, and its disk.',
};

/** Why a file or folder cannot be opened, in words. @param cause what the system threw */
export function cannotOpen(path: string, cause: unknown): BreakwaterError {
  const code = systemErrorCode(cause);
  const isMisnamed = code === 'ENOENT' && path.includes(REPLACEMENT);
  const { message, remedy } = isMisnamed ? MISNAMED : (REASONS.get(code) ?? OTHER);
  return new BreakwaterError('bad-input', message, {
    place: { file: path, expected: 'a readable file', found: code },
    remedy,
    cause,
  });
}
