import type { SignedTrade } from '../../market/optionAggressor.ts';
import type { OptionRow } from './optionTruth.ts';
import { countTrade, emptySigningTally } from './signingTally.ts';

/** An option trade as the engine met it. */
export interface SeenOptionTrade {
  readonly timeNs: number;
  readonly symbol: string;
  readonly priceNanos: number;
  readonly size: number;
  readonly signed: SignedTrade;
}

/** Feeds write one option in several ways: padded as OCC does, or with `O:` before it. */
const keyOf = ({ timeNs, symbol, priceNanos, size }: Omit<SeenOptionTrade, 'signed'>): string =>
  `${timeNs} ${symbol.replace(/^O:/, '').replaceAll(' ', '')} ${priceNanos} ${size}`;

/**
 * Brings option trades and rows of the truth together: those of one time, option, price and size are
 * one, in their order. Only what has not met its row yet is in memory.
 */
export class SigningJoin {
  readonly tally = emptySigningTally();
  /** In order of time. */
  readonly #waiting = new Map<string, SeenOptionTrade[]>();

  addSeen(trade: SeenOptionTrade): void {
    const key = keyOf(trade);
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, [trade]);
    else waiting.push(trade);
  }

  /** A row; every trade of its time has been seen before. */
  addRow(row: OptionRow): void {
    const key = keyOf(row);
    const waiting = this.#waiting.get(key);
    const trade = waiting?.shift();
    if (trade === undefined) {
      this.tally.notSeen++;
      return;
    }
    if (waiting?.length === 0) this.#waiting.delete(key);
    countTrade(this.tally.classes[trade.signed.signing], trade.signed.side, row);
  }

  /** Gives up trades before a time: no row for them will come. */
  closeUntil(timeNs: number): void {
    for (const [key, trades] of this.#waiting) {
      if ((trades[0]?.timeNs ?? 0) >= timeNs) return;
      this.tally.untold += trades.length;
      this.#waiting.delete(key);
    }
  }
}
