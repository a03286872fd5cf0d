import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** A run as it stood right after a snap, or before the first. */
export interface Checkpoint {
  /** Number of that snap; −1 before the first. */
  readonly sequence: number;
  /** Unix ms of that snap; −Infinity before the first. */
  readonly ts: number;
  /** State of the run. */
  readonly run: Uint8Array;
  /** State of what is recorded of it for screens. */
  readonly record: Uint8Array;
}

/** A {@link Checkpoint} whose states are compressed. */
export interface PackedCheckpoint {
  readonly sequence: number;
  readonly ts: number;
  readonly run: Uint8Array;
  readonly record: Uint8Array;
}

const bytesOf = ({ run, record }: PackedCheckpoint): number => run.length + record.length;

/**
 * Checkpoints of a session in order of time, compressed. When they outgrow their budget every other
 * one goes, and from then on they are kept half as dense: seeking gets slower, memory stays.
 */
export class Checkpoints {
  readonly #budgetBytes: number;
  #kept: PackedCheckpoint[] = [];
  #bytes = 0;
  /** One in so many of those offered is kept. */
  #stride = 1;
  #offered = 0;

  /** @param kept those of an earlier survey of the same session */
  constructor(budgetBytes: number, kept: readonly PackedCheckpoint[] = []) {
    this.#budgetBytes = budgetBytes;
    this.#kept = [...kept];
    this.#bytes = kept.reduce((sum, checkpoint) => sum + bytesOf(checkpoint), 0);
  }

  /** All that are kept, in order of time. */
  get packed(): readonly PackedCheckpoint[] {
    return this.#kept;
  }

  get count(): number {
    return this.#kept.length;
  }

  /** Compressed size of all of them. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  /** Offers the next checkpoint, later than all before; the first is always kept. */
  offer(make: () => Checkpoint): void {
    if (this.#offered++ % this.#stride !== 0) return;
    const packed = pack(make());
    this.#kept.push(packed);
    this.#bytes += bytesOf(packed);
    while (this.#bytes > this.#budgetBytes && this.#kept.length > 2) this.#thin();
  }

  /** The last checkpoint at or before a time; undefined while there is none. */
  before(ts: number): Checkpoint | undefined {
    const found = this.#kept.findLast((checkpoint) => checkpoint.ts <= ts);
    return found === undefined ? undefined : unpack(found);
  }

  /** Time of the checkpoint that {@link before} would give. */
  timeBefore(ts: number): number | undefined {
    return this.#kept.findLast((checkpoint) => checkpoint.ts <= ts)?.ts;
  }

  #thin(): void {
    this.#stride *= 2;
    this.#offered = 1;
    this.#kept = this.#kept.filter((_checkpoint, index) => index % 2 === 0);
    this.#bytes = this.#kept.reduce((sum, checkpoint) => sum + bytesOf(checkpoint), 0);
  }
}

function pack({ sequence, ts, run, record }: Checkpoint): PackedCheckpoint {
  return { sequence, ts, run: compress(run), record: compress(record) };
}

function unpack({ sequence, ts, run, record }: PackedCheckpoint): Checkpoint {
  return { sequence, ts, run: zstdDecompressSync(run), record: zstdDecompressSync(record) };
}

/**
 * At the fastest level: a tenth larger than the usual one, in two thirds of its time. What zlib hands
 * over may lie in a buffer many times its size, so it is copied into one of its own.
 */
const compress = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
