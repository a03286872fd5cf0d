import { assertNever } from '../core/errors.ts';
import type { HotzoneEvent } from '../core/events.ts';
import type { Command } from '../core/protocol.ts';
import {
  addHotzone,
  editHotzone,
  redoHotzone,
  removeHotzone,
  undoHotzone,
  type HotzoneBook,
  type HotzoneStep,
} from './hotzoneBook.ts';
import { newHotzoneId } from './hotzoneKeeper.ts';
import type { LogEntry } from './logStore.ts';

/** The commands that change the list of hotzones. */
export type HotzoneCommand = Extract<
  Command,
  { type: 'add_hotzone' | 'edit_hotzone' | 'remove_hotzone' | 'undo' | 'redo' }
>;

const HOTZONE_COMMANDS: ReadonlySet<Command['type']> = new Set<HotzoneCommand['type']>([
  'add_hotzone',
  'edit_hotzone',
  'remove_hotzone',
  'undo',
  'redo',
]);

export const isHotzoneCommand = (command: Command): command is HotzoneCommand =>
  HOTZONE_COMMANDS.has(command.type);

/**
 * The edit a command stands for.
 * @throws BreakwaterError (usage) when the book does not allow it
 */
export function hotzoneStep(command: HotzoneCommand, book: HotzoneBook): HotzoneStep {
  switch (command.type) {
    case 'add_hotzone': {
      const { price, label, strong } = command;
      return addHotzone(book, { id: newHotzoneId(), price, label, strong });
    }
    case 'edit_hotzone': {
      const { price, label, strong } = command;
      return editHotzone(book, command.id, { price, label, strong });
    }
    case 'remove_hotzone':
      return removeHotzone(book, command.id);
    case 'undo':
      return undoHotzone(book);
    case 'redo':
      return redoHotzone(book);
    default:
      return assertNever(command);
  }
}

const WORDS = { add: 'ADDED', move: 'CHANGED', remove: 'REMOVED' } as const;

/** The log row of an edit. @param ts Unix ms of the last snap */
export function hotzoneEntry({ action, id, price, label }: HotzoneEvent, ts: number): LogEntry {
  const name = label === '' ? 'Hotzone' : `Hotzone "${label}"`;
  return {
    ts,
    kind: 'hotzone',
    level: `HOTZONE_${id}`,
    price,
    value: WORDS[action],
    direction: null,
    score: null,
    text: `${name} ${WORDS[action].toLowerCase()} at ${price.toFixed(2)}`,
  };
}
