/** Where a zstd frame starts: reading can begin there. */
export interface FrameStart {
  /** Index of the frame in the file. */
  readonly index: number;
  /** Bytes of the file before it. */
  readonly fileOffset: number;
  /** Decompressed bytes before it. */
  readonly dataOffset: number;
}

const FILE_START: FrameStart = { index: 0, fileOffset: 0, dataOffset: 0 };

/** The known frames of a file, in order, so that a place can be found again. */
export class FrameIndex {
  readonly #starts: FrameStart[] = [FILE_START];

  /** Notes where a frame starts; one that is known already is left alone. */
  note(start: FrameStart): void {
    // By index: frames without data share their place with the next.
    const at = this.#countWhile(({ index }) => index <= start.index);
    if (this.#starts[at - 1]?.index !== start.index) this.#starts.splice(at, 0, start);
  }

  /** The last known frame that starts at or before a place in the decompressed data. */
  before(dataOffset: number): FrameStart {
    return (
      this.#starts[this.#countWhile((start) => start.dataOffset <= dataOffset) - 1] ?? FILE_START
    );
  }

  /** How many known frames from the first on pass a test that no later one passes again. */
  #countWhile(passes: (start: FrameStart) => boolean): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(this.#starts[middle] ?? FILE_START)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
