import { randomBytes } from 'node:crypto';
import type { HotzoneEvent } from '../core/events.ts';
import type { Origin, HotzonesEvent } from '../core/protocol.ts';
import type { Underlying } from '../core/profiles.ts';
import { hotzoneBook, type HotzoneBook, type HotzoneStep } from './hotzoneBook.ts';
import { hotzoneFilePath, loadHotzones, saveHotzones } from './hotzoneFile.ts';

/**
 * Whose hotzones a session shows. Level prices of a SPY profile are SPY's whatever the future is;
 * those of an ES profile belong to the contract. Simulated markets keep to themselves.
 */
export function hotzoneInstrument(
  underlying: Underlying,
  instrument: string,
  origin: Origin,
): string {
  const name = underlying === 'spy' ? 'SPY' : instrument;
  return origin === 'simulated' ? `${name}-simulated` : name;
}

/** An id no other source of hotzones has: the level is then `HOTZONE_<id>`. */
export const newHotzoneId = (): string => `u${randomBytes(6).toString('hex')}`;

/** One instrument's hotzones, in memory and on disk, always the same. */
export class HotzoneKeeper {
  readonly #path: string;
  #book: HotzoneBook;
  /** Edits wait for each other, so that two screens cannot overwrite each other's. */
  #lastEdit: Promise<unknown> = Promise.resolve();

  private constructor(path: string, book: HotzoneBook) {
    this.#path = path;
    this.#book = book;
  }

  /** @returns the keeper, and a warning when a broken file was set aside */
  static async load(
    dataFolder: string,
    instrument: string,
  ): Promise<{ keeper: HotzoneKeeper; warning: string | undefined }> {
    const path = hotzoneFilePath(dataFolder, instrument);
    const { hotzones, warning } = await loadHotzones(path);
    return { keeper: new HotzoneKeeper(path, hotzoneBook(hotzones)), warning };
  }

  get state(): HotzonesEvent {
    const { hotzones, undoable, redoable } = this.#book;
    return {
      type: 'hotzones',
      hotzones: [...hotzones],
      can_undo: undoable.length > 0,
      can_redo: redoable.length > 0,
    };
  }

  /** Every hotzone as the event that adds it, for a run that starts. */
  get additions(): HotzoneEvent[] {
    return this.#book.hotzones.map((hotzone) => ({ action: 'add', ...hotzone }));
  }

  /**
   * Makes an edit: saved first, then in force, so that what is on the screen is on the disk.
   * @returns what the edit means to the run
   * @throws BreakwaterError what the edit throws, or failed when it cannot be saved
   */
  edit(makeStep: (book: HotzoneBook) => HotzoneStep): Promise<HotzoneEvent> {
    const edited = this.#lastEdit.then(async () => {
      const { book, event } = makeStep(this.#book);
      await saveHotzones(this.#path, book.hotzones);
      this.#book = book;
      return event;
    });
    this.#lastEdit = edited.catch(() => undefined);
    return edited;
  }
}
