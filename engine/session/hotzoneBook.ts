import { BreakwaterError } from '../core/errors.ts';
import type { HotzoneEvent } from '../core/events.ts';
import type { HotzoneState } from '../core/protocol.ts';

/** More would fill the screen, and a script gone wild the disk. */
export const MAX_HOTZONES = 500;
const MAX_UNDO_STEPS = 200;

/** One edit of the list: from `before` to `after`; undefined where the hotzone did not exist. */
export interface HotzoneChange {
  readonly before: HotzoneState | undefined;
  readonly after: HotzoneState | undefined;
}

/** The list and its edits as they would be after a change; immutable, so a failed save costs nothing. */
export interface HotzoneBook {
  /** Highest price first, then by id. */
  readonly hotzones: readonly HotzoneState[];
  /** Done edits, oldest first. */
  readonly undoable: readonly HotzoneChange[];
  /** Undone edits, the next one to redo last. */
  readonly redoable: readonly HotzoneChange[];
}

/** What a change makes of the book, and of the running session. */
export interface HotzoneStep {
  readonly book: HotzoneBook;
  readonly event: HotzoneEvent;
}

export function hotzoneBook(hotzones: readonly HotzoneState[] = []): HotzoneBook {
  return { hotzones: sorted(hotzones), undoable: [], redoable: [] };
}

function sorted(hotzones: readonly HotzoneState[]): HotzoneState[] {
  return hotzones.toSorted((a, b) => b.price - a.price || (a.id < b.id ? -1 : 1));
}

/** The change as an event of the stream. */
function toEvent({ before, after }: HotzoneChange): HotzoneEvent {
  if (after !== undefined) {
    const { id, price, label, strong } = after;
    return { action: before === undefined ? 'add' : 'move', id, price, label, strong };
  }
  if (before === undefined) throw new Error('Invariant: a hotzone change changes something');
  const { id, price, label, strong } = before;
  return { action: 'remove', id, price, label, strong };
}

function applied(hotzones: readonly HotzoneState[], change: HotzoneChange): HotzoneState[] {
  const id = (change.before ?? change.after)?.id;
  const others = hotzones.filter((hotzone) => hotzone.id !== id);
  return sorted(change.after === undefined ? others : [...others, change.after]);
}

/** Makes an edit; what was undone before can then no longer be redone. */
function edit(book: HotzoneBook, change: HotzoneChange): HotzoneStep {
  const undoable = [...book.undoable, change].slice(-MAX_UNDO_STEPS);
  return {
    book: { hotzones: applied(book.hotzones, change), undoable, redoable: [] },
    event: toEvent(change),
  };
}

function find(book: HotzoneBook, id: string): HotzoneState {
  const hotzone = book.hotzones.find((candidate) => candidate.id === id);
  if (hotzone !== undefined) return hotzone;
  throw new BreakwaterError('usage', `There is no hotzone ${JSON.stringify(id)}.`, {
    place: { field: 'id', found: id },
    remedy: 'It may have been removed in another window; choose one that is listed.',
  });
}

/** @throws BreakwaterError (usage) when there are {@link MAX_HOTZONES} already */
export function addHotzone(book: HotzoneBook, hotzone: HotzoneState): HotzoneStep {
  if (book.hotzones.length >= MAX_HOTZONES) {
    throw new BreakwaterError('usage', `There are ${MAX_HOTZONES} hotzones already.`, {
      place: { field: 'hotzones', expected: `at most ${MAX_HOTZONES}` },
      remedy: 'Remove one first.',
    });
  }
  return edit(book, { before: undefined, after: hotzone });
}

/** @throws BreakwaterError (usage) when there is no such hotzone */
export function editHotzone(
  book: HotzoneBook,
  id: string,
  fields: { readonly [K in keyof Omit<HotzoneState, 'id'>]?: HotzoneState[K] | undefined },
): HotzoneStep {
  const before = find(book, id);
  const after = {
    id,
    price: fields.price ?? before.price,
    label: fields.label ?? before.label,
    strong: fields.strong ?? before.strong,
  };
  return edit(book, { before, after });
}

/** @throws BreakwaterError (usage) when there is no such hotzone */
export function removeHotzone(book: HotzoneBook, id: string): HotzoneStep {
  return edit(book, { before: find(book, id), after: undefined });
}

/** @throws BreakwaterError (usage) when there is nothing to undo */
export function undoHotzone(book: HotzoneBook): HotzoneStep {
  const change = book.undoable.at(-1);
  if (change === undefined) {
    throw new BreakwaterError('usage', 'There is nothing to undo.');
  }
  const inverse = { before: change.after, after: change.before };
  return {
    book: {
      hotzones: applied(book.hotzones, inverse),
      undoable: book.undoable.slice(0, -1),
      redoable: [...book.redoable, change],
    },
    event: toEvent(inverse),
  };
}

/** @throws BreakwaterError (usage) when there is nothing to redo */
export function redoHotzone(book: HotzoneBook): HotzoneStep {
  const change = book.redoable.at(-1);
  if (change === undefined) {
    throw new BreakwaterError('usage', 'There is nothing to redo.');
  }
  return {
    book: {
      hotzones: applied(book.hotzones, change),
      undoable: [...book.undoable, change],
      redoable: book.redoable.slice(0, -1),
    },
    event: toEvent(change),
  };
}
