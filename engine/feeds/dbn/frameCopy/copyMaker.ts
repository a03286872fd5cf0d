import { CopyWriter, type CopyWriterOptions } from './copyWriter.ts';
import type { CopyTap, TappedPlace } from './fileCopy.ts';
import type { FrameCopy } from './frameCopy.ts';

export interface CopyMakerOptions extends Omit<CopyWriterOptions, 'dataOffset'> {
  /** A place so few decompressed bytes after the start of one of the file's own frames is near. */
  readonly nearBytes: number;
}

/**
 * Makes a copy of what flows past it, from the first place on that is not near in the file itself.
 * One that cannot keep up is dropped, rather than holding up whoever reads.
 */
export class CopyMaker implements CopyTap {
  /**
   * Resolves when there will be no more of it: with the whole copy, which has no frames where all
   * places are near; undefined where it was dropped.
   */
  readonly done: Promise<FrameCopy | undefined>;
  readonly #options: CopyMakerOptions;
  #writer: CopyWriter | undefined;
  #failure: unknown;
  #isOver = false;
  #resolve: (copy: FrameCopy | undefined) => void = () => undefined;

  constructor(options: CopyMakerOptions) {
    this.#options = options;
    this.done = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** As far as it is written; undefined before its first frame. */
  get copy(): FrameCopy | undefined {
    return this.#writer?.copy;
  }

  /** What went wrong; undefined where nothing did, also where it was too slow or not wanted. */
  get failure(): unknown {
    return this.#failure ?? this.#writer?.failure;
  }

  /** Resolves when data may come without its being dropped for it. */
  async room(): Promise<void> {
    await this.#writer?.room();
  }

  add(data: Uint8Array, { dataOffset, frameStart, position }: TappedPlace): void {
    if (this.#isOver) return;
    if (this.#writer === undefined) {
      if (dataOffset + data.length - frameStart <= this.#options.nearBytes) return;
      this.#writer = new CopyWriter({ ...this.#options, dataOffset });
    }
    if (this.#writer.isFull || this.#writer.failure !== undefined) this.drop();
    else this.#writer.add(data, position);
  }

  finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // That nothing of the file is far is worth knowing, too: a copy without frames.
    this.#writer ??= new CopyWriter({ ...this.#options, dataOffset: 0 });
    this.#writer.finish().then(this.#resolve, (error: unknown) => {
      this.#failure = error;
      this.#resolve(undefined);
    });
  }

  drop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const settled = this.#writer?.settle() ?? Promise.resolve();
    void settled.then(() => this.#resolve(undefined));
  }
}
