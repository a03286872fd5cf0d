import type { BreakwaterError } from '../../core/errors.ts';
import { decodeDefinition } from './definition.ts';
import { SLOW_READER_CODE, decodeError, decodeSystem } from './gatewayRecords.ts';
import type { GatewayMessage } from './gatewayRecords.ts';
import { RTYPE, rtypeName } from './layout.ts';
import type { DbnMetadata } from './metadata.ts';
import { DbnReader } from './reader.ts';
import type { DbnReaderOptions } from './reader.ts';
import { RecordTally } from './tally.ts';

/** More instruments than this are counted as one: memory must not grow with a hostile file. */
const MAX_INSTRUMENTS = 100_000;
const MAX_WARNINGS = 20;

/** What one file holds, as far as it is sound. */
export interface FileContents {
  readonly path: string;
  /** Null for a fragment. */
  readonly metadata: DbnMetadata | null;
  /** Undefined for a fragment whose records are alike in several versions. */
  readonly version: number | undefined;
  /** Undefined for an uncompressed file. */
  readonly zstdFrames: number | undefined;
  readonly total: RecordTally;
  /** Record counts by name of type, in order of appearance; unknown types last. */
  readonly recordsByType: ReadonlyMap<string, number>;
  /** By symbol (a definition's own, if need be), or `#` and the id; the busiest first. */
  readonly instruments: readonly InstrumentContents[];
  /** Instruments beyond the most that are told apart, counted together. */
  readonly others: RecordTally | undefined;
  /** The first of the errors and slow-reader warnings that the vendor wrote into the stream. */
  readonly warnings: readonly string[];
  readonly damage: BreakwaterError | null;
}

export interface InstrumentContents {
  readonly name: string;
  readonly tally: RecordTally;
}

export interface InspectOptions extends DbnReaderOptions {
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
  const reader = await DbnReader.open(path, options);
  try {
    const census = new Census(reader);
    do {
      while (reader.next()) census.add();
      options.onProgress?.(reader.progress);
    } while (await reader.fill());
    return census.contents();
  } finally {
    await reader.close();
  }
}

class Census {
  readonly #reader: DbnReader;
  readonly #total = new RecordTally();
  readonly #countsByRtype = new Map<number, number>();
  readonly #instruments = new Map<string, RecordTally>();
  readonly #warnings: string[] = [];
  #others: RecordTally | undefined;

  constructor(reader: DbnReader) {
    this.#reader = reader;
  }

  /** Counts the reader's current record. */
  add(): void {
    const { view, offset, rtype, lengthBytes } = this.#reader;
    this.#countsByRtype.set(rtype, (this.#countsByRtype.get(rtype) ?? 0) + 1);
    this.#total.add(view, offset, rtype);
    if (rtype === RTYPE.error) this.#warn(decodeError(view, offset, lengthBytes));
    else if (rtype === RTYPE.system) this.#addSystem(decodeSystem(view, offset, lengthBytes));
    else this.#instrument().add(view, offset, rtype);
  }

  contents(): FileContents {
    const reader = this.#reader;
    const recordsByType = new Map<string, number>();
    for (const [rtype, count] of [...this.#countsByRtype, ...reader.skippedRecords]) {
      recordsByType.set(rtypeName(rtype), count);
    }
    const instruments = [...this.#instruments].map(([name, tally]) => ({ name, tally }));
    instruments.sort((a, b) => b.tally.records - a.tally.records || (a.name < b.name ? -1 : 1));
    return {
      path: reader.path,
      metadata: reader.metadata,
      version: reader.version,
      zstdFrames: reader.zstdFrameCount,
      total: this.#total,
      recordsByType,
      instruments,
      others: this.#others,
      warnings: this.#warnings,
      damage: reader.damage,
    };
  }

  #addSystem(message: GatewayMessage): void {
    if (message.code === SLOW_READER_CODE) this.#warn(message);
  }

  #warn({ text }: GatewayMessage): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(text);
  }

  #instrument(): RecordTally {
    const name = this.#name();
    const known = this.#instruments.get(name);
    if (known !== undefined) return known;
    if (this.#instruments.size >= MAX_INSTRUMENTS) return (this.#others ??= new RecordTally());
    const tally = new RecordTally();
    this.#instruments.set(name, tally);
    return tally;
  }

  #name(): string {
    const { view, offset, rtype, lengthBytes, instrumentId } = this.#reader;
    const mapped = this.#reader.symbol();
    if (mapped !== undefined) return mapped;
    const raw =
      rtype === RTYPE.definition ? decodeDefinition(view, offset, lengthBytes).rawSymbol : '';
    return raw === '' ? `#${instrumentId}` : raw;
  }
}
