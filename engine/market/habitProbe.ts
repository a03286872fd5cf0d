import type { MeetingCounts } from './nearestFills.ts';

/** Trades that must speak for one habit beyond those that speak for the other. */
const MAJORITY = 3;

/**
 * `fill_habit: auto`: finds out from a feed's first trades whether they come right before their
 * change, at its time (SPEC §4), or late, early or with a book that shows the change already.
 * Trades that meet no decrease at all, such as hidden executions, speak for neither. Until it is
 * decided, SPEC §4 is in force; after that it stays.
 */
export class HabitProbe {
  /** The habit that the trades counted so far prove; undefined while they prove none. */
  decide({ sameTime, apart }: MeetingCounts): 'same-time' | 'nearest' | undefined {
    if (sameTime - apart >= MAJORITY) return 'same-time';
    return apart - sameTime >= MAJORITY ? 'nearest' : undefined;
  }
}
