import { randomBytes } from 'node:crypto';
import { assertNever, BreakwaterError } from '../core/errors.ts';
import { journalCommandSchemas, type JournalCommand, type LevelCall } from '../core/journal.ts';
import type { SnapPayload } from '../core/payload.ts';
import type { Command } from '../core/protocol.ts';
import {
  addBookmark,
  addCall,
  editBookmark,
  redoBookmark,
  removeBookmark,
  removeCall,
  undoBookmark,
  type JournalBook,
} from './journalBook.ts';

const TYPES: ReadonlySet<string> = new Set(
  journalCommandSchemas.map(({ shape }) => shape.type.value),
);

export const isJournalCommand = (command: Command): command is JournalCommand =>
  TYPES.has(command.type);

const newId = (): string => randomBytes(8).toString('hex');

/** A call as the snap at the playhead makes it: level, price and the engine's own verdict. */
function callAt(
  { level: id, choice }: Extract<JournalCommand, { type: 'add_call' }>,
  payload: SnapPayload | undefined,
): LevelCall {
  const level = payload?.levels.find((candidate) => candidate.id === id);
  if (payload === undefined || level === undefined) {
    throw new BreakwaterError('usage', `${id} is not active at this moment.`, {
      place: { field: 'level', found: id, expected: 'a level within the band around spot' },
      remedy: 'Make the call while the level has a live card.',
    });
  }
  const { price, break_direction, signal, break_score_smooth: score } = level;
  return { id: newId(), ts: payload.ts, level: id, price, break_direction, choice, signal, score };
}

/**
 * The journal after a command.
 * @param payload the snap at the playhead; undefined before the first
 * @throws BreakwaterError (usage) when the journal does not allow it
 */
export function journalStep(
  command: JournalCommand,
  book: JournalBook,
  payload: SnapPayload | undefined,
): JournalBook {
  switch (command.type) {
    case 'add_bookmark':
      return addBookmark(book, { id: newId(), ts: command.ts, note: command.note });
    case 'edit_bookmark':
      return editBookmark(book, command.id, command.note);
    case 'remove_bookmark':
      return removeBookmark(book, command.id);
    case 'undo_bookmark':
      return undoBookmark(book);
    case 'redo_bookmark':
      return redoBookmark(book);
    case 'add_call':
      return addCall(book, callAt(command, payload));
    case 'remove_call':
      return removeCall(book, command.id);
    default:
      return assertNever(command);
  }
}
