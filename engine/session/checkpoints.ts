import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib';
import type { TimelinePosition } from './timelineStore.ts';

const compressInPool = promisify(zstdCompress);
/** States that may wait for the thread pool: a megabyte or two each. */
const MAX_UNDER_WAY = 4;

/** A run as it stood right after a snap, or before the first. */
export interface Checkpoint {
  /** Number of that snap; −1 before the first. */
  readonly sequence: number;
  /** Unix ms of that snap; −Infinity before the first. */
  readonly ts: number;
  /** How much of the timeline there was. */
  readonly timeline: TimelinePosition;
  /** State of the run. */
  readonly run: Uint8Array;
  /** State of what is recorded of it for screens. */
  readonly record: Uint8Array;
}

/** A {@link Checkpoint} whose states are compressed. */
export interface PackedCheckpoint {
  readonly sequence: number;
  readonly ts: number;
  readonly timeline: TimelinePosition;
  readonly run: Uint8Array;
  readonly record: Uint8Array;
}

/** A checkpoint as it is kept: its states lie there as they are until the pool has compressed them. */
interface KeptCheckpoint {
  readonly sequence: number;
  readonly ts: number;
  readonly timeline: TimelinePosition;
  run: Uint8Array;
  record: Uint8Array;
  isPacked: boolean;
}

const bytesOf = ({ run, record }: PackedCheckpoint): number => run.length + record.length;

/**
 * Checkpoints of a session in order of time, compressed. When they outgrow their budget every other
 * one goes, and from then on they are kept half as dense: seeking gets slower, memory stays.
 */
export class Checkpoints {
  readonly #budgetBytes: number;
  #kept: KeptCheckpoint[] = [];
  #bytes = 0;
  /** One in so many of those offered is kept. */
  #stride = 1;
  #offered = 0;
  readonly #underWay = new Set<Promise<void>>();
  #packingError: Error | undefined;

  /** @param kept those of an earlier survey of the same session */
  constructor(budgetBytes: number, kept: readonly PackedCheckpoint[] = []) {
    this.#budgetBytes = budgetBytes;
    this.#kept = kept.map((checkpoint) => ({ ...checkpoint, isPacked: true }));
    this.#bytes = sizeOf(this.#kept);
  }

  get count(): number {
    return this.#kept.length;
  }

  /** Size of all of them, compressed. */
  get sizeBytes(): number {
    return this.#bytes;
  }

  /**
   * All that are kept, in order of time, once they are compressed.
   * @throws when one could not be compressed, as where memory ran out
   */
  async packed(): Promise<readonly PackedCheckpoint[]> {
    await Promise.all(this.#underWay);
    if (this.#packingError !== undefined) throw this.#packingError;
    return this.#kept;
  }

  /**
   * Offers the next checkpoint, later than all before; the first is always kept. It can be gone back
   * to at once; the thread pool compresses it meanwhile.
   * @returns when another may be offered: sooner than it is compressed, unless many wait already
   */
  async offer(make: () => Checkpoint): Promise<void> {
    if (this.#offered++ % this.#stride !== 0) return;
    const kept = { ...make(), isPacked: false };
    this.#kept.push(kept);
    const packing = this.#pack(kept)
      .catch((error: unknown) => {
        // The state can be gone back to as it is; only the disk has to do without.
        this.#packingError = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#underWay.delete(packing));
    this.#underWay.add(packing);
    if (this.#underWay.size >= MAX_UNDER_WAY) await Promise.race(this.#underWay);
  }

  /**
   * The last checkpoint at or before a time; undefined while there is none.
   * @throws Error when its bytes are not those that were kept
   */
  before(ts: number): Checkpoint | undefined {
    const found = this.#kept.findLast((checkpoint) => checkpoint.ts <= ts);
    if (found === undefined) return undefined;
    // A copy: what is kept changes when it gets compressed.
    return found.isPacked ? unpack(found) : { ...found };
  }

  /** Where the last one stands. */
  get last(): Pick<Checkpoint, 'sequence' | 'ts' | 'timeline'> | undefined {
    return this.#kept.at(-1);
  }

  /** Time of the checkpoint that {@link before} would give. */
  timeBefore(ts: number): number | undefined {
    return this.#kept.findLast((checkpoint) => checkpoint.ts <= ts)?.ts;
  }

  /** Those before a time, to go on from: of what comes later something has changed. */
  branch(ts: number): Checkpoints {
    const branch = new Checkpoints(this.#budgetBytes);
    branch.#kept = this.#kept.filter((checkpoint) => checkpoint.ts < ts);
    branch.#bytes = sizeOf(branch.#kept);
    branch.#stride = this.#stride;
    for (const packing of this.#underWay) {
      branch.#underWay.add(packing);
      void packing.finally(() => branch.#underWay.delete(packing));
    }
    return branch;
  }

  /** Drops the checkpoint that {@link before} would give: it is of no use. */
  dropBefore(ts: number): void {
    const found = this.#kept.findLast((checkpoint) => checkpoint.ts <= ts);
    this.#kept = this.#kept.filter((checkpoint) => checkpoint !== found);
    this.#bytes = sizeOf(this.#kept);
  }

  async #pack(kept: KeptCheckpoint): Promise<void> {
    const [run, record] = await Promise.all([compress(kept.run), compress(kept.record)]);
    kept.run = run;
    kept.record = record;
    kept.isPacked = true;
    this.#bytes = sizeOf(this.#kept);
    while (this.#bytes > this.#budgetBytes && this.#kept.length > 2) this.#thin();
  }

  #thin(): void {
    this.#stride *= 2;
    this.#offered = 1;
    this.#kept = this.#kept.filter((_checkpoint, index) => index % 2 === 0);
    this.#bytes = sizeOf(this.#kept);
  }
}

/** Those that are still to be compressed count when they are. */
const sizeOf = (kept: readonly KeptCheckpoint[]): number =>
  kept.reduce((sum, checkpoint) => sum + (checkpoint.isPacked ? bytesOf(checkpoint) : 0), 0);

const unpack = ({ run, record, ...standing }: PackedCheckpoint): Checkpoint => ({
  ...standing,
  run: zstdDecompressSync(run),
  record: zstdDecompressSync(record),
});

/** At the fastest level: a tenth larger than the usual one, in two thirds of its time. */
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 };

/** What zlib hands over may lie in a buffer many times its size, so it is copied into one of its own. */
const compress = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await compressInPool(bytes, { params: PARAMS }));

/** @param error why a checkpoint could not be restored */
export function uselessCheckpoint(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `A checkpoint of this session could not be used (${reason}): it was played again from the start.`;
}
