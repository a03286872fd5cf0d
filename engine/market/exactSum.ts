import type { StateTransfer } from '../core/stateTransfer.ts';

const COARSE = 256;
const FINE = 2 ** 44;
/** Fine units in one coarse unit. */
const CARRY = FINE / COARSE;
const CARRY_LIMIT = 2 ** 50;

/** The coarse part of a value: whole units of 1/256. */
export const coarsePart = (value: number): number => Math.round(value * COARSE);

/** What {@link coarsePart} leaves, in whole units of 2^−44. */
export const finePart = (value: number, coarse: number): number =>
  Math.round((value - coarse / COARSE) * FINE);

/** The value that coarse and fine parts stand for. */
export const joinedParts = (coarse: number, fine: number): number => coarse / COARSE + fine / FINE;

/**
 * A running sum from which values can be taken out again without a trace. A floating-point window
 * sum keeps rounding dust, and dust of −1e-12 would raise a wall where nothing is left; two whole
 * numbers keep none. Exact to 2^−44 for values below 2^44; empty it is 0 whatever it held.
 */
export class ExactSum {
  #coarse = 0;
  #fine = 0;
  /** Values in the sum. */
  #count = 0;

  /** Adds (`sign` 1) or takes out (`sign` −1) a value split by {@link coarsePart} and {@link finePart}. */
  change(coarse: number, fine: number, sign: 1 | -1): void {
    this.#count += sign;
    if (this.#count === 0) {
      this.#coarse = 0;
      this.#fine = 0;
      return;
    }
    this.#coarse += sign * coarse;
    this.#fine += sign * fine;
    this.#carry();
  }

  /** Adds everything that another sum holds. */
  include(other: ExactSum): void {
    this.#count += other.#count;
    this.#coarse += other.#coarse;
    this.#fine += other.#fine;
    this.#carry();
  }

  #carry(): void {
    if (Math.abs(this.#fine) > CARRY_LIMIT) {
      const carry = Math.round(this.#fine / CARRY);
      this.#coarse += carry;
      this.#fine -= carry * CARRY;
    }
  }

  get value(): number {
    return joinedParts(this.#coarse, this.#fine);
  }

  transfer(state: StateTransfer): void {
    this.#coarse = state.number(this.#coarse);
    this.#fine = state.number(this.#fine);
    this.#count = state.number(this.#count);
  }
}
