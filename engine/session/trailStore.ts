import type { TrailColumns } from '../core/protocol.ts';
import { ColumnStore } from './columnStore.ts';

const COLUMNS = [
  'ts',
  'spot',
  'high',
  'low',
  'vwap',
  'buy_volume',
  'sell_volume',
  'print',
  'print_size',
] as const;
type Column = (typeof COLUMNS)[number];

/** One snap of the trail, in the units of {@link TrailColumns}. */
export type TrailRow = Readonly<Record<Column, number>>;

/** Two million rows, 151 MB: almost six days of snaps four times a second. Then the oldest go. */
const LIMITS = { chunkRows: 4096, maxChunks: 512 };

/** All rows of a run's trail, append-only and bounded; row numbers are the snaps' sequences. */
export class TrailStore extends ColumnStore<Column> {
  constructor() {
    super(COLUMNS, LIMITS);
  }

  /** Rows from sequence `from` (or the oldest kept) on, at most `maxRows`, as fresh arrays. */
  slice(from: number, maxRows: number): TrailColumns {
    return { first_sequence: this.firstFrom(from), ...this.columns(from, maxRows) };
  }
}
