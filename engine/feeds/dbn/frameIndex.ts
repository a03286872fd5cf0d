/** Where a zstd frame starts: reading can begin there. */
export interface FrameStart {
  /** Index of the frame in the file. */
  readonly index: number;
  /** Bytes of the file before it. */
  readonly fileOffset: number;
  /** Decompressed bytes before it. */
  readonly dataOffset: number;
}

/** The frames of a file that reading has come past, so that a place can be found again. */
export class FrameIndex {
  readonly #starts: FrameStart[] = [{ index: 0, fileOffset: 0, dataOffset: 0 }];

  /** Notes where a frame starts; one that is known already is left alone. */
  note(start: FrameStart): void {
    if (start.index === this.#starts.length) this.#starts.push(start);
  }

  /** The last known frame that starts at or before a place in the decompressed data. */
  before(dataOffset: number): FrameStart {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle]?.dataOffset ?? 0) <= dataOffset) low = middle;
      else high = middle - 1;
    }
    return this.#starts[low] ?? { index: 0, fileOffset: 0, dataOffset: 0 };
  }

  /** Every known frame, in order. */
  list(): readonly FrameStart[] {
    return this.#starts;
  }
}
