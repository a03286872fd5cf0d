import { TAPE_COLUMNS, type TapeColumn, type TapeColumns } from '../core/tape.ts';
import type { MarketState } from '../market/marketState.ts';
import type { TapeEntry } from '../market/timeAndSales.ts';
import { ColumnStore } from './columnStore.ts';

/** 262,144 rows, 25 MB: more than a week of large prints and sweeps. Then the oldest go. */
const LIMITS = { chunkRows: 1024, maxChunks: 256 };

/** The tape of a run: large prints and sweeps as they were told, snap by snap. */
export class TapeStore extends ColumnStore<TapeColumn> {
  constructor() {
    super(TAPE_COLUMNS, LIMITS);
  }

  /** Called at each snap, while the market stands exactly there. */
  noteSnap({ timeAndSales, clock, converter }: MarketState): void {
    for (const entry of timeAndSales.entries) {
      this.append({
        ...figuresOf(entry),
        ts: clock.toUnixMs(entry.timeNs),
        from_ts: clock.toUnixMs(entry.fromNs),
        ratio: converter.ratio,
      });
    }
  }

  /** Rows from number `from` (or the oldest kept) on, at most `maxRows`, as fresh arrays. */
  slice(from: number, maxRows: number): TapeColumns {
    return { first_row: this.firstFrom(from), ...this.columns(from, maxRows) };
  }
}

const figuresOf = (entry: TapeEntry) => ({
  aggressor: entry.aggressor,
  px: entry.px,
  from_px: entry.fromPx,
  size: entry.size,
  notional: entry.notional,
  prints: entry.prints,
  prices: entry.prices,
  run: entry.run,
  session: entry.session,
});
