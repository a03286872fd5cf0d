import { BreakwaterError } from '../core/errors.ts';
import { newYorkDay, newYorkToUnixMs, timeOfDayMs } from '../core/newYork.ts';

const CLOCK = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
/** With a date, a time and a zone, so that nothing depends on the machine's own zone. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * A time given on the command line: ISO 8601 with zone, or `HH:MM[:SS]` New York on the day of the
 * session's first event (DESIGN, "Command line").
 *
 * @param option for the message, e.g. `--from`
 * @returns Unix ms
 */
export function parseTime(option: string, text: string, firstEventMs: number): number {
  if (CLOCK.test(text)) return newYorkToUnixMs(newYorkDay(firstEventMs), timeOfDayMs(text));
  const unixMs = ISO.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(unixMs)) return unixMs;
  throw new BreakwaterError('usage', `${option} ${text} is no time.`, {
    place: {
      field: option,
      expected: 'HH:MM[:SS] New York, or ISO 8601 with its zone',
      found: text,
    },
    remedy: `Write for example ${option} 09:45 or ${option} 2026-11-19T14:45:00Z.`,
  });
}
