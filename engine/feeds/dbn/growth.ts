/** Whether files may still grow: somebody may be writing them while they are read. */
export interface Growth {
  /**
   * Asked where a file holds no more at present. Once it is false it stays so, and what is in the
   * files by then is all there will be.
   */
  isOpen(): Promise<boolean>;
}

/** A chunk that says: no more at present, ask again later. */
export const NOTHING_YET: Uint8Array = new Uint8Array(0);

/** Growth of one file among several: it may end before that of the others. */
export class GrowthUntil implements Growth {
  readonly #growth: Growth;
  #isClosed = false;

  constructor(growth: Growth) {
    this.#growth = growth;
  }

  /** The file is finished. */
  close(): void {
    this.#isClosed = true;
  }

  isOpen(): Promise<boolean> {
    return this.#isClosed ? Promise.resolve(false) : this.#growth.isOpen();
  }
}
