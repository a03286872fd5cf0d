import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BreakwaterError } from '../core/errors.ts';
import type { Growth } from '../feeds/dbn/growth.ts';
import { readManifest } from './manifest.ts';

/** A manifest is looked at again this often; real time. */
const LOOK_INTERVAL_MS = 1000;
/** A recording whose files nobody has written to for so long was never finished. */
const ABANDONED_MS = 10 * 60_000;

/** A file that is still being written holds too little to begin with: it may be opened again soon. */
export class NotYetError extends BreakwaterError {
  constructor(file: string) {
    super('bad-input', `${basename(file)} is still being written and has no event yet.`, {
      place: { file, expected: 'a first event in every file', found: 'none so far' },
      remedy: 'Open it again in a moment, or leave this file out.',
    });
  }
}

/**
 * Whether a session is being written while it is played. It is when somebody says so, or when its
 * manifest does: a recording whose time span has no end. It ends when that manifest has an end, or
 * when it is told to.
 */
export class Following implements Growth {
  /** The folder whose manifest tells when the recording ends; undefined where nobody tells. */
  readonly #folder: string | undefined;
  readonly #nowMs: () => number;
  #isOpen: boolean;
  #lookedMs = Number.NEGATIVE_INFINITY;

  private constructor(isOpen: boolean, folder: string | undefined, nowMs: () => number) {
    this.#isOpen = isOpen;
    this.#folder = folder;
    this.#nowMs = nowMs;
  }

  /**
   * @param paths what is opened
   * @param isWanted whether somebody says that it grows; a manifest with an end knows better
   * @returns undefined where it does not grow
   */
  static async of(
    paths: readonly string[],
    isWanted: boolean,
    nowMs: () => number = Date.now,
  ): Promise<Following | undefined> {
    const [folder, ...others] = paths;
    const recording = others.length === 0 ? await recordingIn(folder) : 'none';
    if (recording === 'ended') return undefined;
    if (recording === 'none') return isWanted ? new Following(true, undefined, nowMs) : undefined;
    const isAlive = isWanted || nowMs() - (await lastWriteMs(folder)) < ABANDONED_MS;
    return isAlive ? new Following(true, folder, nowMs) : undefined;
  }

  /** Whether more may come, as far as was looked. */
  get isOn(): boolean {
    return this.#isOpen;
  }

  /** Nothing more is waited for: what is written by now is all of it. */
  end(): void {
    this.#isOpen = false;
  }

  async isOpen(): Promise<boolean> {
    const nowMs = this.#nowMs();
    if (this.#isOpen && this.#folder !== undefined && nowMs - this.#lookedMs >= LOOK_INTERVAL_MS) {
      this.#lookedMs = nowMs;
      if ((await recordingIn(this.#folder)) === 'ended') this.#isOpen = false;
    }
    return this.#isOpen;
  }
}

/**
 * What a folder's manifest says of its recording. One that cannot be read just now, as while it is
 * being replaced, says nothing of an end.
 */
async function recordingIn(folder: string | undefined): Promise<'none' | 'going on' | 'ended'> {
  if (folder === undefined) return 'none';
  try {
    const { session } = (await stat(folder)).isDirectory() ? await readManifest(folder) : {};
    if (session?.origin !== 'recorded' || session.time_span === undefined) return 'none';
    return session.time_span.end === null ? 'going on' : 'ended';
  } catch {
    return 'none';
  }
}

/** Unix ms of the last write to any file of a folder. */
async function lastWriteMs(folder: string | undefined): Promise<number> {
  if (folder === undefined) return Number.NEGATIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const name of await readdir(folder)) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts?.isFile() === true) lastMs = Math.max(lastMs, facts.mtimeMs);
  }
  return lastMs;
}
