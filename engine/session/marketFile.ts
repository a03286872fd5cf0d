import { DbnReader, type DbnReaderOptions } from '../feeds/dbn/reader.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import { NotDbnError } from '../feeds/dbn/sniff.ts';
import type { ColumnMap } from '../feeds/parquet/columns.ts';
import { NoMarketDataError } from '../feeds/parquet/layout.ts';
import { isParquet } from '../feeds/parquet/parquetBytes.ts';
import { ParquetReader } from '../feeds/parquet/parquetReader.ts';

/** How files are read. */
export interface MarketFileOptions extends DbnReaderOptions {
  /** Columns of Parquet files that are not recognised, ours to theirs. */
  readonly columnMap?: ColumnMap | undefined;
}

/**
 * Opens a file of market data by its content, not by its name: Parquet or DBN.
 *
 * @throws NotDbnError, NoMarketDataError where it is something else (see {@link isSomethingElse})
 * @throws BreakwaterError where it cannot be read
 */
export async function openMarketFile(
  path: string,
  { columnMap, ...reading }: MarketFileOptions = {},
): Promise<RecordReader> {
  return (await isParquet(path))
    ? ParquetReader.open(path, columnMap)
    : DbnReader.open(path, reading);
}

/** Whether a file is sound, as far as one can see, and holds no market data. */
export const isSomethingElse = (error: unknown): error is NotDbnError | NoMarketDataError =>
  error instanceof NotDbnError || error instanceof NoMarketDataError;
