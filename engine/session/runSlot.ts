import { basename } from 'node:path';
import { BreakwaterError, toProblem, type Problem } from '../core/errors.ts';
import { closeRun, heritageOf, type LoadedRun, type RunHeritage } from './loadedRun.ts';
import type { OpenRequest } from './open.ts';
import { emptySessionState, sessionStateOf, type SlotState } from './sessionState.ts';

export interface RunSlotOptions {
  /** Opens a session; `heritage` is what it has from the run of it that was before. */
  readonly load: (request: OpenRequest, heritage: RunHeritage | undefined) => Promise<LoadedRun>;
  /** The session state changed. */
  readonly onState: () => void;
  /** A new run stands ready in place of the old one. */
  readonly onRun: (loaded: LoadedRun) => void;
}

/** What a session is called before it is open. */
export const nameOf = (request: OpenRequest): string => basename(request.paths[0] ?? '');

/**
 * Holds the one run there is. A new session is opened beside it and takes its place only once it
 * stands ready; of several attempts the last wins.
 */
export class RunSlot {
  readonly #options: RunSlotOptions;
  #loaded: LoadedRun | undefined;
  #problem: Problem | null = null;
  #opening: string | undefined;
  #triedName = '';
  #attempts = 0;

  constructor(options: RunSlotOptions) {
    this.#options = options;
  }

  get loaded(): LoadedRun | undefined {
    return this.#loaded;
  }

  /** @throws BreakwaterError (usage) when no session is open */
  need(): LoadedRun {
    if (this.#loaded !== undefined) return this.#loaded;
    throw new BreakwaterError('usage', 'No session is open.', {
      remedy: 'Open a session folder, or the demo.',
    });
  }

  get state(): SlotState {
    const state =
      this.#loaded === undefined
        ? emptySessionState(this.#opening ?? this.#triedName, this.#problem)
        : sessionStateOf(this.#loaded, this.#problem);
    return this.#opening === undefined ? state : { ...state, phase: 'opening' };
  }

  /** Shows a problem that no reply can carry. */
  report(error: unknown): void {
    this.#problem = toProblem(error);
    this.#options.onState();
  }

  /** Shows why nothing is open. @param name what was open */
  fail(name: string, error: unknown): void {
    this.#triedName = name;
    this.report(error);
  }

  /**
   * Opens a session in place of the present one.
   * @param heritage what another engine left of it; undefined where it begins
   * @throws BreakwaterError when it cannot be opened; the present run then plays on
   */
  async open(request: OpenRequest, heritage?: RunHeritage): Promise<void> {
    this.#opening = nameOf(request);
    this.#triedName = this.#opening;
    const attempt = this.#attempts + 1;
    try {
      await this.#replace(request, heritage);
    } catch (error) {
      if (this.#loaded === undefined && attempt === this.#attempts) {
        this.#problem = toProblem(error);
      }
      throw error;
    } finally {
      if (attempt === this.#attempts) {
        this.#opening = undefined;
        this.#options.onState();
      }
    }
  }

  /** The same session from its beginning. */
  async restart(): Promise<void> {
    const loaded = this.need();
    await this.#replace(loaded.request, heritageOf(loaded));
    this.#options.onState();
  }

  /**
   * The same session opened otherwise, with the zones as they are there.
   * @throws BreakwaterError when it cannot be; the present run then plays on
   */
  async change(request: OpenRequest): Promise<void> {
    const loaded = this.need();
    await this.#replace(request, heritageOf(loaded, loaded.zones));
    this.#options.onState();
  }

  async close(): Promise<void> {
    this.#attempts++;
    const loaded = this.#loaded;
    this.#loaded = undefined;
    if (loaded !== undefined) await closeRun(loaded);
  }

  async #replace(request: OpenRequest, heritage: RunHeritage | undefined): Promise<void> {
    const attempt = ++this.#attempts;
    this.#options.onState();
    const loaded = await this.#options.load(request, heritage);
    if (attempt !== this.#attempts) {
      await closeRun(loaded, this.#loaded);
      throw new BreakwaterError('usage', 'Another session was opened in the meantime.');
    }
    const before = this.#loaded;
    this.#loaded = loaded;
    this.#problem = null;
    // Its slices in flight end before the new run begins: two runs never share the thread.
    if (before !== undefined) await closeRun(before, loaded);
    if (this.#loaded === loaded) this.#options.onRun(loaded);
  }
}
