/** The tape as the screen keeps it: rows as they come, sweeps as one. */
import type { TapeColumns, TapeRow } from '../../engine/core/tape.ts';

/** As many as the engine tells of a run that is past; older ones go. */
const MAX_ITEMS = 20_000;

/** A large print, or a sweep as far as it has come. */
export interface TapeItem extends TapeRow {
  /** Number of its row; of a sweep, of the first row that told of it or of its prints. */
  readonly number: number;
}

export interface Tape {
  /** In order of time. */
  readonly items: readonly TapeItem[];
  /** Number that the next row will have. */
  readonly next: number;
  /** Whether there were older rows than these. */
  readonly isCut: boolean;
}

export const EMPTY_TAPE: Tape = { items: [], next: 0, isCut: false };

export const isSweep = ({ prints }: TapeRow): boolean => prints > 1;

/** Written out, since a seek may bring twenty thousand. */
const rowAt = (columns: TapeColumns, index: number): TapeItem => ({
  number: columns.first_row + index,
  ts: columns.ts[index] ?? Number.NaN,
  from_ts: columns.from_ts[index] ?? Number.NaN,
  aggressor: columns.aggressor[index] ?? Number.NaN,
  px: columns.px[index] ?? Number.NaN,
  from_px: columns.from_px[index] ?? Number.NaN,
  ratio: columns.ratio[index] ?? Number.NaN,
  size: columns.size[index] ?? Number.NaN,
  notional: columns.notional[index] ?? Number.NaN,
  prints: columns.prints[index] ?? Number.NaN,
  prices: columns.prices[index] ?? Number.NaN,
  run: columns.run[index] ?? Number.NaN,
  session: columns.session[index] ?? Number.NaN,
});

function rowsFrom(columns: TapeColumns, number: number): TapeItem[] {
  const rows: TapeItem[] = [];
  for (let index = Math.max(0, number - columns.first_row); index < columns.ts.length; index += 1) {
    rows.push(rowAt(columns, index));
  }
  return rows;
}

/** A sweep takes the place of what was told of it before: its prints, and itself when it was smaller. */
function takeSweep(items: TapeItem[], sweep: TapeItem): void {
  const start = items.findLastIndex(({ run }) => run !== 0 && run !== sweep.run) + 1;
  const told = items.slice(start).find(({ run }) => run === sweep.run);
  const others = items.slice(start).filter(({ run }) => run !== sweep.run);
  items.splice(start, items.length, ...others, { ...sweep, number: told?.number ?? sweep.number });
}

/** The tape with further rows; those it has already count once. */
export function extendTape(tape: Tape, columns: TapeColumns): Tape {
  const fresh = rowsFrom(columns, tape.next);
  const last = fresh.at(-1);
  if (last === undefined) return tape;
  // What a screen missed while it was away is gone: what it had before does not go on here.
  const goesOn = columns.first_row <= tape.next;
  const items = goesOn ? [...tape.items] : [];
  for (const row of fresh) {
    if (isSweep(row)) takeSweep(items, row);
    else items.push(row);
  }
  const surplus = Math.max(0, items.length - MAX_ITEMS);
  return {
    items: surplus === 0 ? items : items.slice(surplus),
    next: last.number + 1,
    isCut: tape.isCut || surplus > 0 || !goesOn,
  };
}
