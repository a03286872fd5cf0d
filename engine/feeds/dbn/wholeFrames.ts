import { constants, zstdDecompress } from 'node:zlib';
import { isDataFrame } from './zstdFrames.ts';

/**
 * Frames of this much data, as their headers state it, are decompressed at a stroke: below, the call
 * costs more than it saves; above, too much would lie in memory at once.
 */
const MIN_CONTENT_BYTES = 64 * 1024;
const MAX_CONTENT_BYTES = 4 * 1024 * 1024;
/** Room that keeps zlib from asking for a second buffer only to find that there is no more. */
const SPARE_BYTES = 64;
/** Bytes from a frame's magic to the end of the longest header. */
const MAX_HEADER_BYTES = 18;
const MAX_U32 = 2 ** 32;

/**
 * How much data a frame says it holds, where that makes it one to decompress at a stroke.
 * @param start the frame's first bytes, as many as there are
 * @returns bytes, or undefined where the frame is to be streamed
 */
export function wholeContentBytes(start: Uint8Array): number | undefined {
  const bytes = statedContentBytes(start);
  return bytes !== undefined && bytes >= MIN_CONTENT_BYTES && bytes <= MAX_CONTENT_BYTES
    ? bytes
    : undefined;
}

/** The most that a sensible frame takes for so much data: a little more than the data (RFC 8878 §3.1.1.2). */
export const mostCompressedBytes = (contentBytes: number): number =>
  contentBytes + contentBytes / 128 + 1024;

/** The content size in a frame's header (RFC 8878 §3.1.1.1); undefined where there is none. */
function statedContentBytes(start: Uint8Array): number | undefined {
  const header = start.subarray(0, MAX_HEADER_BYTES);
  if (!isDataFrame(header)) return undefined;
  const descriptor = header[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  const fieldBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  if (fieldBytes === 0 || header.length < at + fieldBytes) return undefined;
  const view = new DataView(header.buffer, header.byteOffset + at, fieldBytes);
  if (fieldBytes === 1) return view.getUint8(0);
  if (fieldBytes === 2) return view.getUint16(0, true) + 256;
  const low = view.getUint32(0, true);
  return fieldBytes === 4 ? low : view.getUint32(4, true) * MAX_U32 + low;
}

/** A frame under way on the thread pool. */
export interface WholeFrame {
  /** Where the frame ends in the file. */
  readonly fileEnd: number;
  /** Index of the frame after it. */
  readonly nextIndex: number;
  /** The data, or why there are none: work ahead must not reject before anyone waits for it. */
  readonly data: Promise<Uint8Array | Error>;
}

/**
 * Decompresses a whole frame on the thread pool. With the frame and the room for its data at hand
 * the decompressor needs no window of its own to copy from: twice the speed of streaming.
 *
 * @param contentBytes as of {@link wholeContentBytes}
 * @param maxWindowLog log2 of the largest window in bytes that the frame may ask for
 * @returns the data in a buffer that nothing else uses
 */
export function decompressWhole(
  frame: Uint8Array,
  contentBytes: number,
  maxWindowLog: number,
): Promise<Uint8Array | Error> {
  const options = {
    chunkSize: contentBytes + SPARE_BYTES,
    maxOutputLength: contentBytes + SPARE_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog },
  };
  return new Promise((resolve) => {
    zstdDecompress(frame, options, (error, data) => resolve(error ?? data));
  });
}
