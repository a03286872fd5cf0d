import { decodeRecord } from '../../dbn/codec/recordCodec.ts';
import { rtypeName } from '../../dbn/layout.ts';
import type { BreakwaterError } from '../../../core/errors.ts';
import type { ColumnMap } from '../columns.ts';
import { ParquetReader } from '../parquetReader.ts';

/** A file's rows as they play, and how it ended. */
export interface ReadRows {
  /** `time symbol action side size @ price, bid×size ask×size`, prices in nanos, times in Unix ns. */
  readonly lines: readonly string[];
  readonly schema: string;
  readonly damage: BreakwaterError | null;
  /** Places in the file, in the order of play. */
  readonly places: readonly number[];
}

/** Reads a file to its end. */
export async function readRows(path: string, map?: ColumnMap): Promise<ReadRows> {
  const reader = await ParquetReader.open(path, map);
  const lines: string[] = [];
  const places: number[] = [];
  do {
    while (reader.next()) {
      lines.push(lineOf(reader));
      places.push(reader.where.recordIndex ?? -1);
    }
  } while (await reader.fill());
  await reader.close();
  return { lines, places, schema: reader.file.schema, damage: reader.damage };
}

function lineOf(reader: ParquetReader): string {
  const { values, tsEventNs, rtype } = decodeRecord(reader.view, reader.offset, reader.lengthBytes);
  const text = (name: string): string => String((values[name] as bigint | undefined) ?? '-');
  const trade = `${text('action')}${text('side')} ${text('size')} @ ${text('price')}`;
  const quote =
    rtypeName(rtype) === 'trade'
      ? ''
      : `, ${text('bid_px_00')}×${text('bid_sz_00')} ${text('ask_px_00')}×${text('ask_sz_00')}`;
  return `${String(tsEventNs)} ${reader.symbol() ?? '?'} ${trade}${quote}`;
}
