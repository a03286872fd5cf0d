/** What a typed time means: `10:31` or `10:31:05`, on New York's clocks. */
import { fromNewYork, newYorkDay } from '../format/newYork.ts';
import { formatClock } from '../format/time.ts';

const PATTERN = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,3}))?)?$/;
const DAY_MS = 86_400_000;

interface TypedTime {
  readonly msOfDay: number;
  /** What was left open: a minute without its second, a second without its millisecond. */
  readonly unitMs: number;
}

function parseTime(text: string): TypedTime | undefined {
  const [, hour, minute, second, fraction] = PATTERN.exec(text.trim()) ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 23) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0);
  return {
    msOfDay: seconds * 1000 + Number((fraction ?? '').padEnd(3, '0')),
    unitMs: fraction !== undefined ? 1 : second !== undefined ? 1000 : 60_000,
  };
}

/** Unix ms; the end is undefined while nobody knows it, or may. */
export interface SessionBounds {
  readonly firstTs: number;
  readonly endTs: number | undefined;
  readonly positionTs: number;
}

export type GoTo =
  | { readonly isFound: true; readonly ts: number }
  | { readonly isFound: false; readonly message: string };

const refuse = (message: string): GoTo => ({ isFound: false, message });

function outside(text: string, { firstTs, endTs }: SessionBounds): GoTo {
  const start = formatClock(firstTs);
  return refuse(
    endTs === undefined
      ? `${text.trim()} is not in the session, which begins at ${start}.`
      : `${text.trim()} is not in the session, which runs from ${start} to ${formatClock(endTs)}.`,
  );
}

/**
 * Finds the typed time in the session. Where it comes more than once, over several days, it is
 * the one nearest to the playhead. A minute or second in which the session begins counts as its
 * beginning.
 */
export function findTime(text: string, bounds: SessionBounds): GoTo {
  const typed = parseTime(text);
  if (typed === undefined) return refuse('Type a New York time such as 10:31 or 10:31:05.');
  const { firstTs, endTs, positionTs } = bounds;
  const lastDay = newYorkDay(endTs ?? Math.max(firstTs, positionTs) + DAY_MS);
  let best: number | undefined;
  for (let day = newYorkDay(firstTs); day <= lastDay; day += DAY_MS) {
    const ts = fromNewYork(day, typed.msOfDay);
    if (ts + typed.unitMs <= firstTs || (endTs !== undefined && ts > endTs)) continue;
    if (best === undefined || Math.abs(ts - positionTs) < Math.abs(best - positionTs)) best = ts;
  }
  return best === undefined
    ? outside(text, bounds)
    : { isFound: true, ts: Math.max(best, firstTs) };
}
