import { once } from 'node:events';
import { BreakwaterError } from '../core/errors.ts';
import type { FieldValue, PlacedField } from '../feeds/dbn/codec/fields.ts';
import { decodeRecord } from '../feeds/dbn/codec/recordCodec.ts';
import { rtypeName } from '../feeds/dbn/layout.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import type { ColumnMap } from '../feeds/parquet/columns.ts';
import { openMarketFile } from '../session/marketFile.ts';
import { utcText } from './inspectFormat.ts';
import { reportFailure } from './terminal.ts';

/**
 * Prints the first records of each file, one JSON object a line: where the record stands, its
 * header, its symbol, its fields under the vendor's names in the order of the bytes. Prices are
 * exact decimal texts, times ISO 8601 in UTC with nanoseconds, 64-bit integers texts; what is
 * undefined is null. Damage before the last record asked for is reported on standard error.
 *
 * @param count records of each file
 * @param columnMap columns of Parquet files that are not recognised
 * @throws BreakwaterError when a file cannot be opened
 */
export async function printRecords(
  paths: readonly string[],
  count: number,
  columnMap: ColumnMap,
): Promise<void> {
  for (const path of paths) {
    const reader = await openMarketFile(path, { includeUnknown: true, columnMap });
    try {
      await printFirst(reader, count, paths.length > 1);
      if (reader.damage !== null) reportFailure(reader.damage);
    } finally {
      await reader.close();
    }
  }
}

async function printFirst(reader: RecordReader, count: number, namesFile: boolean): Promise<void> {
  let left = count;
  do {
    let lines = '';
    for (; left > 0 && reader.next(); left--) {
      const file = namesFile ? { file: reader.path } : {};
      lines += `${printableJson({ ...file, ...recordJson(reader) })}\n`;
    }
    if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
  } while (left > 0 && (await reader.fill()));
}

/** JSON on one line. Latin-1 control characters could rewrite the terminal. */
function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
}

function recordJson(reader: RecordReader): Record<string, unknown> {
  const { view, offset, lengthBytes } = reader;
  const { recordIndex, byteOffset } = reader.where;
  const { layout, values, raw, ...head } = decodeRecord(view, offset, lengthBytes);
  const json: Record<string, unknown> = {
    record: recordIndex,
    byte_offset: byteOffset ?? null,
    bytes: lengthBytes,
    type: rtypeName(head.rtype),
    rtype: head.rtype,
    publisher_id: head.publisherId,
    instrument_id: head.instrumentId,
    symbol: reader.symbol() ?? null,
    ts_event: timeJson(head.tsEventNs),
  };
  for (const field of layout?.fields ?? []) {
    if (field.storage !== 'reserved') json[field.name] = valueJson(field, values[field.name]);
  }
  if (head.tsOutNs !== undefined) json['ts_out'] = timeJson(head.tsOutNs);
  if (Object.keys(raw).length > 0) json['raw'] = raw;
  return json;
}

function valueJson({ unit }: PlacedField, value: FieldValue): string | number | null {
  if (typeof value !== 'bigint') return value ?? null;
  if (unit === 'timeNs') return timeJson(value);
  return unit === 'nanos' ? nanosText(value) : value.toString();
}

const timeJson = (unixNs: bigint | undefined): string | null =>
  unixNs === undefined ? null : utcText(unixNs);

const NANOS = 1_000_000_000n;

/** A quantity in units of 1e-9 as an exact decimal: `3720.25`. */
function nanosText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % NANOS).toString().padStart(9, '0').replace(/0+$/, '');
  const text = `${size / NANOS}${fraction === '' ? '' : `.${fraction}`}`;
  return nanos < 0n ? `-${text}` : text;
}

/** @throws BreakwaterError when the text is no count of records */
export function parseRecords(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count > 0) return count;
  throw new BreakwaterError('usage', `--records cannot be ${JSON.stringify(text)}.`, {
    place: { field: '--records', expected: 'a whole number above 0', found: text },
    remedy: 'Write for example --records 5.',
  });
}
