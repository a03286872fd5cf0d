import { NS_PER_S } from '../../../core/time.ts';
import type { Prng } from '../prng.ts';
import type { Trading } from './trading.ts';

/** Ticks that a contract bought by a hedger moves price, and how long that lasts. */
const IMPACT_TICKS = 0.005;
const IMPACT_MEMORY_S = 600;

/**
 * Works hedging orders as market orders, a slice now and then. What they execute moves the price
 * that everybody is drawn to, by a linear impact that is forgotten over minutes.
 */
export class Hedgers {
  /** When the next slice goes out; Infinity when nothing is to be done. */
  nextNs = Infinity;
  /** Where hedging moved price to, ticks. */
  impactTicks = 0;
  readonly #trading: Trading;
  readonly #prng: Prng;
  /** Contracts still to be bought (> 0) or sold. */
  #left = 0;

  constructor(trading: Trading, prng: Prng) {
    this.#trading = trading;
    this.#prng = prng;
  }

  /** @param contracts > 0 buys, < 0 sells; adds to what is still being worked */
  add(nowNs: number, contracts: number): void {
    this.#left += Math.round(contracts);
    if (this.#left === 0) this.nextNs = Infinity;
    else if (this.nextNs === Infinity) {
      this.nextNs = nowNs + this.#prng.between(2_000_000, 40_000_000);
    }
  }

  /**
   * Sends the next slice.
   * @param limitTicks how many ticks it may reach
   */
  work(nowNs: number, limitTicks: number): void {
    const direction = this.#left > 0 ? 1 : -1;
    const size = Math.min(Math.abs(this.#left), this.#prng.between(3, 24));
    this.nextNs = nowNs + this.#prng.between(15_000_000, 120_000_000);
    if (this.#trading.mode !== 'continuous') return;
    const done = this.#trading.market(direction, size, limitTicks);
    this.#left -= direction * done;
    this.impactTicks += direction * done * IMPACT_TICKS;
    if (this.#left === 0) this.nextNs = Infinity;
  }

  /** Forgets some of the impact. */
  forget(passedNs: number): void {
    this.impactTicks *= 1 - passedNs / NS_PER_S / IMPACT_MEMORY_S;
  }
}
