import { NS_PER_S } from '../../../core/time.ts';
import type { Prng } from '../prng.ts';
import { TICKS_PER_CENT, type Phase } from './phase.ts';

const WANDER_STEP_NS = 250_000_000;
/** Share of the wandering that is left after a step: it forgets within some six seconds, */
const WANDER_MEMORY = 0.96;
/** and sooner where price wandered further than the phase allows. */
const WANDER_HASTE = 0.85;

/** Where a path of phases comes from; see `scriptedPath` and `walkingPath`. */
export interface PhaseSource {
  /** Where price is at the session's start, cents from the first anchor. */
  readonly openingCents: number;
  /**
   * The next phase.
   * @param fromCents where the last one ended, from the anchor
   * @returns the phase, and by how many whole dollars the anchor moves before it
   */
  next(fromCents: number): { readonly phase: Phase; readonly anchorMove: number };
}

/** Plays a path: says at each moment which phase runs and where price is steered. */
export class Director {
  phase: Phase;
  /** Tick that the phase's cents count from, fractional. */
  anchorTick: number;
  phaseStartNs = 0;
  /** Grows by one with each phase; tells callers that a new one began. */
  phaseNumber = 0;
  /** Where price is steered now, in ticks, fractions allowed. */
  targetTicks: number;
  readonly #prng: Prng;
  readonly #source: PhaseSource;
  #fromCents: number;
  #wanderCents = 0;
  /** How far price is off the phase's line for good. */
  #roamCents = 0;
  #nextWanderNs = WANDER_STEP_NS;

  /** @param anchorTick where the whole dollar lies that the first phase counts from */
  constructor(prng: Prng, source: PhaseSource, anchorTick: number) {
    this.#prng = prng;
    this.#source = source;
    this.#fromCents = source.openingCents;
    const { phase, anchorMove } = source.next(this.#fromCents);
    this.phase = phase;
    this.anchorTick = anchorTick;
    this.#moveAnchor(anchorMove);
    this.targetTicks = this.tickAt(this.#fromCents);
  }

  /** Tick of a price in cents from the anchor. */
  tickAt(cents: number): number {
    return this.anchorTick + cents * TICKS_PER_CENT;
  }

  /** Moves price off the path: walks go on from there, scripts come back in their next phase. */
  shift(ticks: number): void {
    this.#roamCents += ticks / TICKS_PER_CENT;
    this.targetTicks += ticks;
  }

  /** Moves on to this time, ns since the session's start; times never go back. */
  advance(timeNs: number): void {
    let endNs = this.phaseStartNs + this.phase.seconds * NS_PER_S;
    while (timeNs >= endNs) {
      this.#fromCents = this.phase.toCents + this.#roamCents;
      this.#roamCents = 0;
      this.phaseStartNs = endNs;
      const { phase, anchorMove } = this.#source.next(this.#fromCents);
      this.phase = phase;
      this.#moveAnchor(anchorMove);
      this.phaseNumber++;
      endNs = this.phaseStartNs + this.phase.seconds * NS_PER_S;
    }
    while (timeNs >= this.#nextWanderNs) this.#wander();
    const share = (timeNs - this.phaseStartNs) / (this.phase.seconds * NS_PER_S);
    const cents = this.#fromCents + (this.phase.toCents - this.#fromCents) * share;
    this.targetTicks = this.tickAt(cents + this.#wanderCents + this.#roamCents);
  }

  #moveAnchor(dollars: number): void {
    this.anchorTick += dollars * 100 * TICKS_PER_CENT;
    this.#fromCents -= dollars * 100;
  }

  #wander(): void {
    const { wanderCents, roamCents } = this.phase;
    // √(1/240): a step of a quarter second against a minute.
    this.#roamCents += this.#prng.bell(roamCents * 64.55) / 1000;
    // The stationary deviation of this recursion is the phase's wanderCents: √(1 − 0.96²) = 0.28.
    const kick = this.#prng.bell(wanderCents * 280) / 1000;
    const isFarOff = Math.abs(this.#wanderCents) > 2 * wanderCents;
    this.#wanderCents = this.#wanderCents * (isFarOff ? WANDER_HASTE : WANDER_MEMORY) + kick;
    this.#nextWanderNs += WANDER_STEP_NS;
  }
}
