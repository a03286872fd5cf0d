import { describe, expect, it } from 'vitest';
import { TradingClock } from '../core/time.ts';
import { aClock, aConfig, newYorkNs } from '../testing/builders.ts';
import { SessionBoundary } from './sessionBoundary.ts';

const aBoundary = (open: string | null = '09:30'): SessionBoundary =>
  new SessionBoundary(aConfig({ SESSION_OPEN: open }), aClock());

/** Whether the boundary was crossed at each of these New York times, in turn. */
function crossings(times: readonly string[], boundary = aBoundary()): boolean[] {
  return times.map((time) => boundary.crossed(newYorkNs(time)));
}

describe('the session boundary', () => {
  it('is crossed by the first moment at or after it, once', () => {
    expect(crossings(['09:29', '09:29:59.999', '09:30', '09:30', '10:00'])).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(crossings(['09:00', '11:00', '12:00'])).toEqual([false, true, false]);
  });

  it('is not crossed by a stream that begins at it or after it', () => {
    expect(crossings(['09:30', '16:00'])).toEqual([false, false]);
  });

  it('comes again the next day, and once over a weekend', () => {
    expect(crossings(['10:00', '33:29:59', '33:30', '34:00'])).toEqual([false, false, true, false]);
    expect(crossings(['10:00', '82:00', '83:00'])).toEqual([false, true, false]);
  });

  it('never comes where there is none', () => {
    expect(crossings(['09:00', '10:00', '40:00'], aBoundary(null))).toEqual([false, false, false]);
  });

  it('keeps to New York time when clocks change', () => {
    const saturday = Date.UTC(2025, 2, 8);
    const clock = new TradingClock(saturday);
    const boundary = new SessionBoundary(aConfig(), clock);
    const crossed = (text: string): boolean => boundary.crossed(clock.fromUnixMs(Date.parse(text)));
    expect(crossed('2025-03-08T15:00:00Z')).toBe(false);
    expect(crossed('2025-03-09T13:29:59Z')).toBe(false);
    expect(crossed('2025-03-09T13:30:00Z')).toBe(true);
  });

  it('may be at midnight', () => {
    expect(crossings(['23:00', '23:59:59', '24:00'], aBoundary('00:00'))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
