import { describe, expect, it } from 'vitest';
import type { Feed, Gap } from '../core/events.ts';
import { aConfig } from '../testing/builders.ts';
import { ageMs, FeedHealth } from './feedHealth.ts';

const S = 1e9;
const MS = 1e6;
const HOLD_S = 3;

/** Everything sound: a good book and an option event at time 0. */
function soundFeeds(): FeedHealth {
  const health = new FeedHealth(aConfig({ RESYNC_HOLD: HOLD_S }));
  health.noteBook(0, false, true);
  health.optionNs = 0;
  return health;
}

const aGap = (feed: Feed): Gap => ({
  feed,
  fromNs: null,
  toNs: 0,
  cause: 'reconnected',
  recordsLost: null,
});

describe('the health of the feeds', () => {
  it('is OK while book and options are fresh', () => {
    expect(soundFeeds().stateAt(0)).toBe('OK');
  });

  it.each<[string, (health: FeedHealth) => void]>([
    ['a view that is not good', (health) => health.noteBook(S, false, false)],
    ['a record the venue doubts', (health) => health.noteBook(S, true, true)],
    ['a gap of the book', (health) => health.noteGap(aGap('book'))],
    ['a gap of the trades', (health) => health.noteGap(aGap('trades'))],
    ['a gap of the underlying', (health) => health.noteGap(aGap('underlying'))],
    ['a gap of the options', (health) => health.noteGap(aGap('options'))],
  ])('is RESYNC from %s until three seconds after the first good book record', (_, trouble) => {
    const health = soundFeeds();
    trouble(health);
    expect(health.stateAt(S)).toBe('RESYNC');
    expect(health.stateAt(60 * S)).toBe('RESYNC');
    health.noteBook(70 * S, false, true);
    health.noteBook(72 * S, false, true);
    health.optionNs = 72 * S;
    expect(health.stateAt(73 * S - 1)).toBe('RESYNC');
    expect(health.stateAt(73 * S)).toBe('OK');
    expect(health.stateAt(74 * S)).toBe('OK');
  });

  it('holds for 4.15 seconds to the nanosecond, which no double times 1e9 makes', () => {
    const health = new FeedHealth(aConfig({ RESYNC_HOLD: 4.15 }));
    health.noteBook(0, true, true);
    health.noteBook(0, false, true);
    health.optionNs = 0;
    expect(health.stateAt(4_150_000_000 - 1)).toBe('RESYNC');
    expect(health.stateAt(4_150_000_000)).toBe('OK');
  });

  it('starts the hold again when trouble comes back during it', () => {
    const health = soundFeeds();
    health.noteGap(aGap('book'));
    health.noteBook(1 * S, false, true);
    health.noteBook(2 * S, false, false);
    expect(health.stateAt(5 * S)).toBe('RESYNC');
    health.noteBook(5 * S, false, true);
    expect(health.stateAt(8 * S - 1)).toBe('RESYNC');
    expect(health.stateAt(8 * S)).toBe('OK');
  });

  it('is RESYNC before STALE, and STALE before NO_OPTIONS', () => {
    const health = new FeedHealth(aConfig());
    health.noteBook(0, false, true);
    expect(health.stateAt(5000 * MS)).toBe('NO_OPTIONS');
    expect(health.stateAt(5000 * MS + 1)).toBe('STALE');
    health.noteGap(aGap('trades'));
    expect(health.stateAt(5000 * MS + 1)).toBe('RESYNC');
  });

  it('is NO_OPTIONS when no option event lies in the last minute, half open like any window', () => {
    const health = soundFeeds();
    health.noteBook(60 * S, false, true);
    expect(health.stateAt(60 * S - 1)).toBe('OK');
    expect(health.lacksOptions(60 * S - 1)).toBe(false);
    expect(health.stateAt(60 * S)).toBe('NO_OPTIONS');
    expect(health.lacksOptions(60 * S)).toBe(true);
  });
});

describe('the ledger of gaps', () => {
  it('counts doubtful records in a row as one gap, and a later row as another', () => {
    const health = soundFeeds();
    health.noteBook(1 * S, true, true);
    health.noteBook(2 * S, true, true);
    health.noteBook(3 * S, false, true);
    health.noteBook(4 * S, true, false);
    expect(health.gaps).toHaveLength(2);
    expect(health.gaps[0]).toMatchObject({ feed: 'book', fromNs: 0, toNs: 1 * S });
    expect(health.gaps[1]).toMatchObject({ feed: 'book', fromNs: 3 * S, toNs: 4 * S });
  });

  it('knows no record before the first', () => {
    const health = new FeedHealth(aConfig());
    health.noteBook(S, true, true);
    expect(health.gaps[0]?.fromNs).toBeNull();
  });

  it('does not count a bad view as a gap', () => {
    const health = soundFeeds();
    health.noteBook(S, false, false);
    expect(health.gaps).toEqual([]);
  });
});

describe('the age of a feed', () => {
  it('is in whole milliseconds rounded down, and null before the first event', () => {
    expect(ageMs(2_999_999, 1_000_000)).toBe(1);
    expect(ageMs(5, 5)).toBe(0);
    expect(ageMs(5, undefined)).toBeNull();
  });
});
