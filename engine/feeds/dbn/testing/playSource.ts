import { TradingClock } from '../../../core/time.ts';
import { RecordingSink } from '../../../testing/recordingSink.ts';
import type { DbnSource } from '../events/dbnSource.ts';
import type { DbnReader } from '../reader.ts';
import { metadataBytes } from './dbnBytes.ts';
import { openBytes } from './readAll.ts';

/** Symbols of the ids 5482 and 7 in {@link readerOf}; `SPY` is id 1. */
export const FUTURE = 'ESH1';
export const CALL = 'SPY   201228C00370000';
/** Midnight UTC of the day of the builders' records. */
export const DAY_MS = Date.UTC(2020, 11, 28);

/** A price as records hold it. */
export const px = (price: number): bigint => BigInt(Math.round(price * 1e9));

/** A mapping of the metadata. */
export const mapped = (
  symbol: string,
  id = 5482,
  days: [number, number] = [20201228, 20201229],
) => ({
  key: symbol,
  intervals: [[...days, String(id)]] as [number, number, string][],
});

/** A reader of a version 3 file with these records. */
export async function readerOf(
  records: readonly Buffer[],
  mappings = [mapped(FUTURE), mapped('SPY', 1), mapped(CALL, 7)],
): Promise<DbnReader> {
  const symbols = mappings.map(({ key }) => key);
  return openBytes(Buffer.concat([metadataBytes({ symbols, mappings }), ...records]));
}

/** Plays a source to its end and writes down what it delivered. */
export async function played(source: DbnSource): Promise<RecordingSink> {
  const sink = new RecordingSink();
  if ((await source.prime()) === undefined) return sink;
  source.setClock(new TradingClock(DAY_MS));
  do {
    do source.deliver(sink);
    while (source.advance());
  } while ((await source.fill()) && source.advance());
  await source.close();
  return sink;
}
