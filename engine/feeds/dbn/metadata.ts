import { BreakwaterError } from '../../core/errors.ts';
import type { ByteQueue } from './byteQueue.ts';
import { readValues } from './codec/fieldValues.ts';
import { NO_U64 } from './codec/metadataContent.ts';
import {
  COUNT_BYTES,
  PRELUDE_BYTES,
  SYMBOL_BYTES_V1,
  fixedV1,
  fixedV2,
} from './codec/metadataLayout.ts';
import { MAX_DBN_VERSION, schemaName } from './layout.ts';
import type { SchemaName } from './layout.ts';
import { MetadataLists, badField, cutMetadata } from './metadataLists.ts';
import type { SymbolMap } from './symbols.ts';

/** What a DBN file says about itself. The mappings go into a `SymbolMap`. */
export interface DbnMetadata {
  readonly version: number;
  /** Bytes of prelude and metadata: the first record starts here. */
  readonly sizeBytes: number;
  /** E.g. `GLBX.MDP3`, `OPRA.PILLAR`. */
  readonly dataset: string;
  readonly schemaCode: number;
  /** Undefined for a code that no version knows. */
  readonly schema: SchemaName | undefined;
  /** Unix ns of the query, not of the records; do not rely on it. */
  readonly startNs: bigint;
  /** Unix ns, exclusive; undefined where there is none. */
  readonly endNs: bigint | undefined;
  /** Undefined where there is none. */
  readonly limit: bigint | undefined;
  /** Symbology type codes; 255 = mixed or none. */
  readonly stypeIn: number;
  readonly stypeOut: number;
  /** Every record ends with 8 more bytes, the gateway's send time. */
  readonly hasTsOut: boolean;
  /** As requested, e.g. `ES.c.0`, `ESZ5`, `SPY.OPT`. */
  readonly symbols: readonly string[];
  /** Resolved for some days of the query only. */
  readonly partial: readonly string[];
  readonly notFound: readonly string[];
}

/** The variable part starts here in all versions. */
const FIXED_BYTES = fixedV2.bytes;
/** A month of every OPRA option would need a quarter of this; beyond it the length is damage. */
const MAX_METADATA_BYTES = 2 ** 30;
/**
 * How far metadata can shrink: symbols in fields of fixed length do by 20 to 50. Beyond this a small
 * file would fill the memory with symbols that are all alike.
 */
const MAX_COMPRESSION = 500;

/**
 * Reads prelude and metadata from the start of a stream and fills `symbols` with the mappings.
 * Memory grows with the bytes that are there, not with what lengths and counts claim.
 *
 * @param fileBytes size of the file on disk
 * @throws BreakwaterError when the version is unknown, or lengths, counts and contents disagree
 */
export async function readMetadata(
  queue: ByteQueue,
  symbols: SymbolMap,
  fileBytes: number,
): Promise<DbnMetadata> {
  await queue.require(FIXED_BYTES);
  const head = Buffer.from(queue.take(FIXED_BYTES));
  const version = head[3] ?? 0;
  if (version < 1 || version > MAX_DBN_VERSION) throw unknownVersion(version);
  if (head.length < FIXED_BYTES) throw cutMetadata(FIXED_BYTES, head.length);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const sizeBytes = PRELUDE_BYTES + view.getUint32(4, true);
  const maxBytes = Math.min(MAX_METADATA_BYTES, fileBytes * MAX_COMPRESSION);
  if (sizeBytes < FIXED_BYTES + 4 * COUNT_BYTES || sizeBytes > maxBytes) {
    const expected = `${FIXED_BYTES + 4 * COUNT_BYTES - PRELUDE_BYTES} to ${maxBytes}`;
    throw badField('metadata length', 4, expected, sizeBytes - PRELUDE_BYTES);
  }
  const fixed = decodeFixed(view, version, sizeBytes);
  const lists = new MetadataLists(queue, sizeBytes, symbolBytes(view, version));
  const metadata = {
    ...fixed,
    symbols: await lists.readSymbols('symbols'),
    partial: await lists.readSymbols('partial symbols'),
    notFound: await lists.readSymbols('not-found symbols'),
  };
  await lists.readMappings(fixed.stypeIn, fixed.stypeOut, symbols);
  await lists.readPadding();
  return metadata;
}

function decodeFixed(view: DataView, version: number, sizeBytes: number) {
  const fixed = version === 1 ? readValues(fixedV1, view, 0) : readValues(fixedV2, view, 0);
  const { schema, start, end, limit, schema_definition_length: definitionBytes } = fixed;
  if (definitionBytes !== 0) {
    const { offset } = fixedV2.places.schema_definition_length;
    throw badField('schema definition length', offset, '0', definitionBytes);
  }
  return {
    version,
    sizeBytes,
    dataset: fixed.dataset,
    schemaCode: schema,
    schema: schemaName(schema),
    startNs: start,
    endNs: end === NO_U64 || end === 0n ? undefined : end,
    limit: limit === 0n ? undefined : limit,
    stypeIn: fixed.stype_in,
    stypeOut: fixed.stype_out,
    hasTsOut: fixed.ts_out === 1,
  };
}

/** Length of a symbol field. Version 1 has none written down. */
function symbolBytes(view: DataView, version: number): number {
  if (version === 1) return SYMBOL_BYTES_V1;
  const { symbol_cstr_len: bytes } = readValues(fixedV2, view, 0);
  // A length of a few bytes would let a small file claim billions of symbols.
  if (bytes >= SYMBOL_BYTES_V1) return bytes;
  throw badField('symbol length', fixedV2.places.symbol_cstr_len.offset, 'at least 22', bytes);
}

function unknownVersion(version: number): BreakwaterError {
  return new BreakwaterError('bad-input', `DBN version ${version} is not supported.`, {
    place: {
      byteOffset: 3,
      field: 'version',
      expected: `1 to ${MAX_DBN_VERSION}`,
      found: String(version),
    },
    remedy: 'Convert the file to version 3 with the vendor’s tools, or update breakwater.',
  });
}
