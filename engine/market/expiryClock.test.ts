import { describe, expect, it } from 'vitest';
import type { OptionContract } from '../core/events.ts';
import { dayNumber } from '../core/newYork.ts';
import { MS_PER_DAY, TradingClock } from '../core/time.ts';
import { aClock, aConfig, anOption, newYorkNs } from '../testing/builders.ts';
import { ExpiryClock } from './expiryClock.ts';

const YEAR_NS = 365 * 86_400 * 1e9;
const CALL = anOption('C', 687);

const expiryClock = (mode: 'spec' | 'calendar', clock: TradingClock = aClock()): ExpiryClock =>
  new ExpiryClock(aConfig({ expiry_clock: mode }), clock);

/** The Unix time at which an option expires, of a session on that day. */
function expiryOn(mode: 'spec' | 'calendar', day: number, expirationMs?: number): string {
  const clock = new TradingClock(day * MS_PER_DAY);
  const option: OptionContract = {
    ...anOption('C', 687, day),
    ...(expirationMs !== undefined && { expirationMs }),
  };
  return new Date(clock.toUnixMs(expiryClock(mode, clock).expiryNs(option))).toISOString();
}

describe('options expire', () => {
  const HALF_DAY = dayNumber(2025, 11, 28);
  const QUARTERLY = Date.parse('2025-12-19T14:30:00Z');

  it('by the specification at 16:00 New York, on half days too, whatever their definition says', () => {
    expect(expiryOn('spec', dayNumber(2025, 12, 16))).toBe('2025-12-16T21:00:00.000Z');
    expect(expiryOn('spec', dayNumber(2025, 7, 16))).toBe('2025-07-16T20:00:00.000Z');
    expect(expiryOn('spec', HALF_DAY)).toBe('2025-11-28T21:00:00.000Z');
    expect(expiryOn('spec', dayNumber(2025, 12, 19), QUARTERLY)).toBe('2025-12-19T21:00:00.000Z');
  });

  it('by the calendar at the close of their day, at 13:00 on half days', () => {
    expect(expiryOn('calendar', dayNumber(2025, 12, 16))).toBe('2025-12-16T21:00:00.000Z');
    expect(expiryOn('calendar', HALF_DAY)).toBe('2025-11-28T18:00:00.000Z');
  });

  it('by the calendar at the instant of their definition: quarterly ES options in the morning', () => {
    expect(expiryOn('calendar', dayNumber(2025, 12, 19), QUARTERLY)).toBe(
      '2025-12-19T14:30:00.000Z',
    );
  });
});

describe('the time an option has left', () => {
  it.each(['spec', 'calendar'] as const)('by %s is never under a minute', (mode) => {
    const clock = expiryClock(mode);
    expect(clock.years(newYorkNs('15:58'), CALL)).toBe((120 * 1e9) / YEAR_NS);
    for (const time of ['15:59', '15:59:59', '16:00', '16:14']) {
      expect(clock.years(newYorkNs(time), CALL)).toBe((60 * 1e9) / YEAR_NS);
    }
  });

  it('counts the nights to a later expiry', () => {
    const later = anOption('C', 687, CALL.expiryDay + 3);
    expect(expiryClock('spec').years(newYorkNs('16:00'), later)).toBe((3 * 86_400e9) / YEAR_NS);
  });
});

describe('an option has expired', () => {
  it('at its expiration and ever after, by the calendar', () => {
    const clock = expiryClock('calendar');
    expect(clock.isExpired(newYorkNs('16:00') - 1, CALL)).toBe(false);
    expect(clock.isExpired(newYorkNs('16:00'), CALL)).toBe(true);
    expect(clock.isExpired(newYorkNs('16:14'), CALL)).toBe(true);
  });

  it('never, by the specification', () => {
    expect(expiryClock('spec').isExpired(newYorkNs('16:14'), CALL)).toBe(false);
  });
});
