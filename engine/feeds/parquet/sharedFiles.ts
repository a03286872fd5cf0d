import type { ColumnMap } from './columns.ts';
import type { PreparedFile } from './preparedFile.ts';

/** A prepared file, and how to give it back. */
export interface Taken {
  readonly file: PreparedFile;
  readonly release: () => Promise<void>;
}

interface Held {
  readonly file: Promise<PreparedFile>;
  holders: number;
}

type Prepare = (path: string, map?: ColumnMap) => Promise<PreparedFile>;

/**
 * Files that several readers have open: prepared once, given up when the last one lets go. One that was
 * written to since is prepared anew.
 */
export class SharedFiles {
  readonly #prepare: Prepare;
  readonly #held = new Map<string, Held>();

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  async take(path: string, map?: ColumnMap): Promise<Taken> {
    const key = JSON.stringify([path, map]);
    const held = this.#held.get(key);
    if (held !== undefined) {
      held.holders += 1;
      const file = await held.file;
      if (await file.isUnchanged()) return this.#taken(key, held, file);
      await this.#letGo(key, held);
    }
    return this.#takeNew(key, path, map);
  }

  async #takeNew(key: string, path: string, map?: ColumnMap): Promise<Taken> {
    const held: Held = { file: this.#prepare(path, map), holders: 1 };
    this.#held.set(key, held);
    try {
      return this.#taken(key, held, await held.file);
    } catch (error) {
      if (this.#held.get(key) === held) this.#held.delete(key);
      throw error;
    }
  }

  #taken(key: string, held: Held, file: PreparedFile): Taken {
    let isHeld = true;
    const release = async (): Promise<void> => {
      if (isHeld) await this.#letGo(key, held);
      isHeld = false;
    };
    return { file, release };
  }

  async #letGo(key: string, held: Held): Promise<void> {
    held.holders -= 1;
    if (held.holders > 0) return;
    if (this.#held.get(key) === held) this.#held.delete(key);
    await (await held.file).release();
  }
}
