import { LEVEL, LEVEL_BYTES, MARKET, RTYPE } from '../layout.ts';
import type { PriceGrid } from './priceGrid.ts';
import type { RecordHead } from './recordHead.ts';

const LEVELS_OF_MBP10 = 10;
/** 32-bit words that the two prices of a level take. */
const WORDS = 4;

/**
 * The level prices of one instrument's book. A record repeats most of them: only those that are not
 * as in the record before are looked at.
 */
export class LevelPrices {
  /** The prices' words as the last record had them. */
  readonly #words = new Int32Array(LEVELS_OF_MBP10 * WORDS);

  /** Gives the grid the prices of a record that differ from the last one's. */
  add(head: RecordHead, grid: PriceGrid): void {
    const words = this.#words;
    const { view, offset, rtype } = head;
    const levels = rtype === RTYPE.mbp10 ? LEVELS_OF_MBP10 : 1;
    let at = offset + MARKET.levels;
    for (let word = 0; word < levels * WORDS; word += WORDS) {
      const bidLow = view.getInt32(at + LEVEL.bidPx, true);
      const bidHigh = view.getInt32(at + LEVEL.bidPx + 4, true);
      if (bidLow !== words[word] || bidHigh !== words[word + 1]) {
        words[word] = bidLow;
        words[word + 1] = bidHigh;
        grid.add(head, at + LEVEL.bidPx);
      }
      const askLow = view.getInt32(at + LEVEL.askPx, true);
      const askHigh = view.getInt32(at + LEVEL.askPx + 4, true);
      if (askLow !== words[word + 2] || askHigh !== words[word + 3]) {
        words[word + 2] = askLow;
        words[word + 3] = askHigh;
        grid.add(head, at + LEVEL.askPx);
      }
      at += LEVEL_BYTES;
    }
  }
}
