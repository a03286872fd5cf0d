import type { JournalEvent } from '../core/journal.ts';
import { journalBook, settleCalls, type JournalBook } from './journalBook.ts';
import {
  journalFilePath,
  journalKey,
  loadJournal,
  saveJournal,
  type JournalSubject,
} from './journalFile.ts';

/** One session's journal, in memory and on disk, always the same. */
export class JournalKeeper {
  readonly #path: string;
  readonly #session: string;
  #book: JournalBook;
  /** Changes wait for each other, so that two screens cannot overwrite each other's. */
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(path: string, session: string, book: JournalBook) {
    this.#path = path;
    this.#session = session;
    this.#book = book;
  }

  /**
   * @returns the keeper, and a warning when a broken file was set aside
   * @throws BreakwaterError when the session's files or its journal cannot be read
   */
  static async load(
    dataFolder: string,
    subject: JournalSubject,
  ): Promise<{ keeper: JournalKeeper; warning: string | undefined }> {
    const path = journalFilePath(dataFolder, await journalKey(subject));
    const { content, warning } = await loadJournal(path);
    return { keeper: new JournalKeeper(path, subject.name, journalBook(content)), warning };
  }

  /** What screens are told. */
  state(sessionId: string): JournalEvent {
    const { bookmarks, calls, revocable, undoable, redoable } = this.#book;
    return {
      type: 'journal',
      session_id: sessionId,
      bookmarks: [...bookmarks],
      calls: [...calls],
      revocable_calls: [...revocable],
      can_undo: undoable.length > 0,
      can_redo: redoable.length > 0,
    };
  }

  /**
   * Makes a change: saved first, then in force, so that what is on the screen is on the disk.
   * @throws BreakwaterError what the change throws, or failed when it cannot be saved
   */
  change(make: (book: JournalBook) => JournalBook): Promise<void> {
    const changed = this.#lastChange.then(async () => {
      const book = make(this.#book);
      await saveJournal(this.#path, this.#session, book);
      this.#book = book;
    });
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }

  /**
   * The playhead may have moved: a call made elsewhere stands from now on.
   * @param positionMs where it stands; undefined after a seek, wherever that led
   * @returns whether a call could be taken back until now
   */
  settle(positionMs: number | undefined): boolean {
    const before = this.#book;
    if (positionMs !== undefined && before.calls.at(-1)?.ts === positionMs) return false;
    this.#book = settleCalls(before);
    return this.#book !== before;
  }
}
