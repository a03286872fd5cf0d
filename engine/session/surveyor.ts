import type { SessionZones } from './sessionZones.ts';
import { Survey, type SurveyBase, type SurveyOptions } from './survey.ts';

export interface SurveyorOptions extends Omit<SurveyOptions, 'zones' | 'base'> {
  /** Number of the first survey: above those that screens of this session have seen. */
  readonly firstNumber: number;
}

/** Keeps the survey of a session true: what it was made with may change, then it is made anew. */
export class Surveyor {
  readonly #options: SurveyorOptions;
  #survey: Survey;
  #number: number;
  #stopping: Promise<void> = Promise.resolve();

  constructor(options: SurveyorOptions, zones: SessionZones) {
    this.#options = options;
    this.#number = options.firstNumber;
    this.#survey = this.#start(zones, undefined);
  }

  get survey(): Survey {
    return this.#survey;
  }

  /** Grows with every survey that begins. */
  get number(): number {
    return this.#number;
  }

  /** A zone was changed at the snap of `ts`: what was surveyed before it holds, the rest is made anew. */
  edit(zones: SessionZones, ts: number): void {
    const before = this.#survey;
    const base = before.baseBefore(ts);
    this.#stopping = Promise.all([this.#stopping, before.stop()]).then(() => undefined);
    this.#number++;
    this.#survey = this.#start(zones, base);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#stopping, this.#survey.stop()]);
  }

  #start(zones: SessionZones, base: SurveyBase | undefined): Survey {
    return new Survey({ ...this.#options, zones, base });
  }
}
