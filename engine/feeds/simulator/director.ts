import { NS_PER_S } from '../../core/time.ts';
import { ANCHOR_RANGE, FIRST_ANCHOR } from './instruments.ts';
import type { Prng } from './prng.ts';
import { mirrored, TEN_MINUTES, type Phase } from './script.ts';

const WANDER_STEP_NS = 250_000_000;
/** Share of the wandering that is left after a step: it forgets within some six seconds, */
const WANDER_MEMORY = 0.96;
/** and sooner where price wandered further than the phase allows. */
const WANDER_HASTE = 0.85;
const OPENING_CENTS = 20;
/** Fastest glide from the end of one cycle to the beginning of the next. */
const TRAVEL_CENTS_PER_S = 2.5;

/**
 * Plays the script: says at each moment which phase runs and where price is steered. The first ten
 * minutes are the script as written; each later cycle varies it in anchor, direction, duration and
 * distance, so that no two are alike.
 */
export class Director {
  phase: Phase;
  /** Whole SPY dollars that the phase's cents count from. */
  anchor = FIRST_ANCHOR;
  phaseStartNs = 0;
  /** Grows by one with each phase; tells callers that a new one began. */
  phaseNumber = 0;
  /** SPY dollars where price is steered now. */
  targetDollars = FIRST_ANCHOR + OPENING_CENTS / 100;
  readonly #prng: Prng;
  #queue: Phase[] = [...TEN_MINUTES];
  #fromCents = OPENING_CENTS;
  #wanderCents = 0;
  #nextWanderNs = WANDER_STEP_NS;

  constructor(prng: Prng) {
    this.#prng = prng;
    this.phase = this.#queue.shift() ?? TEN_MINUTES[0] ?? failEmptyScript();
  }

  /** Moves on to this time, ns since the session's start; times never go back. */
  advance(timeNs: number): void {
    let endNs = this.phaseStartNs + this.phase.seconds * NS_PER_S;
    while (timeNs >= endNs) {
      this.#fromCents = this.phase.toCents;
      this.phaseStartNs = endNs;
      this.phase = this.#nextPhase();
      this.phaseNumber++;
      endNs = this.phaseStartNs + this.phase.seconds * NS_PER_S;
    }
    while (timeNs >= this.#nextWanderNs) {
      const { wanderCents } = this.phase;
      // The stationary deviation of this recursion is the phase's wanderCents: √(1 − 0.96²) = 0.28.
      const kick = this.#prng.bell(wanderCents * 280) / 1000;
      const isFarOff = Math.abs(this.#wanderCents) > 2 * wanderCents;
      this.#wanderCents = this.#wanderCents * (isFarOff ? WANDER_HASTE : WANDER_MEMORY) + kick;
      this.#nextWanderNs += WANDER_STEP_NS;
    }
    const share = (timeNs - this.phaseStartNs) / (this.phase.seconds * NS_PER_S);
    const cents = this.#fromCents + (this.phase.toCents - this.#fromCents) * share;
    this.targetDollars = this.anchor + (cents + this.#wanderCents) / 100;
  }

  #nextPhase(): Phase {
    const next = this.#queue.shift();
    if (next !== undefined) return next;
    this.#queue = this.#newCycle();
    return this.#queue.shift() ?? failEmptyScript();
  }

  #newCycle(): Phase[] {
    const prng = this.#prng;
    const previousAnchor = this.anchor;
    const offset = previousAnchor - FIRST_ANCHOR;
    const move = prng.between(-1, 1);
    this.anchor += Math.abs(offset + move) > ANCHOR_RANGE ? 0 : move;
    this.#fromCents += (previousAnchor - this.anchor) * 100;
    const upsideDown = prng.chance(500);
    const cycle = TEN_MINUTES.map((phase) => this.#varied(upsideDown ? mirrored(phase) : phase));
    return [this.#travelTo(cycle[0] ?? failEmptyScript()), ...cycle];
  }

  /** Brings price from where the last cycle left it to where the next one begins. */
  #travelTo(first: Phase): Phase {
    const distanceCents = Math.abs(first.toCents - this.#fromCents);
    const seconds = Math.max(5, Math.ceil(distanceCents / TRAVEL_CENTS_PER_S));
    return { ...first, name: 'on the way', seconds };
  }

  #varied(phase: Phase): Phase {
    const prng = this.#prng;
    // Where price is held exactly it must stay there; elsewhere it may end a little off.
    const slackCents = phase.wanderCents >= 4 ? 5 : 0;
    return {
      ...phase,
      seconds: Math.max(8, Math.round((phase.seconds * prng.between(80, 130)) / 100)),
      toCents: phase.toCents + prng.between(-slackCents, slackCents),
      activityPercent: Math.round((phase.activityPercent * prng.between(80, 125)) / 100),
      outage: phase.outage && prng.chance(300),
    };
  }
}

function failEmptyScript(): never {
  throw new RangeError('Invariant: the script has no phase');
}
