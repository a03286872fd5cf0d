/** Signals where they fired, with what became of them once that is known (SPEC §12). */
import type { BreakDirection, EpisodePayload, Signal } from '../../engine/core/payload.ts';
import type { LogRow } from '../../engine/core/protocol.ts';

export interface SignalMark {
  /** Unix ms of the snap at which the signal showed. */
  readonly ts: number;
  readonly level: string;
  /** Level price at that moment. */
  readonly price: number;
  readonly signal: Exclude<Signal, 'NEUTRAL'>;
  readonly direction: BreakDirection | null;
  /** How the episode that the signal belongs to ended; undefined while it is open. */
  readonly outcome: EpisodePayload['outcome'] | undefined;
  /** From the signal to the end of the episode. */
  readonly outcomeMs: number | undefined;
}

const isShownSignal = (value: string): value is SignalMark['signal'] =>
  value === 'BREAK' || value === 'REJECT' || value === 'CONTESTED';

function markOf(row: LogRow): SignalMark | undefined {
  if (row.kind !== 'signal' || row.level === null || row.price === null) return undefined;
  if (!isShownSignal(row.value)) return undefined;
  return {
    ts: row.ts,
    level: row.level,
    price: row.price,
    signal: row.value,
    direction: row.direction,
    outcome: undefined,
    outcomeMs: undefined,
  };
}

function settle(marks: SignalMark[], episode: EpisodePayload): void {
  const index = marks.findLastIndex(
    (mark) => mark.level === episode.level && mark.ts === episode.signal_ts,
  );
  const mark = marks[index];
  if (mark === undefined || episode.outcome === 'OPEN') return;
  marks[index] = { ...mark, outcome: episode.outcome, outcomeMs: episode.end_ts - mark.ts };
}

/** The marks after these log rows; the same array when the rows concern none. */
export function extendMarks(
  marks: readonly SignalMark[],
  rows: readonly LogRow[],
): readonly SignalMark[] {
  if (!rows.some((row) => row.kind === 'signal' || row.kind === 'episode')) return marks;
  const next = [...marks];
  for (const row of rows) {
    const mark = markOf(row);
    if (mark !== undefined) next.push(mark);
    if (row.episode !== undefined) settle(next, row.episode);
  }
  return next;
}
