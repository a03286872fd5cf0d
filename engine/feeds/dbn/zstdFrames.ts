import { BreakwaterError } from '../../core/errors.ts';

const ZSTD_MAGIC = 0xfd2f_b528;
const SKIPPABLE_MAGIC = 0x184d_2a50;

/** Whether the first bytes are those of a Zstandard file: a frame's magic or a skippable one's. */
export function isZstd(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const magic = readU32(bytes, 0);
  return magic === ZSTD_MAGIC || isSkippableMagic(magic);
}

/** Whether a frame that starts so holds data; a skippable one does not. */
export const isDataFrame = (start: Uint8Array): boolean =>
  start.length >= 4 && readU32(start, 0) === ZSTD_MAGIC;

/** What the frames passed so far are like. */
export interface ZstdFrameFacts {
  /** Whole data frames. */
  readonly frameCount: number;
  /** Whole skippable frames. */
  readonly skippableCount: number;
  /** Data frames that end with a checksum. */
  readonly checksummedCount: number;
  /** Compressed size of the largest data frame. */
  readonly largestFrameBytes: number;
}

const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const RLE_BLOCK = 1;

type State = 'magic' | 'skippableSize' | 'descriptor' | 'blockHeader' | 'checksum';

/**
 * Finds the borders of Zstandard frames in a byte stream from the headers of frames and blocks
 * alone (RFC 8878 §3.1), without decompressing. Needed because `node:zlib` stops after the first
 * frame without a word when a write reaches beyond its end.
 *
 * Bytes may arrive cut anywhere. State machine: collect the few bytes of a header, then pass over
 * the body that it announces.
 */
export class ZstdFrameSplitter implements ZstdFrameFacts {
  readonly #header = new Uint8Array(4);
  #headerFill = 0;
  #headerNeed = 4;
  #state: State = 'magic';
  /** Bytes of the present header's body that are still to pass. */
  #bodyLeft = 0;
  #hasChecksum = false;
  #isLastBlock = false;
  #isSkippable = false;
  #isAtBlockEnd = false;
  #frameCount = 0;
  #skippableCount = 0;
  #checksummedCount = 0;
  #frameBytes = 0;
  #largestFrameBytes = 0;

  /** Whole data frames passed so far. */
  get frameCount(): number {
    return this.#frameCount;
  }

  /** Whole skippable frames passed so far. */
  get skippableCount(): number {
    return this.#skippableCount;
  }

  get checksummedCount(): number {
    return this.#checksummedCount;
  }

  get largestFrameBytes(): number {
    return this.#largestFrameBytes;
  }

  /** Whether the bytes so far end exactly at the end of a frame (or are none). */
  get isBetweenFrames(): boolean {
    return this.#state === 'magic' && this.#headerFill === 0 && this.#bodyLeft === 0;
  }

  /**
   * Passes over bytes up to the end of the present frame, or of the present block, or to the end of
   * the bytes: a piece that a decompressor can take in one write.
   *
   * @param stopAtBlocks whether a piece also ends with each block
   * @returns exclusive end of the piece
   * @throws BreakwaterError where a frame should begin and does not
   */
  advance(bytes: Uint8Array, start: number, stopAtBlocks: boolean): number {
    let position = start;
    while (position < bytes.length) {
      if (this.#bodyLeft > 0) {
        const step = Math.min(this.#bodyLeft, bytes.length - position);
        this.#bodyLeft -= step;
        this.#frameBytes += step;
        position += step;
        if (this.#bodyLeft > 0) break;
      } else {
        this.#header[this.#headerFill++] = bytes[position++] ?? 0;
        this.#frameBytes += 1;
        if (this.#headerFill < this.#headerNeed) continue;
        this.#headerFill = 0;
        this.#enter();
      }
      if (this.#bodyLeft === 0 && this.#leave()) break;
      if (stopAtBlocks && this.#bodyLeft === 0 && this.#isAtBlockEnd) break;
    }
    return position;
  }

  /** Reads the header that is complete now and learns how long its body is. */
  #enter(): void {
    switch (this.#state) {
      case 'magic':
        return this.#enterFrame(readU32(this.#header, 0));
      case 'skippableSize':
        this.#bodyLeft = readU32(this.#header, 0);
        return;
      case 'descriptor':
        this.#bodyLeft = frameHeaderRest(this.#header[0] ?? 0);
        this.#hasChecksum = ((this.#header[0] ?? 0) & 0x04) !== 0;
        return;
      case 'blockHeader':
        return this.#enterBlock();
      case 'checksum':
        return;
    }
  }

  #enterFrame(magic: number): void {
    this.#isSkippable = isSkippableMagic(magic);
    if (magic === ZSTD_MAGIC || this.#isSkippable) return;
    const found = Array.from(this.#header.subarray(0, 4), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    throw new BreakwaterError('bad-input', 'Foreign bytes follow the end of a zstd frame.', {
      place: {
        field: 'zstd frame magic',
        expected: '28 b5 2f fd, a skippable frame, or the end of the file',
        found: found.join(' '),
      },
      remedy: 'Download the file again; what comes before these bytes was used.',
    });
  }

  #enterBlock(): void {
    const header =
      (this.#header[0] ?? 0) | ((this.#header[1] ?? 0) << 8) | ((this.#header[2] ?? 0) << 16);
    this.#isLastBlock = (header & 1) === 1;
    // A type that does not exist is the decompressor's to refuse, after the blocks before it.
    this.#bodyLeft = ((header >> 1) & 3) === RLE_BLOCK ? 1 : header >>> 3;
  }

  /** Goes on after a header and its body; true at the end of a frame. */
  #leave(): boolean {
    this.#isAtBlockEnd = this.#state === 'blockHeader';
    switch (this.#state) {
      case 'magic':
        if (this.#isSkippable) this.#expect('skippableSize', 4);
        else this.#expect('descriptor', 1);
        return false;
      case 'descriptor':
        this.#expect('blockHeader', BLOCK_HEADER_BYTES);
        return false;
      case 'blockHeader':
        if (!this.#isLastBlock) this.#expect('blockHeader', BLOCK_HEADER_BYTES);
        else if (this.#hasChecksum) this.#expect('checksum', CHECKSUM_BYTES);
        else return this.#endFrame();
        return false;
      case 'skippableSize':
      case 'checksum':
        return this.#endFrame();
    }
  }

  #expect(state: State, headerBytes: number): void {
    this.#state = state;
    this.#headerNeed = headerBytes;
  }

  #endFrame(): boolean {
    if (this.#isSkippable) this.#skippableCount += 1;
    else {
      this.#frameCount += 1;
      if (this.#hasChecksum) this.#checksummedCount += 1;
      this.#largestFrameBytes = Math.max(this.#largestFrameBytes, this.#frameBytes);
    }
    this.#frameBytes = 0;
    this.#expect('magic', 4);
    return true;
  }
}

/** Bytes of a frame header after its descriptor: window, dictionary id, content size. */
function frameHeaderRest(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return windowBytes + dictionaryBytes + contentSizeBytes;
}

function isSkippableMagic(magic: number): boolean {
  return (magic & 0xffff_fff0) >>> 0 === SKIPPABLE_MAGIC;
}

function readU32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] ?? 0) |
      ((bytes[offset + 1] ?? 0) << 8) |
      ((bytes[offset + 2] ?? 0) << 16) |
      ((bytes[offset + 3] ?? 0) << 24)) >>>
    0
  );
}
