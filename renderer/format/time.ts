/** Times and durations as the screen writes them (design page, §4). All clocks are New York's. */
import { UNKNOWN } from './number.ts';

const ZONE = 'America/New_York';

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** `HH:MM:SS` in New York; the en dash where the time is unknown. */
export const formatClock = (unixMs: number | null | undefined): string =>
  unixMs === null || unixMs === undefined || !Number.isFinite(unixMs)
    ? UNKNOWN
    : clockFormat.format(unixMs);

/** The milliseconds of a time as `.mmm`. */
export const formatMillis = (unixMs: number): string =>
  `.${String(((Math.trunc(unixMs) % 1000) + 1000) % 1000).padStart(3, '0')}`;

/** `HH:MM:SS.mm` in New York, for the log. */
export const formatLogTime = (unixMs: number): string =>
  formatClock(unixMs) + formatMillis(unixMs).slice(0, 3);

/** `HH:MM` in New York, for axes. */
export const formatMinute = (unixMs: number): string => formatClock(unixMs).slice(0, 5);

/** `Thu 19 Nov 2026` in New York; '' where the day is unknown. */
export const formatDay = (unixMs: number | null | undefined): string =>
  unixMs === null || unixMs === undefined ? '' : dateFormat.format(unixMs).replace(',', '');

/** Age of a feed: ms below 1,000, then seconds with one decimal. */
export function formatAge(ageMs: number | null | undefined): string {
  if (ageMs === null || ageMs === undefined || !Number.isFinite(ageMs)) return UNKNOWN;
  const age = Math.max(0, ageMs);
  return age < 1000 ? `${Math.floor(age)} ms` : `${(Math.floor(age / 100) / 10).toFixed(1)} s`;
}

/** Elapsed time, rounded down: `8.3 s`, `41 s`, `1:51`. */
export function formatDuration(elapsedMs: number | null | undefined): string {
  if (elapsedMs === null || elapsedMs === undefined || !Number.isFinite(elapsedMs)) return UNKNOWN;
  const elapsed = Math.max(0, elapsedMs);
  if (elapsed < 10_000) return `${(Math.floor(elapsed / 100) / 10).toFixed(1)} s`;
  return elapsed < 60_000 ? `${Math.floor(elapsed / 1000)} s` : formatMinutes(elapsed);
}

/** `0:16`, `12:05`, `1:02:05`: minutes and seconds, hours from sixty minutes. Rounds down. */
export function formatMinutes(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0
    ? `${minutes}:${two(seconds % 60)}`
    : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
