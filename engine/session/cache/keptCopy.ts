import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemErrorCode } from '../../core/systemErrors.ts';
import { CopyMaker, type CopyMakerOptions } from '../../feeds/dbn/frameCopy/copyMaker.ts';
import type { FileCopy } from '../../feeds/dbn/frameCopy/fileCopy.ts';
import { FrameCopy } from '../../feeds/dbn/frameCopy/frameCopy.ts';
import { UNFINISHED_SUFFIX } from './folder.ts';

/** `path` is where the copy is kept, `title` names the file that it is a copy of, as it is now. */
export interface KeptCopyOptions extends CopyMakerOptions {
  /** Whether the file still is the one that `title` names. */
  readonly isUnchanged: () => Promise<boolean>;
  /** A copy has been finished. */
  readonly onKept: () => Promise<void>;
  /** Told in words when a copy could not be read or written: nothing but time is lost. */
  readonly onWarning: (warning: string) => void;
}

/** The copy of one file in the cache: found, made, put away. */
export class KeptCopy implements FileCopy {
  readonly nearBytes: number;
  readonly #options: KeptCopyOptions;
  #copy: FrameCopy | undefined;
  #maker: CopyMaker | undefined;
  #making: Promise<void> = Promise.resolve();
  /** A copy could not be read or written: no further one is tried. */
  #isHopeless = false;
  readonly #opened = new Set<FrameCopy>();

  private constructor(options: KeptCopyOptions) {
    this.#options = options;
    this.nearBytes = options.nearBytes;
  }

  /** Looks whether there is a copy from an earlier time. */
  static async load(options: KeptCopyOptions): Promise<KeptCopy> {
    const kept = new KeptCopy(options);
    await kept.#load();
    return kept;
  }

  get copy(): FrameCopy | undefined {
    return this.#isHopeless ? undefined : (this.#copy ?? this.#maker?.copy);
  }

  tap(): CopyMaker | undefined {
    if (this.#isHopeless || this.#maker !== undefined || this.#copy !== undefined) return undefined;
    const path = `${this.#options.path}.${randomUUID()}${UNFINISHED_SUFFIX}`;
    const maker = new CopyMaker({
      ...this.#options,
      path,
      checkRoom: async (fileBytes) => {
        await mkdir(dirname(path), { recursive: true });
        await this.#options.checkRoom(fileBytes);
      },
    });
    this.#maker = maker;
    this.#making = this.#keep(maker, path);
    return maker;
  }

  refuse(copy: FrameCopy, reason: unknown): void {
    if (this.#isHopeless) return;
    this.#isHopeless = true;
    this.#maker?.drop();
    if (copy === this.#copy) void rm(this.#options.path, { force: true }).catch(() => undefined);
    this.#warn('cannot be read', reason);
  }

  /** Resolves when nobody makes the copy. */
  settle(): Promise<void> {
    return this.#making;
  }

  /** Ends the work in flight and closes all that was opened; what is not whole by then goes. */
  async close(): Promise<void> {
    this.#maker?.drop();
    await this.#making;
    await Promise.all([...this.#opened].map((copy) => copy.close()));
  }

  async #load(): Promise<void> {
    const { path, title } = this.#options;
    try {
      this.#copy = await FrameCopy.open(path, title);
      this.#opened.add(this.#copy);
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return;
      await rm(path, { force: true }).catch(() => undefined);
      this.#warn('cannot be read', error);
    }
  }

  /** Waits for a copy to be made, and keeps it: under its name only when it is whole. */
  async #keep(maker: CopyMaker, path: string): Promise<void> {
    const { isUnchanged, onKept } = this.#options;
    const copy = await maker.done;
    if (maker.copy !== undefined) this.#opened.add(maker.copy);
    try {
      if (maker.failure !== undefined) this.#giveUp(maker.failure);
      else if (copy !== undefined && (await isUnchanged())) {
        await rename(path, this.#options.path);
        this.#copy = copy;
        await onKept();
      }
    } catch (error) {
      this.#giveUp(error);
    } finally {
      this.#maker = undefined;
      await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #giveUp(reason: unknown): void {
    this.#isHopeless = true;
    this.#warn('could not be written', reason);
  }

  #warn(what: string, reason: unknown): void {
    const words = reason instanceof Error ? reason.message : String(reason);
    const { onWarning } = this.#options;
    onWarning(`The copy of a file that makes seeking in it fast ${what} (${words}): it is slower.`);
  }
}
