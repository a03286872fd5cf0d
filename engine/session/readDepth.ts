import { ASK, BID } from '../core/events.ts';
import { DEPTH_TICKS, UNSEEN_DEPTH } from '../core/protocol.ts';
import type { Book } from '../market/book.ts';

/** Where a column around the book's middle begins, in futures ticks; undefined without a book. */
export function lowestDepthTick({ bestBid, bestAsk }: Book): number | undefined {
  const bid = Number.isNaN(bestBid) ? bestAsk : bestBid;
  const ask = Number.isNaN(bestAsk) ? bestBid : bestAsk;
  const middle = Math.floor((bid + ask) / 2);
  return Number.isNaN(middle) ? undefined : middle - DEPTH_TICKS / 2 + 1;
}

/** Whether the book tells what stands at a tick: a side's view, or the spread, where nothing does. */
function isSeen(book: Book, tick: number): boolean {
  if (tick <= book.bestBid) return book.knows(BID, tick);
  if (tick >= book.bestAsk) return book.knows(ASK, tick);
  return !Number.isNaN(book.bestBid) && !Number.isNaN(book.bestAsk);
}

/** Writes the displayed sizes of {@link DEPTH_TICKS} ticks from `firstTick` on. */
export function readDepth(book: Book, firstTick: number, sizes: Uint16Array, at: number): void {
  for (let row = 0; row < DEPTH_TICKS; row++) {
    const tick = firstTick + row;
    const size = book.sizeAt(BID, tick) + book.sizeAt(ASK, tick);
    sizes[at + row] = isSeen(book, tick) ? Math.min(size, UNSEEN_DEPTH - 1) : UNSEEN_DEPTH;
  }
}
