import { NS_PER_S } from '../../core/time.ts';
import type { Prng } from './prng.ts';

/** S&P 500 index over SPY: the fund's expenses and unpaid dividends keep it off ten. */
const INDEX_RATIO = 10.0076;
/** Interest less dividends, per year: what the future costs above the index. */
const CARRY = 0.028;
const YEAR_S = 365 * 86_400;
/** From the session's start to the future's last morning, 29 days later. */
const EXPIRY_S = 29 * 86_400;
/** Arbitrageurs bring the basis back within some minutes, */
const REVERSION_NS = 240 * NS_PER_S;
/** from about so far away: standard deviation of the ratio. */
const DEVIATION = 0.000_35;

/**
 * Futures price over SPY price: carry, which falls away towards the future's expiry, and a basis that
 * drifts and is brought back (an Ornstein–Uhlenbeck process).
 */
export class Basis {
  /** The ratio now. */
  ratio = INDEX_RATIO * (1 + (CARRY * EXPIRY_S) / YEAR_S);
  readonly #prng: Prng;
  #offset = 0;
  #timeNs = 0;

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  /** Moves on to this time, ns since the session's start; times never go back. */
  advance(timeNs: number): void {
    const share = Math.min(1, (timeNs - this.#timeNs) / REVERSION_NS);
    const kick = (DEVIATION * Math.sqrt(2 * share) * this.#prng.bell(1_000_000)) / 1_000_000;
    this.#offset += kick - this.#offset * share;
    this.#timeNs = timeNs;
    const carry = (CARRY * (EXPIRY_S - timeNs / NS_PER_S)) / YEAR_S;
    this.ratio = INDEX_RATIO * (1 + carry) + this.#offset;
  }
}
