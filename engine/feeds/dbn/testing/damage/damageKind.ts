import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomAccessBytes } from '../../fileBytes.ts';

/** What a command is given, and how it reads. */
export interface Scene {
  readonly path: string;
  /** `--symbol`. */
  readonly symbol?: string;
  /** Takes the file system's place. */
  readonly openBytes?: () => Promise<RandomAccessBytes>;
}

/** One way in which input can be damaged, and what has to come of it. */
export interface DamageKind {
  readonly name: string;
  /** Puts the damage into an empty folder. */
  readonly make: (folder: string) => Promise<Scene>;
  /** Records that are played although the damage follows. */
  readonly delivered: number;
  /** What the one error says. */
  readonly message: RegExp;
  readonly exitCode: 2 | 3;
  /** Whether `inspect`, which knows no session, has to report it as well. */
  readonly isSeenByInspect: boolean;
  /** Whether it takes a second or more: left to `npm run damage`. */
  readonly isSlow: boolean;
  /** Why this machine cannot show the kind; undefined when it can. */
  readonly obstacle?: () => string | undefined;
}

type Choices = Partial<Omit<DamageKind, 'name' | 'make' | 'message'>>;

const DEFAULTS = { delivered: 0, exitCode: 3, isSeenByInspect: true, isSlow: false } as const;

/** A kind that is a file of these bytes. @param fileName ends as the file would be named */
export function aFileOf(
  name: string,
  message: RegExp,
  content: () => Uint8Array,
  choices: Choices & { fileName?: string; symbol?: string } = {},
): DamageKind {
  const { fileName = 'es.mbp-10.dbn', symbol, ...others } = choices;
  const make = async (folder: string): Promise<Scene> => {
    const path = join(folder, fileName);
    await writeFile(path, content());
    return { path, ...(symbol === undefined ? {} : { symbol }) };
  };
  return { ...DEFAULTS, ...others, name, message, make };
}

/** A kind that is more, or less, than a file. */
export function aScene(
  name: string,
  message: RegExp,
  make: DamageKind['make'],
  choices: Choices = {},
): DamageKind {
  return { ...DEFAULTS, ...choices, name, message, make };
}
