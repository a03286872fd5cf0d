import type { TapeColumn, TapeColumns, TapeRow } from '../tape.ts';
import { NOON_TS } from './payloads.ts';

/** A row of the tape: a buyer's 20 lots at 6870.25, at noon. */
export const buildTapeRow = (overrides: Partial<TapeRow> = {}): TapeRow => {
  const { ts = NOON_TS, px = 6870.25, size = 20 } = overrides;
  return {
    ts,
    from_ts: ts,
    aggressor: 1,
    px,
    from_px: px,
    ratio: 10,
    size,
    notional: px * size,
    prints: 1,
    prices: 1,
    run: 1,
    session: 0,
    ...overrides,
  };
};

/** Rows as they travel, numbered from `firstRow`. */
export function columnsOfTape(rows: readonly TapeRow[], firstRow = 0): TapeColumns {
  const column = (name: TapeColumn): Float64Array => Float64Array.from(rows, (row) => row[name]);
  return {
    first_row: firstRow,
    ts: column('ts'),
    from_ts: column('from_ts'),
    aggressor: column('aggressor'),
    px: column('px'),
    from_px: column('from_px'),
    ratio: column('ratio'),
    size: column('size'),
    notional: column('notional'),
    prints: column('prints'),
    prices: column('prices'),
    run: column('run'),
    session: column('session'),
  };
}
