import { describe, expect, it } from 'vitest';
import type { LevelCall } from '../../engine/core/journal.ts';
import type { LoopState } from '../../engine/core/protocol.ts';
import { NOON_TS } from '../model/testing.ts';
import { withLoopEnd } from './actions.ts';
import { journalCsv, journalJson, type JournalExport } from './exportJournal.ts';
import { seenJournal } from './seenJournal.ts';

const bookmark = (seconds: number, note = '') => ({
  id: `b${seconds}`,
  ts: NOON_TS + seconds * 1000,
  note,
});
const made: LevelCall = {
  id: 'c1',
  ts: NOON_TS + 1500,
  level: 'STRIKE_687',
  price: 687,
  break_direction: 'UP',
  choice: 'BREAK',
  signal: 'REJECT',
  score: 18.5,
};
const content = (note: string): JournalExport => ({
  session: { name: 'demo', instrument: 'ESZ5', profile: 'spy-0dte' },
  bookmarks: [bookmark(2, note)],
  calls: [{ call: made, outcome: 'BREAK', result: 'right', engine: 'wrong' }],
});

describe('the journal that may be seen', () => {
  it('ends at the limit, the limit included', () => {
    const all = { bookmarks: [bookmark(1), bookmark(2), bookmark(3)], calls: [made] };
    expect(seenJournal(all, NOON_TS + 2000).bookmarks.map(({ id }) => id)).toEqual(['b1', 'b2']);
    expect(seenJournal(all, Number.NEGATIVE_INFINITY)).toEqual({ bookmarks: [], calls: [] });
  });

  it('is all of it, and the same lists, where nothing is hidden', () => {
    const all = { bookmarks: [bookmark(1)], calls: [made] };
    expect(seenJournal(all, Infinity).bookmarks).toBe(all.bookmarks);
  });
});

describe('the export', () => {
  it('has a row an entry, by time, as wide as its head', () => {
    const lines = journalCsv(content('squeeze')).split('\r\n');
    expect(lines).toHaveLength(4);
    const [head = '', first = '', second = ''] = lines;
    expect(first).toMatch(/^call,.*,STRIKE_687,687,UP,BREAK,REJECT,18.5,BREAK,right,wrong$/);
    expect(second).toMatch(/^bookmark,.*,squeeze,/);
    for (const line of [first, second]) {
      expect(line.split(',')).toHaveLength(head.split(',').length);
    }
  });

  it.each([
    ['a comma, and "quotes"', '"a comma, and ""quotes"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['-1 short', "'-1 short"],
  ])('keeps the note %j from being taken for anything else', (note, cell) => {
    expect(journalCsv(content(note))).toContain(`,${cell},`);
  });

  it('is a head alone when there is nothing', () => {
    const nothing = { ...content(''), bookmarks: [], calls: [] };
    expect(journalCsv(nothing)).toMatch(/^record,[a-z_,]+\r\n$/);
  });

  it('as JSON holds everything as it is kept', () => {
    expect(JSON.parse(journalJson(content('=1+1')))).toEqual({
      version: 1,
      session: { name: 'demo', instrument: 'ESZ5', profile: 'spy-0dte' },
      bookmarks: [bookmark(2, '=1+1')],
      calls: [{ ...made, outcome: 'BREAK', result: 'right', engine_result: 'wrong' }],
    });
  });
});

describe('an end of the loop', () => {
  const loop = (from_ts: number | null, to_ts: number | null, is_on = false): LoopState => ({
    from_ts,
    to_ts,
    is_on,
  });

  it('switches the loop on as soon as there are two', () => {
    expect(withLoopEnd(loop(null, null), 'from', 5000)).toEqual(loop(5000, null));
    expect(withLoopEnd(loop(5000, null), 'to', 9000)).toEqual(loop(5000, 9000, true));
    expect(withLoopEnd(loop(null, 9000), 'from', 5000)).toEqual(loop(5000, 9000, true));
  });

  it('takes the other away where that would lie on the wrong side, or too near', () => {
    expect(withLoopEnd(loop(5000, 9000, true), 'from', 9500)).toEqual(loop(9500, null));
    expect(withLoopEnd(loop(5000, 9000, true), 'to', 5500)).toEqual(loop(null, 5500));
  });
});
