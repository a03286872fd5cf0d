import { describe, expect, it } from 'vitest';
import { findTime, type SessionBounds } from './goToTime.ts';

/** 13 May 2024 in New York, four hours behind UTC. */
const newYork = (hour: number, minute = 0, second = 0, day = 13): number =>
  Date.UTC(2024, 4, day, hour + 4, minute, second);

const bounds = (overrides: Partial<SessionBounds> = {}): SessionBounds => ({
  firstTs: newYork(9, 30),
  endTs: newYork(16),
  positionTs: newYork(11),
  ...overrides,
});

const messageOf = (text: string, given = bounds()): string => {
  const found = findTime(text, given);
  return found.isFound ? '' : found.message;
};

describe('a typed time', () => {
  it('is read as New York time, with or without seconds', () => {
    expect(findTime('10:31', bounds())).toEqual({ isFound: true, ts: newYork(10, 31) });
    expect(findTime(' 9:45:05 ', bounds())).toEqual({ isFound: true, ts: newYork(9, 45, 5) });
    const exact = findTime('10:31:05.25', bounds());
    expect(exact).toEqual({ isFound: true, ts: newYork(10, 31, 5) + 250 });
  });

  it.each(['', 'noon', '25:00', '10:60', '10:5', '1031', '10:31:99', '-1:00', '10:31:05:07'])(
    'says what it expects where it cannot read %j',
    (text) => {
      expect(messageOf(text)).toContain('10:31:05');
    },
  );

  it('says where the session begins and ends when it lies outside', () => {
    expect(messageOf('09:29')).toBe(
      '09:29 is not in the session, which runs from 09:30:00 to 16:00:00.',
    );
    expect(messageOf('16:00:01')).toContain('16:00:01 is not in the session');
  });

  it('does not tell the end where that is not known', () => {
    const open = bounds({ endTs: undefined });
    expect(messageOf('08:00', bounds({ endTs: undefined, firstTs: newYork(9, 30) }))).toBe('');
    expect(findTime('23:00', open)).toEqual({ isFound: true, ts: newYork(23) });
  });

  it('means the beginning in the minute or second in which the session begins', () => {
    const late = bounds({ firstTs: newYork(9, 30) + 250 });
    expect(findTime('9:30', late)).toEqual({ isFound: true, ts: newYork(9, 30) + 250 });
    expect(findTime('9:30:00', late)).toEqual({ isFound: true, ts: newYork(9, 30) + 250 });
    expect(messageOf('9:29:59', late)).not.toBe('');
  });

  it('means the nearest one where a session lasts over midnight or several days', () => {
    const globex = bounds({
      firstTs: newYork(18, 0, 0, 12),
      endTs: newYork(17, 0, 0, 14),
      positionTs: newYork(20, 0, 0, 13),
    });
    expect(findTime('23:00', globex)).toEqual({ isFound: true, ts: newYork(23, 0, 0, 13) });
    expect(findTime('02:00', globex)).toEqual({ isFound: true, ts: newYork(2, 0, 0, 14) });
    expect(findTime('17:30', globex)).toEqual({ isFound: true, ts: newYork(17, 30, 0, 13) });
  });

  it('holds in winter, too', () => {
    const christmas = { firstTs: Date.UTC(2023, 11, 25, 23), endTs: undefined };
    const found = findTime('18:05', { ...christmas, positionTs: christmas.firstTs });
    expect(found).toEqual({ isFound: true, ts: Date.UTC(2023, 11, 25, 23, 5) });
  });
});
