import { describe, expect, it } from 'vitest';
import {
  formatContracts,
  formatDistance,
  formatFlow,
  formatGamma,
  formatNotional,
  formatPercent,
  formatPrice,
  formatRatio,
  formatSigned,
  formatSpeed,
} from './number.ts';
import {
  formatAge,
  formatClock,
  formatDay,
  formatDuration,
  formatLogTime,
  formatMillis,
  formatMinutes,
} from './time.ts';

describe('figures', () => {
  it('writes prices with two decimals', () => {
    expect(formatPrice(687.4)).toBe('687.40');
    expect(formatPrice(6901)).toBe('6901.00');
  });

  it('writes a true minus, not a hyphen', () => {
    expect(formatDistance(-0.42)).toBe('\u22120.42');
    expect(formatGamma(-14_600)).toBe('\u221214.6k');
    expect(formatFlow(-1234)).toBe('\u22121,234');
  });

  it('shows the sign of every distance but zero', () => {
    expect(formatDistance(0.42)).toBe('+0.42');
    expect(formatDistance(0)).toBe('0.00');
  });

  it('has no minus before a figure that rounds to zero', () => {
    expect(formatDistance(-0.004)).toBe('0.00');
    expect(formatSigned(-0.0004, 3)).toBe('0.000');
    expect(formatFlow(-0.4)).toBe('0');
    expect(formatGamma(-40)).toBe('0.0k');
  });

  it('writes an en dash for what is not known', () => {
    for (const unknown of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(formatPrice(unknown)).toBe('\u2013');
      expect(formatContracts(unknown)).toBe('\u2013');
      expect(formatSpeed(unknown)).toBe('\u2013');
    }
  });

  it('groups thousands of contracts, also of negative ones', () => {
    expect(formatContracts(999)).toBe('999');
    expect(formatContracts(1_234_567)).toBe('1,234,567');
    expect(formatContracts(-1_000)).toBe('\u22121,000');
  });

  it('writes ratio, notional and speed as the design does', () => {
    expect(formatRatio(10.03125)).toBe('10.0313');
    expect(formatNotional(1_158_768)).toBe('1.16M');
    expect(formatSpeed(5)).toBe('5.0\u00d7');
    expect(formatSpeed(0.25)).toBe('0.25\u00d7');
    expect(formatSpeed(0.99)).toBe('1.0\u00d7');
    expect(formatSpeed(12_345.6)).toBe('12,346\u00d7');
  });

  it('says 100% only when all is read', () => {
    expect(formatPercent(0.9999)).toBe('99%');
    expect(formatPercent(1)).toBe('100%');
    expect(formatPercent(0.29)).toBe('29%');
  });
});

describe('times', () => {
  const summer = Date.UTC(2024, 4, 13, 20, 41, 40, 250);
  const winter = Date.UTC(2023, 11, 26, 0, 5, 9, 7);

  it('shows New York time on both sides of daylight saving', () => {
    expect(formatClock(summer)).toBe('16:41:40');
    expect(formatClock(winter)).toBe('19:05:09');
    expect(formatMillis(winter)).toBe('.007');
    expect(formatLogTime(summer)).toBe('16:41:40.25');
  });

  it('names the New York day, not the UTC one', () => {
    expect(formatDay(winter)).toBe('Mon 25 Dec 2023');
    expect(formatDay(null)).toBe('');
  });

  it('writes midnight as 00, not 24', () => {
    expect(formatClock(Date.UTC(2024, 4, 13, 4, 0, 0))).toBe('00:00:00');
  });

  it('writes ages in ms below a second, then in seconds', () => {
    expect(formatAge(0)).toBe('0 ms');
    expect(formatAge(999)).toBe('999 ms');
    expect(formatAge(1000)).toBe('1.0 s');
    expect(formatAge(7_440)).toBe('7.4 s');
    expect(formatAge(null)).toBe('\u2013');
  });

  it('never rounds a duration up into the next unit', () => {
    expect(formatDuration(8_390)).toBe('8.3 s');
    expect(formatDuration(9_999)).toBe('9.9 s');
    expect(formatDuration(59_999)).toBe('59 s');
    expect(formatDuration(111_000)).toBe('1:51');
    expect(formatMinutes(16_900)).toBe('0:16');
    expect(formatMinutes(3_725_000)).toBe('1:02:05');
  });
});
