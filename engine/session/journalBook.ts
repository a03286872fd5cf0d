import { BreakwaterError } from '../core/errors.ts';
import { MAX_BOOKMARKS, MAX_CALLS, type Bookmark, type LevelCall } from '../core/journal.ts';

const MAX_UNDO_STEPS = 200;

/** What a journal holds, in memory and on disk. */
export interface JournalContent {
  /** By time, then by id. */
  readonly bookmarks: readonly Bookmark[];
  /** In the order in which they were made. */
  readonly calls: readonly LevelCall[];
}

/** One change of a bookmark; undefined where it did not exist. */
interface BookmarkChange {
  readonly before: Bookmark | undefined;
  readonly after: Bookmark | undefined;
}

/** A journal and its changes; immutable, so a failed save costs nothing. */
export interface JournalBook extends JournalContent {
  /** Done changes, oldest first. */
  readonly undoable: readonly BookmarkChange[];
  /** Undone changes, the next one to redo last. */
  readonly redoable: readonly BookmarkChange[];
  /** Ids of the calls that can be taken back: those made where the playhead has stood since. */
  readonly revocable: readonly string[];
}

export const journalBook = ({ bookmarks, calls }: JournalContent): JournalBook => ({
  bookmarks: sorted(bookmarks),
  calls,
  undoable: [],
  redoable: [],
  revocable: [],
});

const sorted = (bookmarks: readonly Bookmark[]): Bookmark[] =>
  bookmarks.toSorted((a, b) => a.ts - b.ts || (a.id < b.id ? -1 : 1));

function applied(bookmarks: readonly Bookmark[], { before, after }: BookmarkChange): Bookmark[] {
  const id = (before ?? after)?.id;
  const others = bookmarks.filter((bookmark) => bookmark.id !== id);
  return sorted(after === undefined ? others : [...others, after]);
}

function change(book: JournalBook, made: BookmarkChange): JournalBook {
  return {
    ...book,
    bookmarks: applied(book.bookmarks, made),
    undoable: [...book.undoable, made].slice(-MAX_UNDO_STEPS),
    redoable: [],
  };
}

function findBookmark(book: JournalBook, id: string): Bookmark {
  const bookmark = book.bookmarks.find((candidate) => candidate.id === id);
  if (bookmark !== undefined) return bookmark;
  throw new BreakwaterError('usage', `There is no bookmark ${JSON.stringify(id)}.`, {
    place: { field: 'id', found: id },
    remedy: 'It may have been deleted in another window; choose one that is listed.',
  });
}

const full = (things: string, limit: number): BreakwaterError =>
  new BreakwaterError('usage', `The journal of this session holds ${limit} ${things} already.`, {
    place: { field: things, expected: `at most ${limit}` },
    remedy: `Export it, then delete ${things} first.`,
  });

/** @throws BreakwaterError (usage) when there are {@link MAX_BOOKMARKS} already */
export function addBookmark(book: JournalBook, bookmark: Bookmark): JournalBook {
  if (book.bookmarks.length >= MAX_BOOKMARKS) throw full('bookmarks', MAX_BOOKMARKS);
  return change(book, { before: undefined, after: bookmark });
}

/** @throws BreakwaterError (usage) when there is no such bookmark */
export function editBookmark(book: JournalBook, id: string, note: string): JournalBook {
  const before = findBookmark(book, id);
  return change(book, { before, after: { ...before, note } });
}

/** @throws BreakwaterError (usage) when there is no such bookmark */
export function removeBookmark(book: JournalBook, id: string): JournalBook {
  return change(book, { before: findBookmark(book, id), after: undefined });
}

/** @throws BreakwaterError (usage) when there is nothing to undo */
export function undoBookmark(book: JournalBook): JournalBook {
  const made = book.undoable.at(-1);
  if (made === undefined) throw new BreakwaterError('usage', 'There is nothing to undo.');
  return {
    ...book,
    bookmarks: applied(book.bookmarks, { before: made.after, after: made.before }),
    undoable: book.undoable.slice(0, -1),
    redoable: [...book.redoable, made],
  };
}

/** @throws BreakwaterError (usage) when there is nothing to redo */
export function redoBookmark(book: JournalBook): JournalBook {
  const made = book.redoable.at(-1);
  if (made === undefined) throw new BreakwaterError('usage', 'There is nothing to redo.');
  return {
    ...book,
    bookmarks: applied(book.bookmarks, made),
    undoable: [...book.undoable, made],
    redoable: book.redoable.slice(0, -1),
  };
}

/**
 * One forecast a level and moment: a second one there takes the place of the first, as long as that
 * could be taken back.
 * @throws BreakwaterError (usage) when the level has a call there that stands, or the journal is full
 */
export function addCall(book: JournalBook, call: LevelCall): JournalBook {
  const before = book.calls.find(({ ts, level }) => ts === call.ts && level === call.level);
  if (before !== undefined && !book.revocable.includes(before.id)) {
    throw new BreakwaterError('usage', 'A call was made at this level and moment already.', {
      place: { field: 'level', found: call.level },
      remedy: 'Calls stand once time has moved on; make the next one at a later moment.',
    });
  }
  const others = book.calls.filter((each) => each !== before);
  if (others.length >= MAX_CALLS) throw full('calls', MAX_CALLS);
  return { ...book, calls: [...others, call], revocable: [...book.revocable, call.id] };
}

/** @throws BreakwaterError (usage) when the call stands: time has moved on */
export function removeCall(book: JournalBook, id: string): JournalBook {
  if (!book.revocable.includes(id)) {
    throw new BreakwaterError('usage', 'This call stands: it can no longer be taken back.', {
      place: { field: 'id', found: id },
      remedy: 'Calls can be taken back only until time moves on.',
    });
  }
  const others = book.revocable.filter((each) => each !== id);
  return { ...book, calls: book.calls.filter((call) => call.id !== id), revocable: others };
}

/** The playhead has moved: what was called stands. The same book where nothing could be revoked. */
export const settleCalls = (book: JournalBook): JournalBook =>
  book.revocable.length === 0 ? book : { ...book, revocable: [] };
