import { WORD_BYTES } from '../layout.ts';
import type { RecordHead } from './recordHead.ts';

const NOTHING = new DataView(new ArrayBuffer(0));

/** Counts records that are equal, byte by byte, to the record before them. */
export class DuplicateTally {
  count = 0;
  /** The record before: where it stands in the reader's buffer, later in `#kept`. */
  #view: DataView | undefined;
  #offset = 0;
  #lengthBytes = 0;
  #kept: DataView = NOTHING;

  /** @returns whether the record before is that of an earlier buffer, or there was none */
  add({ view, offset, lengthBytes }: RecordHead): boolean {
    const before = this.#view;
    if (before !== undefined && this.#lengthBytes === lengthBytes) {
      if (areEqual(view, offset, before, this.#offset, lengthBytes)) this.count += 1;
    }
    this.#view = view;
    this.#offset = offset;
    this.#lengthBytes = lengthBytes;
    return before !== view;
  }

  /** Copies the record before: the reader is about to use its buffer again. */
  keep(): void {
    const view = this.#view;
    if (view === undefined || view === this.#kept) return;
    if (this.#kept.byteLength !== this.#lengthBytes) {
      this.#kept = new DataView(new ArrayBuffer(this.#lengthBytes));
    }
    for (let at = 0; at < this.#lengthBytes; at += WORD_BYTES) {
      this.#kept.setUint32(at, view.getUint32(this.#offset + at));
    }
    this.#view = this.#kept;
    this.#offset = 0;
  }
}

function areEqual(
  view: DataView,
  offset: number,
  other: DataView,
  otherOffset: number,
  lengthBytes: number,
): boolean {
  for (let at = 0; at < lengthBytes; at += WORD_BYTES) {
    if (view.getUint32(offset + at) !== other.getUint32(otherOffset + at)) return false;
  }
  return true;
}
