/** New York's calendar: from the clock on its walls to Unix time and back. */

const partsFormat = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
});

/** The wall clock, read as if it were UTC; whole seconds. */
function wallClockMs(unixMs: number): number {
  const part = Object.fromEntries(
    partsFormat.formatToParts(unixMs).map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: string): number => part[name] ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** What New York's clocks are ahead of UTC at that moment: −4 or −5 hours, in ms. */
export const newYorkOffsetMs = (unixMs: number): number =>
  wallClockMs(unixMs) - Math.floor(unixMs / 1000) * 1000;

/** A day of New York's calendar: its midnight read as if it were UTC, Unix ms. */
export type NewYorkDay = number;

const DAY_MS = 86_400_000;

export const newYorkDay = (unixMs: number): NewYorkDay =>
  Math.floor(wallClockMs(unixMs) / DAY_MS) * DAY_MS;

/** Unix ms at which New York's clocks show this time of this day. */
export function fromNewYork(day: NewYorkDay, msOfDay: number): number {
  const wall = day + msOfDay;
  // The first guess may lie on the other side of a change of clocks, the second does not.
  const guess = wall - newYorkOffsetMs(wall);
  return wall - newYorkOffsetMs(guess);
}
