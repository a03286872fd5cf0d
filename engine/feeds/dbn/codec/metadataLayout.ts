import { layoutFrom, reserved, text, u16, u32, u64, u8 } from './fields.ts';

/** The bytes of DBN metadata, offsets counted from the start of the file. */

/** Magic, version and length: the length counts what follows. */
export const PRELUDE_BYTES = 8;
/** Start and end date of an interval. */
export const DATES_BYTES = 8;
export const COUNT_BYTES = 4;
/** Length of a symbol field in version 1, which has none written down, and after it. */
export const SYMBOL_BYTES_V1 = 22;
export const SYMBOL_BYTES = 71;

const query = [text('dataset', 16), u16('schema'), u64('start'), u64('end'), u64('limit')] as const;
const symbology = [u8('stype_in'), u8('stype_out'), u8('ts_out')] as const;

/** The fixed part, which ends at the same offset in all versions. */
export const fixedV1 = layoutFrom(
  PRELUDE_BYTES,
  ...query,
  u64('record_count'),
  ...symbology,
  reserved(47),
  u32('schema_definition_length'),
);
export const fixedV2 = layoutFrom(
  PRELUDE_BYTES,
  ...query,
  ...symbology,
  u16('symbol_cstr_len'),
  reserved(53),
  u32('schema_definition_length'),
);
