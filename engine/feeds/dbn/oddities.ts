import type { Oddity, OddityKind } from '../../core/events.ts';

/** Counts what is odd about a file and plays nevertheless, with the first place of each kind. */
export class Oddities {
  readonly #byKind = new Map<
    OddityKind,
    { count: number; record: number; byte: number | undefined }
  >();

  /**
   * Counts one more.
   *
   * @param recordIndex index of the record in the file
   * @param byteOffset where it starts in the decompressed stream; undefined where there is none
   */
  note(kind: OddityKind, recordIndex: number, byteOffset: number | undefined): void {
    const known = this.#byKind.get(kind);
    if (known === undefined) {
      this.#byKind.set(kind, { count: 1, record: recordIndex, byte: byteOffset });
    } else known.count++;
  }

  /** Goes back to what {@link list} once gave. */
  replace(counted: readonly Oddity[]): void {
    this.#byKind.clear();
    for (const { kind, count, firstRecord, firstByte } of counted) {
      this.#byKind.set(kind, { count, record: firstRecord, byte: firstByte });
    }
  }

  /** What was counted so far, in order of first appearance. */
  list(): Oddity[] {
    return Array.from(this.#byKind, ([kind, { count, record, byte }]) => ({
      kind,
      count,
      firstRecord: record,
      firstByte: byte,
    }));
  }
}
