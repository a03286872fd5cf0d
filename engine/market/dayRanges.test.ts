import { describe, expect, it } from 'vitest';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { MS_PER_DAY, TradingClock } from '../core/time.ts';
import { dayNumber, newYorkToUnixMs, timeOfDayMs } from '../core/newYork.ts';
import { DayRanges } from './dayRanges.ts';
import type { PriceRange } from './priceRange.ts';

const MONDAY = dayNumber(2025, 12, 15);
const TUESDAY = MONDAY + 1;
const FRIDAY = MONDAY + 4;
/** The Friday after Thanksgiving, which ends at 13:00, after a Thursday without trading. */
const HALF_DAY = dayNumber(2025, 11, 28);

/** Trades told by day, time in New York and price, and what the ranges are then. */
class Days {
  readonly #clock: TradingClock;
  readonly ranges: DayRanges;

  constructor(firstDay = MONDAY, openingMinutes = 15) {
    this.#clock = new TradingClock(firstDay * MS_PER_DAY);
    this.ranges = new DayRanges(this.#clock, openingMinutes);
  }

  #ns(day: number, time: string): number {
    return this.#clock.fromUnixMs(newYorkToUnixMs(day, timeOfDayMs(time)));
  }

  trades(day: number, time: string, ...prices: readonly number[]): this {
    for (const px of prices) this.ranges.add(this.#ns(day, time), px);
    return this;
  }

  at(day: number, time: string): DayRanges {
    this.ranges.moveTo(this.#ns(day, time));
    return this.ranges;
  }
}

const extremes = (range: PriceRange | undefined) =>
  range === undefined ? undefined : [range.highPx, range.lowPx];

describe('the prior day', () => {
  const monday = () =>
    new Days().trades(MONDAY, '09:30', 6850).trades(MONDAY, '12:00', 6880, 6840, 6860);

  it('is regular hours from open to close, known once they are over', () => {
    const days = monday().trades(MONDAY, '16:00', 6999);
    expect(extremes(days.at(MONDAY, '16:00').prior)).toEqual([6880, 6840]);
    expect(days.ranges.prior?.lastPx).toBe(6860);
    expect(extremes(days.at(TUESDAY, '11:00').prior)).toEqual([6880, 6840]);
  });

  it('does not exist while the first day goes on', () => {
    expect(monday().at(MONDAY, '15:59:59').prior).toBeUndefined();
  });

  it('does not exist where the morning is not known', () => {
    const days = new Days().trades(MONDAY, '11:00', 6850);
    expect(days.at(TUESDAY, '10:00').prior).toBeUndefined();
  });

  it('ends at 13:00 on a half day', () => {
    const days = new Days(HALF_DAY).trades(HALF_DAY, '09:30', 6850).trades(HALF_DAY, '13:00', 6900);
    expect(extremes(days.at(HALF_DAY, '13:00').prior)).toEqual([6850, 6850]);
  });
});

describe('the night', () => {
  it('goes from the close to the next open, and lasts as a range through the day', () => {
    const days = new Days().trades(MONDAY, '15:00', 6800).trades(MONDAY, '18:00', 6850, 6870);
    expect(extremes(days.at(MONDAY, '20:00').overnight)).toEqual([6870, 6850]);
    days.trades(TUESDAY, '03:00', 6840).trades(TUESDAY, '09:30', 6999);
    expect(extremes(days.at(TUESDAY, '15:00').overnight)).toEqual([6870, 6840]);
  });

  it('reaches over a weekend and a holiday', () => {
    const days = new Days(FRIDAY).trades(FRIDAY, '15:00', 6800).trades(FRIDAY, '16:30', 6810);
    days.trades(FRIDAY + 2, '18:00', 6830).trades(FRIDAY + 3, '09:00', 6820);
    expect(extremes(days.at(FRIDAY + 3, '10:00').overnight)).toEqual([6830, 6810]);
    const before = new Days(HALF_DAY - 2).trades(HALF_DAY - 2, '15:00', 6800);
    before.trades(HALF_DAY - 1, '12:00', 6790).trades(HALF_DAY, '09:30', 6801);
    expect(extremes(before.at(HALF_DAY, '10:00').overnight)).toEqual([6790, 6790]);
  });

  it('does not exist where only its end is known', () => {
    const days = new Days().trades(MONDAY, '08:00', 6850).trades(MONDAY, '09:30', 6855);
    expect(days.at(MONDAY, '10:00').overnight).toBeUndefined();
  });

  it('is not that of days ago after a pause', () => {
    const days = new Days().trades(MONDAY, '15:00', 6800).trades(MONDAY, '18:00', 6850);
    days.trades(MONDAY + 3, '10:00', 6700);
    expect(days.at(MONDAY + 3, '10:30').overnight).toBeUndefined();
  });
});

describe('the opening range', () => {
  const morning = () =>
    new Days().trades(MONDAY, '09:30', 6850).trades(MONDAY, '09:44:59', 6860, 6845);

  it('is high and low of the first minutes, from their end to the close', () => {
    const days = morning().trades(MONDAY, '09:45', 6900);
    expect(extremes(days.at(MONDAY, '09:45').opening)).toEqual([6860, 6845]);
    expect(extremes(days.at(MONDAY, '15:59').opening)).toEqual([6860, 6845]);
    expect(days.at(MONDAY, '16:00').opening).toBeUndefined();
  });

  it('does not exist while it forms, nor where the open was missed', () => {
    expect(morning().at(MONDAY, '09:44:59').opening).toBeUndefined();
    const late = new Days().trades(MONDAY, '09:35', 6850);
    expect(late.at(MONDAY, '10:00').opening).toBeUndefined();
  });
});

it('ranges go on from a saved state as if nothing had been', () => {
  const days = new Days().trades(MONDAY, '09:30', 6850, 6840).trades(MONDAY, '17:00', 6860);
  const state = new StateWriter();
  days.ranges.transfer(state);
  const other = new Days();
  other.ranges.transfer(new StateReader(state.bytes()));
  other.trades(TUESDAY, '09:30', 6870);
  expect(extremes(other.at(TUESDAY, '10:00').prior)).toEqual([6850, 6840]);
  expect(extremes(other.ranges.overnight)).toEqual([6860, 6860]);
});

it('no time at all has no range', () => {
  const { prior, overnight, opening } = new Days().at(MONDAY, '10:00');
  expect([prior, overnight, opening]).toEqual([undefined, undefined, undefined]);
});
