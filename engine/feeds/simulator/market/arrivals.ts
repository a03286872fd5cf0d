import { exponential } from '../basicMath.ts';
import type { Prng } from '../prng.ts';
import { drawTable } from './drawTable.ts';

/** What an arrival reacts to. */
export type Stimulus = 0 | 1 | 2;
/** Nothing: it came by itself. */
export const UNPROMPTED: Stimulus = 0;
/** A trade that bought, or sold. */
export const BOUGHT: Stimulus = 1;
export const SOLD: Stimulus = 2;

/** Mean number of arrivals that a trade, and any other arrival, sets off directly. */
const CHILDREN_OF_TRADE = 1.1;
const CHILDREN_OF_QUOTE = 0.7;
/** Trades are about one arrival in eleven. */
const MEAN_CHILDREN = 0.09 * CHILDREN_OF_TRADE + 0.91 * CHILDREN_OF_QUOTE;
/** Reactions come at once (machines in the building), soon, or after a while (people). */
const DELAYS_NS = [70_000, 1_500_000, 80_000_000] as const;
const DELAY_DRAWS = drawTable([60, 22, 18]);
/** At most so many arrivals wait; in a storm further reactions are dropped. */
const MAX_PENDING = 1 << 14;
/** Most reactions to one arrival. */
const MAX_CHILDREN = 6;
const TWO_32 = 4_294_967_296;
const TRADE_LIMITS = poissonLimits(CHILDREN_OF_TRADE);
const QUOTE_LIMITS = poissonLimits(CHILDREN_OF_QUOTE);

/**
 * When orders arrive: a Hawkes process with exponential kernels of three time scales, drawn by its
 * cluster representation (Hawkes and Oakes 1974): arrivals that come by themselves are a Poisson
 * process of the current intensity, and each arrival, of whatever origin, sets off a Poisson number
 * of further ones after exponential delays. That is exact, and needs neither exponentials nor
 * logarithms, whose last bits differ between machines.
 */
export class Arrivals {
  /** Time of the next arrival. */
  nextNs: number;
  /** What the arrival that {@link take} took last reacts to. */
  stimulus: Stimulus = UNPROMPTED;
  readonly #prng: Prng;
  /** Unprompted arrivals a second. */
  #ratePerS = 0;
  #unpromptedNs = Infinity;
  // A binary heap of reactions that are on their way.
  readonly #times = new Float64Array(MAX_PENDING);
  readonly #stimuli = new Uint8Array(MAX_PENDING);
  #pending = 0;

  constructor(prng: Prng) {
    this.#prng = prng;
    this.nextNs = Infinity;
  }

  /**
   * Sets how many arrivals a second there should be, reactions included, from now on. Waiting times
   * are memoryless, so the next unprompted arrival may be drawn anew.
   */
  setRate(nowNs: number, perS: number): void {
    this.#ratePerS = perS * (1 - MEAN_CHILDREN);
    this.#drawUnprompted(nowNs);
    this.#findNext();
  }

  /** Takes the next arrival: sets {@link stimulus} and finds the one after it. */
  take(): void {
    if (this.nextNs === this.#unpromptedNs) {
      this.stimulus = UNPROMPTED;
      this.#drawUnprompted(this.nextNs);
    } else {
      this.stimulus = stimulusOf(this.#stimuli[0] ?? 0);
      this.#removeFirst();
    }
    this.#findNext();
  }

  /** Lets others react to what the arrival at this time did. */
  react(nowNs: number, to: Stimulus): void {
    const limits = to === UNPROMPTED ? QUOTE_LIMITS : TRADE_LIMITS;
    const prng = this.#prng;
    const draw = prng.uint32();
    for (let child = 0; child < MAX_CHILDREN && draw >= (limits[child] ?? TWO_32); child++) {
      const scale = DELAYS_NS[DELAY_DRAWS[prng.below(DELAY_DRAWS.length)] ?? 0] ?? 0;
      if (this.#pending < MAX_PENDING) this.#insert(nowNs + 1 + prng.exponential(scale), to);
    }
    this.#findNext();
  }

  /** Forgets all reactions: trading stopped. */
  calm(): void {
    this.#pending = 0;
    this.#findNext();
  }

  #drawUnprompted(nowNs: number): void {
    this.#unpromptedNs =
      this.#ratePerS > 0 ? nowNs + 1 + this.#prng.exponential(1e9 / this.#ratePerS) : Infinity;
  }

  #findNext(): void {
    const reactionNs = this.#pending > 0 ? (this.#times[0] ?? Infinity) : Infinity;
    this.nextNs = Math.min(this.#unpromptedNs, reactionNs);
  }

  #insert(timeNs: number, stimulus: Stimulus): void {
    const times = this.#times;
    const stimuli = this.#stimuli;
    let at = this.#pending++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((times[parent] ?? 0) <= timeNs) break;
      times[at] = times[parent] ?? 0;
      stimuli[at] = stimuli[parent] ?? 0;
      at = parent;
    }
    times[at] = timeNs;
    stimuli[at] = stimulus;
  }

  #removeFirst(): void {
    const times = this.#times;
    const stimuli = this.#stimuli;
    const count = --this.#pending;
    const timeNs = times[count] ?? 0;
    const stimulus = stimuli[count] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && (times[child + 1] ?? 0) < (times[child] ?? 0)) child++;
      if ((times[child] ?? 0) >= timeNs) break;
      times[at] = times[child] ?? 0;
      stimuli[at] = stimuli[child] ?? 0;
      at = child;
    }
    times[at] = timeNs;
    stimuli[at] = stimulus;
  }
}

function stimulusOf(code: number): Stimulus {
  if (code === BOUGHT) return BOUGHT;
  return code === SOLD ? SOLD : UNPROMPTED;
}

/** Draws below the k-th of these, out of 2^32, mean k events or fewer of a Poisson number. */
function poissonLimits(mean: number): number[] {
  const limits: number[] = [];
  let share = exponential(-mean);
  let sum = 0;
  for (let count = 1; count <= MAX_CHILDREN; count++) {
    sum += share;
    limits.push(Math.round(sum * TWO_32));
    share *= mean / count;
  }
  return limits;
}
