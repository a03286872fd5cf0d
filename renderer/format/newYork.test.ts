import { describe, expect, it } from 'vitest';
import { fromNewYork, newYorkDay, newYorkOffsetMs } from './newYork.ts';

const HOUR = 3_600_000;

describe("New York's clock", () => {
  it('is four hours behind UTC in summer and five in winter', () => {
    expect(newYorkOffsetMs(Date.UTC(2024, 6, 1, 12))).toBe(-4 * HOUR);
    expect(newYorkOffsetMs(Date.UTC(2024, 0, 15, 12) + 999)).toBe(-5 * HOUR);
  });

  it('names its own day late in the evening', () => {
    expect(newYorkDay(Date.UTC(2024, 4, 14, 3, 59))).toBe(Date.UTC(2024, 4, 13));
    expect(newYorkDay(Date.UTC(2024, 4, 14, 4))).toBe(Date.UTC(2024, 4, 14));
  });

  it('leads back to Unix time, on the days when the clocks change, too', () => {
    for (const [day, utcHour] of [
      [Date.UTC(2024, 2, 10), 13.5],
      [Date.UTC(2024, 10, 3), 14.5],
      [Date.UTC(2024, 10, 2), 13.5],
    ] as const) {
      expect(fromNewYork(day, 9.5 * HOUR)).toBe(day + utcHour * HOUR);
    }
  });
});
