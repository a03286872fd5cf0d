import type { StateTransfer } from '../core/stateTransfer.ts';

/** What rounding took from `sum` when `value` was added and made it `next` (Neumaier 1974). */
export const lostByAdding = (sum: number, value: number, next: number): number =>
  Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;

/**
 * A sum of floats that does not drift: what each addition loses to rounding is summed beside it
 * (A. Neumaier 1974), so that millions of prices between two ticks average to the last digit.
 */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const next = this.#sum + value;
    this.#lost += lostByAdding(this.#sum, value, next);
    this.#sum = next;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }

  clear(): void {
    this.#sum = 0;
    this.#lost = 0;
  }

  transfer(state: StateTransfer): void {
    this.#sum = state.number(this.#sum);
    this.#lost = state.number(this.#lost);
  }
}
