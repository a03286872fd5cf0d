/** The trader's journal as it travels and as it is kept: bookmarks, and calls made in practice. */
import { z } from 'zod';

/** Together below 1 MB, so that a journal is always one message. */
export const MAX_BOOKMARKS = 400;
export const MAX_CALLS = 1000;
/** In UTF-16 units. */
export const MAX_NOTE_LENGTH = 500;

const unixMs = z.number().int().min(0).max(8.64e15);
const entryId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const note = z.string().max(MAX_NOTE_LENGTH);
const levelId = z.string().regex(/^[A-Za-z0-9_.-]{1,80}$/);
const choice = z.enum(['BREAK', 'REJECT', 'PASS']);

/** A moment worth coming back to. */
export const bookmarkSchema = z.strictObject({
  id: entryId,
  /** Unix ms of the session. */
  ts: unixMs,
  note,
});
export type Bookmark = z.infer<typeof bookmarkSchema>;

/** What the trader expected of a level, and what the engine said of it at the same snap. */
export const callSchema = z.strictObject({
  id: entryId,
  /** Unix ms of the snap at which it was made. */
  ts: unixMs,
  level: levelId,
  /** Level price at that snap. */
  price: z.number().positive().max(1e7),
  /** Where price goes if the level breaks. */
  break_direction: z.enum(['UP', 'DOWN']),
  choice,
  /** The engine's signal at that snap. */
  signal: z.enum(['BREAK', 'REJECT', 'CONTESTED', 'NEUTRAL']),
  /** Its smoothed score, 0…100. */
  score: z.number().min(0).max(100),
});
export type LevelCall = z.infer<typeof callSchema>;
/** BREAK and REJECT are forecasts; PASS says that the trader would stay out. */
export type CallChoice = LevelCall['choice'];

/** The commands that change a journal. */
export const journalCommandSchemas = [
  /** Marks a time of the session, Unix ms. */
  z.strictObject({ type: z.literal('add_bookmark'), ts: unixMs, note }),
  z.strictObject({ type: z.literal('edit_bookmark'), id: entryId, note }),
  z.strictObject({ type: z.literal('remove_bookmark'), id: entryId }),
  /** Take back and repeat changes of bookmarks. */
  z.strictObject({ type: z.literal('undo_bookmark') }),
  z.strictObject({ type: z.literal('redo_bookmark') }),
  /** Says what an active level will do, at the playhead. */
  z.strictObject({ type: z.literal('add_call'), level: levelId, choice }),
  /** Takes back a call; possible until the playhead moves. */
  z.strictObject({ type: z.literal('remove_call'), id: entryId }),
] as const;
export type JournalCommand = z.infer<(typeof journalCommandSchemas)[number]>;

/** The journal of the session that is open; sent on connect and whenever it changes. */
export interface JournalEvent {
  type: 'journal';
  session_id: string;
  /** By time. */
  bookmarks: Bookmark[];
  /** In the order in which they were made. */
  calls: LevelCall[];
  /** Ids of the calls that can still be taken back: those made where the playhead stands. */
  revocable_calls: string[];
  can_undo: boolean;
  can_redo: boolean;
}
