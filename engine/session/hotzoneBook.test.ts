import { describe, expect, it } from 'vitest';
import type { HotzoneState } from '../core/protocol.ts';
import {
  addHotzone,
  editHotzone,
  hotzoneBook,
  MAX_HOTZONES,
  redoHotzone,
  removeHotzone,
  undoHotzone,
} from './hotzoneBook.ts';

function hotzone(overrides: Partial<HotzoneState> = {}): HotzoneState {
  return { id: 'a', price: 687, label: 'pivot', strong: false, ...overrides };
}

describe('the list of hotzones', () => {
  it('is sorted from the highest price down, ties by id', () => {
    const book = hotzoneBook([
      hotzone({ id: 'c', price: 686 }),
      hotzone({ id: 'b' }),
      hotzone({ id: 'a' }),
    ]);
    expect(book.hotzones.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('tells the running session what each edit means', () => {
    const added = addHotzone(hotzoneBook(), hotzone());
    expect(added.event).toEqual({ action: 'add', ...hotzone() });
    const moved = editHotzone(added.book, 'a', { price: 688 });
    expect(moved.event).toEqual({ action: 'move', ...hotzone({ price: 688 }) });
    const removed = removeHotzone(moved.book, 'a');
    expect(removed.event).toMatchObject({ action: 'remove', id: 'a' });
    expect(removed.book.hotzones).toEqual([]);
  });

  it('edits only the fields that are named', () => {
    const { book } = editHotzone(hotzoneBook([hotzone()]), 'a', { label: '', strong: true });
    expect(book.hotzones).toEqual([hotzone({ label: '', strong: true })]);
  });

  it('takes edits back and makes them again, in order', () => {
    const two = removeHotzone(addHotzone(hotzoneBook(), hotzone()).book, 'a').book;
    const undone = undoHotzone(two);
    expect(undone.event).toEqual({ action: 'add', ...hotzone() });
    expect(undone.book.hotzones).toEqual([hotzone()]);
    expect(undoHotzone(undone.book).book.hotzones).toEqual([]);
    expect(redoHotzone(undone.book).event).toMatchObject({ action: 'remove', id: 'a' });
    expect(redoHotzone(undone.book).book.redoable).toEqual([]);
  });

  it('forgets what was undone once something new is done', () => {
    const undone = undoHotzone(addHotzone(hotzoneBook(), hotzone()).book).book;
    const { book } = addHotzone(undone, hotzone({ id: 'b' }));
    expect(() => redoHotzone(book)).toThrow('nothing to redo');
  });

  it('refuses what is not there', () => {
    expect(() => undoHotzone(hotzoneBook())).toThrow('nothing to undo');
    expect(() => redoHotzone(hotzoneBook())).toThrow('nothing to redo');
    expect(() => removeHotzone(hotzoneBook(), 'x')).toThrow('no hotzone "x"');
    expect(() => editHotzone(hotzoneBook(), 'x', {})).toThrow('no hotzone "x"');
  });

  it('does not grow without end', () => {
    const full = Array.from({ length: MAX_HOTZONES }, (_, index) => hotzone({ id: `h${index}` }));
    expect(() => addHotzone(hotzoneBook(full), hotzone())).toThrow('already');
  });

  it('leaves the book it was made from alone, so that a failed save changes nothing', () => {
    const book = hotzoneBook([hotzone()]);
    removeHotzone(book, 'a');
    expect(book.hotzones).toEqual([hotzone()]);
    expect(book.undoable).toEqual([]);
  });
});
