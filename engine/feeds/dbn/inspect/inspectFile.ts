import type { BreakwaterError } from '../../../core/errors.ts';
import type { Oddity } from '../../../core/events.ts';
import { SLOW_READER_CODE, decodeError, decodeSystem } from '../gatewayRecords.ts';
import type { GatewayMessage } from '../gatewayRecords.ts';
import { RTYPE, rtypeName } from '../layout.ts';
import type { DbnMetadata } from '../metadata.ts';
import { DbnReader } from '../reader.ts';
import type { DbnReaderOptions } from '../reader.ts';
import type { RecordReader } from '../recordReader.ts';
import type { ZstdFrameFacts } from '../zstdFrames.ts';
import { FileTally } from './fileTally.ts';
import { InstrumentTable } from './instrumentTable.ts';
import { InstrumentTally } from './instrumentTally.ts';
import { RecordHead } from './recordHead.ts';

const MAX_WARNINGS = 20;
const DEFAULT_GAP_NS = 60e9;

/** What one file of records holds, as far as it is sound. */
export interface FileContents {
  readonly path: string;
  /** Null for a fragment, and for what is no DBN. */
  readonly metadata: DbnMetadata | null;
  /** Undefined for a fragment whose records are alike in several versions, and for what is no DBN. */
  readonly version: number | undefined;
  /** Size on disk, and of what was read from it. */
  readonly sizeBytes: number;
  readonly decompressedBytes: number;
  /** Undefined for an uncompressed file. */
  readonly zstdFrames: ZstdFrameFacts | undefined;
  readonly total: FileTally;
  /** Unix ns that the times of gaps count from: the first time of the file. */
  readonly originNs: bigint | undefined;
  /** From which length on a silence is a gap. */
  readonly gapNs: number;
  /** Record counts by name of type, in order of appearance; unknown types last. */
  readonly recordsByType: ReadonlyMap<string, number>;
  /** Records of types that are not known. */
  readonly unknownRecords: number;
  /** By symbol (a definition's own, if need be), or `#` and the id; the busiest first. */
  readonly instruments: readonly InstrumentContents[];
  /** Instruments beyond the most that are told apart, counted together. */
  readonly others: InstrumentTally | undefined;
  /** The first of the errors and slow-reader warnings that the vendor wrote into the stream. */
  readonly warnings: readonly string[];
  /** What the reader passed over or found odd about the stream itself. */
  readonly oddities: readonly Oddity[];
  readonly damage: BreakwaterError | null;
}

export interface InstrumentContents {
  readonly name: string;
  readonly tally: InstrumentTally;
}

export interface InspectOptions extends DbnReaderOptions {
  /** From which length on a silence is a gap; a minute unless told. */
  readonly gapNs?: number;
  /** Told the share of the file that was read, 0…1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Reads a DBN file from end to end and counts what is in it. Damage ends the count and is part of
 * the result.
 *
 * @throws BreakwaterError when the file cannot be opened as DBN (see `DbnReader.open`)
 */
export async function inspectFile(
  path: string,
  options: InspectOptions = {},
): Promise<FileContents> {
  return inspectReader(await DbnReader.open(path, options), options);
}

/** Counts what a reader delivers, from where it stands to its end, and closes it. */
export async function inspectReader(
  reader: RecordReader,
  options: Pick<InspectOptions, 'gapNs' | 'onProgress'> = {},
): Promise<FileContents> {
  try {
    const census = new Census(reader, options.gapNs ?? DEFAULT_GAP_NS);
    do {
      while (reader.next()) census.add();
      census.leaveBuffer();
      options.onProgress?.(reader.progress);
    } while (await reader.fill());
    return census.contents();
  } finally {
    await reader.close();
  }
}

class Census {
  readonly #reader: RecordReader;
  readonly #gapNs: number;
  readonly #head = new RecordHead();
  readonly #total: FileTally;
  readonly #countsByRtype = new Uint32Array(256);
  readonly #rtypes: number[] = [];
  readonly #instruments: InstrumentTable<InstrumentTally>;
  /** Those with records in the present buffer. */
  readonly #touched: InstrumentTally[] = [];
  readonly #warnings: string[] = [];
  #others: InstrumentTally | undefined;
  #decompressedBytes: number;

  constructor(reader: RecordReader, gapNs: number) {
    this.#reader = reader;
    this.#gapNs = gapNs;
    this.#total = new FileTally(gapNs);
    this.#instruments = new InstrumentTable(reader, () => new InstrumentTally(gapNs));
    this.#decompressedBytes = reader.metadata?.sizeBytes ?? 0;
  }

  /** Counts the reader's current record. */
  add(): void {
    const { rtype } = this.#reader;
    const head = this.#head;
    head.take(this.#reader);
    this.#countType(rtype);
    this.#total.add(head);
    if (rtype === RTYPE.error || rtype === RTYPE.system) {
      this.#addMessage(head);
      return;
    }
    const tally =
      this.#instruments.current() ?? (this.#others ??= new InstrumentTally(this.#gapNs));
    if (tally.add(head)) this.#touched.push(tally);
  }

  /** To be called before the reader fills its buffer anew. */
  leaveBuffer(): void {
    for (const tally of this.#touched) tally.keep();
    this.#touched.length = 0;
    const { byteOffset, lengthBytes } = this.#reader;
    if (lengthBytes > 0) this.#decompressedBytes = byteOffset + lengthBytes;
  }

  contents(): FileContents {
    const reader = this.#reader;
    const dbn = reader instanceof DbnReader ? reader : undefined;
    const instruments = Array.from(this.#instruments.entries, ([name, tally]) => ({ name, tally }));
    for (const { tally } of instruments) this.#total.merge(tally);
    if (this.#others !== undefined) this.#total.merge(this.#others);
    instruments.sort((a, b) => b.tally.records - a.tally.records || (a.name < b.name ? -1 : 1));
    const unknown = [...reader.skippedRecords];
    const known = this.#rtypes.map((rtype) => [rtype, this.#countsByRtype[rtype] ?? 0] as const);
    return {
      path: reader.path,
      metadata: reader.metadata,
      version: dbn?.version,
      sizeBytes: reader.sizeBytes,
      decompressedBytes: this.#decompressedBytes,
      zstdFrames: dbn?.zstdFrames,
      total: this.#total,
      originNs: this.#head.originNs,
      gapNs: this.#gapNs,
      recordsByType: new Map(
        [...known, ...unknown].map(([rtype, count]) => [rtypeName(rtype), count]),
      ),
      unknownRecords: unknown.reduce((sum, [, count]) => sum + count, 0),
      instruments,
      others: this.#others,
      warnings: this.#warnings,
      oddities: reader.oddities.list(),
      damage: reader.damage,
    };
  }

  #countType(rtype: number): void {
    const count = this.#countsByRtype[rtype] ?? 0;
    if (count === 0) this.#rtypes.push(rtype);
    this.#countsByRtype[rtype] = count + 1;
  }

  /** Errors and systems messages are of no instrument; heartbeats say nothing. */
  #addMessage(head: RecordHead): void {
    const { view, offset, rtype, lengthBytes } = head;
    this.#total.span.add(head);
    if (rtype === RTYPE.error) this.#warn(decodeError(view, offset, lengthBytes));
    else {
      const message = decodeSystem(view, offset, lengthBytes);
      if (message.code === SLOW_READER_CODE) this.#warn(message);
    }
  }

  #warn({ text }: GatewayMessage): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(text);
  }
}
