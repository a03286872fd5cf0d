/** How rows of the tape read. */
import {
  formatContracts,
  formatNotional,
  formatPercent,
  formatPrice,
  UNKNOWN,
} from '../format/number.ts';
import { formatClock, formatDuration, formatMillis } from '../format/time.ts';
import { isSweep, type TapeItem } from './tape.ts';

/** `HH:MM:SS.mmm` in New York. */
export const formatTapeTime = (ts: number): string => formatClock(ts) + formatMillis(ts);

/** What the shape says, as a word. */
export function sideWord(item: TapeItem): string {
  if (isSweep(item)) return item.aggressor > 0 ? 'up' : 'down';
  if (item.aggressor === 0) return UNKNOWN;
  return item.aggressor > 0 ? 'buy' : 'sell';
}

const elapsed = (ms: number): string => (ms < 1000 ? `${ms} ms` : formatDuration(ms));
const plural = (count: number, thing: string): string =>
  `${formatContracts(count)} ${thing}${count === 1 ? '' : 's'}`;

/** The second line of a sweep: where it began, and of how many prints it is. */
export const sweepDetail = ({ from_px, prints, prices, from_ts, ts }: TapeItem): string =>
  `from ${formatPrice(from_px)}, ${plural(prints, 'print')}, ${plural(prices, 'price')}, ${elapsed(ts - from_ts)}`;

function subject(item: TapeItem): string {
  const lots = plural(item.size, 'lot');
  if (isSweep(item)) return `Sweep ${sideWord(item)} of ${lots}`;
  if (item.aggressor === 0) return `Print of ${lots} without a side`;
  return item.aggressor > 0 ? `Buy of ${lots} at the offer` : `Sell of ${lots} at the bid`;
}

/** A whole row in words. @param level name of the level price's market; undefined where it is the same */
export function itemWords(item: TapeItem, level: string | undefined): string {
  const { ts, px, ratio, notional } = item;
  const place = level === undefined ? '' : ` (${level} ${formatPrice(px / ratio)})`;
  const way = isSweep(item) ? `to ${formatPrice(px)}${place}, ${sweepDetail(item)}` : undefined;
  return [
    `${formatTapeTime(ts)} ${subject(item)}`,
    way ?? `${formatPrice(px)}${place}`,
    formatNotional(notional),
  ].join(', ');
}

/** A share of a sum in whole percent; the en dash where there is no sum. */
export const shareText = (part: number, whole: number): string =>
  whole > 0 ? formatPercent(part / whole) : UNKNOWN;

/**
 * The snap that is the first to show an event. @param ts its Unix ms, rounded down
 * @param intervalMs between two snaps, which fall on multiples of it
 */
export const snapAfter = (ts: number, intervalMs: number): number =>
  (Math.floor(ts / intervalMs) + 1) * intervalMs;
