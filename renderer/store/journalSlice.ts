import type { StateCreator } from 'zustand';
import type { Bookmark, JournalEvent, LevelCall } from '../../engine/core/journal.ts';

/** The journal of the session that is open, as the host keeps it. */
export interface Journal {
  /** By time. */
  readonly bookmarks: readonly Bookmark[];
  /** In the order in which they were made. */
  readonly calls: readonly LevelCall[];
  /** Ids of the calls that can still be taken back. */
  readonly revocable: readonly string[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const EMPTY_JOURNAL: Journal = {
  bookmarks: [],
  calls: [],
  revocable: [],
  canUndo: false,
  canRedo: false,
};

export type JournalTab = 'bookmarks' | 'calls';

/** The trader's journal and its panel. */
export interface JournalSlice {
  journal: Journal;
  /** The side of the panel that is open; undefined while it is closed. */
  journalTab: JournalTab | undefined;
  /** Unix ms of the bookmark whose note is being written before it is set. */
  noteTs: number | undefined;
  applyJournal: (event: JournalEvent) => void;
  clearJournal: () => void;
  showJournal: (tab: JournalTab | undefined) => void;
  /** Opens the panel with a field for the note of a bookmark at this time. */
  beginNote: (ts: number) => void;
  endNote: () => void;
}

export const createJournalSlice: StateCreator<JournalSlice> = (set) => ({
  journal: EMPTY_JOURNAL,
  journalTab: undefined,
  noteTs: undefined,
  applyJournal: ({ bookmarks, calls, revocable_calls, can_undo, can_redo }) =>
    set({
      journal: {
        bookmarks,
        calls,
        revocable: revocable_calls,
        canUndo: can_undo,
        canRedo: can_redo,
      },
    }),
  clearJournal: () => set({ journal: EMPTY_JOURNAL, noteTs: undefined }),
  showJournal: (journalTab) => set({ journalTab, noteTs: undefined }),
  beginNote: (noteTs) => set({ noteTs, journalTab: 'bookmarks' }),
  endNote: () => set({ noteTs: undefined }),
});
