import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BOOKMARKS, MAX_CALLS, type Bookmark, type LevelCall } from '../core/journal.ts';
import {
  addBookmark,
  addCall,
  editBookmark,
  journalBook,
  redoBookmark,
  removeBookmark,
  removeCall,
  settleCalls,
  undoBookmark,
  type JournalBook,
} from './journalBook.ts';

const empty = journalBook({ bookmarks: [], calls: [] });
const mark = (id: string, ts = 1000, note = ''): Bookmark => ({ id, ts, note });
const call = (overrides: Partial<LevelCall> = {}): LevelCall => ({
  id: 'c1',
  ts: 1000,
  level: 'STRIKE_687',
  price: 687,
  break_direction: 'UP',
  choice: 'BREAK',
  signal: 'NEUTRAL',
  score: 55,
  ...overrides,
});
const idsOf = ({ bookmarks }: JournalBook): string[] => bookmarks.map(({ id }) => id);

describe('bookmarks', () => {
  it('stand by time, whatever the order in which they were set', () => {
    const book = [mark('late', 3000), mark('early', 1000), mark('middle', 2000)].reduce(
      addBookmark,
      empty,
    );
    expect(idsOf(book)).toEqual(['early', 'middle', 'late']);
  });

  it('keep their time when their note changes', () => {
    const book = editBookmark(addBookmark(empty, mark('a')), 'a', 'the squeeze');
    expect(book.bookmarks).toEqual([mark('a', 1000, 'the squeeze')]);
  });

  it.each([
    ['edited', () => editBookmark(empty, 'x', '')],
    ['removed', () => removeBookmark(empty, 'x')],
    ['undone', () => undoBookmark(empty)],
    ['redone', () => redoBookmark(empty)],
  ])('that do not exist cannot be %s', (_what, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('are no more than the journal holds', () => {
    const marks = Array.from({ length: MAX_BOOKMARKS }, (_, index) => mark(`b${index}`));
    const full = journalBook({ bookmarks: marks, calls: [] });
    expect(() => addBookmark(full, mark('more'))).toThrow(/already/);
  });

  it('are as before after any changes, all undone, and as after when all are redone', () => {
    const step = fc.record({
      kind: fc.constantFrom('add', 'edit', 'remove'),
      at: fc.nat(20),
      ts: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let book = empty;
        steps.forEach(({ kind, at, ts }, index) => {
          const target = book.bookmarks[at % Math.max(1, book.bookmarks.length)];
          if (kind === 'add') book = addBookmark(book, mark(`b${index}`, ts));
          else if (target !== undefined && kind === 'edit')
            book = editBookmark(book, target.id, `note ${index}`);
          else if (target !== undefined) book = removeBookmark(book, target.id);
        });
        const { bookmarks } = book;
        while (book.undoable.length > 0) book = undoBookmark(book);
        expect(book.bookmarks).toEqual([]);
        while (book.redoable.length > 0) book = redoBookmark(book);
        expect(book.bookmarks).toEqual(bookmarks);
      }),
    );
  });

  it('cannot be redone once something else was changed', () => {
    const undone = undoBookmark(addBookmark(empty, mark('a')));
    expect(addBookmark(undone, mark('b')).redoable).toEqual([]);
  });
});

describe('calls', () => {
  it('can be taken back until time moves on', () => {
    const called = addCall(empty, call());
    expect(removeCall(called, 'c1').calls).toEqual([]);
    expect(() => removeCall(settleCalls(called), 'c1')).toThrow(/stands/);
  });

  it('are replaced at the same level and moment, as long as they can be taken back', () => {
    const called = addCall(empty, call());
    const again = addCall(called, call({ id: 'c2', choice: 'REJECT' }));
    expect(again.calls.map(({ id }) => id)).toEqual(['c2']);
    expect(() => addCall(settleCalls(called), call({ id: 'c2' }))).toThrow(/already/);
  });

  it('of one moment can each be taken back', () => {
    const both = addCall(addCall(empty, call()), call({ id: 'c2', level: 'VWAP' }));
    expect(removeCall(removeCall(both, 'c1'), 'c2').calls).toEqual([]);
  });

  it('stand beside each other at other levels and moments', () => {
    const first = settleCalls(addCall(empty, call()));
    const second = addCall(first, call({ id: 'c2', level: 'VWAP' }));
    const third = addCall(settleCalls(second), call({ id: 'c3', ts: 2000 }));
    expect(third.calls).toHaveLength(3);
    expect(removeCall(second, 'c2').calls).toEqual([call()]);
    expect(() => removeCall(third, 'c2')).toThrow(/stands/);
  });

  it('are no part of what undo takes back', () => {
    const book = addCall(addBookmark(empty, mark('a')), call());
    expect(undoBookmark(book)).toMatchObject({ bookmarks: [], calls: [call()] });
  });

  it('are no more than the journal holds', () => {
    const calls = Array.from({ length: MAX_CALLS }, (_, ts) => call({ id: `c${ts}`, ts }));
    const full = journalBook({ bookmarks: [], calls });
    expect(() => addCall(full, call({ id: 'more', ts: MAX_CALLS }))).toThrow(/already/);
  });
});
