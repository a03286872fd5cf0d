import type { HotzoneEvent } from '../core/events.ts';
import { Survey, type SurveyOptions } from './survey.ts';

export interface SurveyorOptions extends Omit<SurveyOptions, 'hotzones'> {
  /** Number of the first survey: above those that screens of this session have seen. */
  readonly firstNumber: number;
}

/** Keeps the survey of a session true: what it was made with may change, then it is made anew. */
export class Surveyor {
  readonly #options: SurveyorOptions;
  #survey: Survey;
  #number: number;
  #stopping: Promise<void> = Promise.resolve();

  constructor(options: SurveyorOptions, hotzones: readonly HotzoneEvent[]) {
    this.#options = options;
    this.#number = options.firstNumber;
    this.#survey = this.#start(hotzones);
  }

  get survey(): Survey {
    return this.#survey;
  }

  /** Grows with every survey that begins. */
  get number(): number {
    return this.#number;
  }

  /** Surveys once more, with other zones. */
  restart(hotzones: readonly HotzoneEvent[]): void {
    const before = this.#survey;
    this.#stopping = Promise.all([this.#stopping, before.stop()]).then(() => undefined);
    this.#number++;
    this.#survey = this.#start(hotzones);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#stopping, this.#survey.stop()]);
  }

  #start(hotzones: readonly HotzoneEvent[]): Survey {
    return new Survey({ ...this.#options, hotzones });
  }
}
