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

/**
 * A running sum from which values can be taken out again without a trace. A floating-point window
 * sum keeps rounding dust, and dust of −1e-12 would raise a wall where nothing is left; two whole
 * numbers keep none. Exact to 2^−44 for values below 2^44.
 */
export class ExactSum {
  #coarse = 0;
  #fine = 0;

  /** Adds (`sign` 1) or takes out (`sign` −1) a value split by {@link coarsePart} and {@link finePart}. */
  change(coarse: number, fine: number, sign: 1 | -1): void {
    this.#coarse += sign * coarse;
    this.#fine += sign * fine;
    if (Math.abs(this.#fine) > CARRY_LIMIT) {
      const carry = Math.round(this.#fine / CARRY);
      this.#coarse += carry;
      this.#fine -= carry * CARRY;
    }
  }

  get value(): number {
    return this.#coarse / COARSE + this.#fine / FINE;
  }

  transfer(state: StateTransfer): void {
    this.#coarse = state.number(this.#coarse);
    this.#fine = state.number(this.#fine);
  }
}
