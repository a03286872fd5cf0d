import { GapTally } from './gaps.ts';
import { CrossingTally } from './crossing.ts';
import type { InstrumentTally } from './instrumentTally.ts';
import type { PricePlace } from './priceGrid.ts';
import type { RecordHead } from './recordHead.ts';
import { TimeSpan } from './timeSpan.ts';
import { TradeTally } from './tradeTally.ts';

/** What a whole file holds: the sums of its instruments, and what the file's order tells. */
export class FileTally {
  records = 0;
  snapshots = 0;
  clears = 0;
  badTsRecv = 0;
  maybeBadBook = 0;
  duplicates = 0;
  /** Of each instrument for itself: `ts_recv` is what a file is sorted by. */
  eventTimesBack = 0;
  /** Records whose `ts_recv` is before that of the record before in the file. */
  recvTimesBack = 0;
  prices = 0;
  offTick = 0;
  firstOffTick: PricePlace | undefined;
  readonly span = new TimeSpan();
  /** Silences of all instruments together. */
  readonly gaps: GapTally;
  readonly crossing = new CrossingTally();
  readonly trades = new TradeTally();
  #recvNs = Number.NEGATIVE_INFINITY;

  constructor(gapNs: number) {
    this.gaps = new GapTally(gapNs);
  }

  /** Counts a record as far as its place in the file matters. */
  add(head: RecordHead): void {
    this.records += 1;
    this.gaps.add(head.timeNs);
    if (Number.isNaN(head.recvNs)) return;
    if (head.recvNs < this.#recvNs) this.recvTimesBack += 1;
    this.#recvNs = head.recvNs;
  }

  /** Adds what was counted of an instrument. */
  merge(tally: InstrumentTally): void {
    this.snapshots += tally.snapshots;
    this.clears += tally.clears;
    this.badTsRecv += tally.badTsRecv;
    this.maybeBadBook += tally.maybeBadBook;
    this.duplicates += tally.duplicates;
    this.eventTimesBack += tally.eventTimesBack;
    this.span.merge(tally.span);
    if (tally.crossing !== undefined) this.crossing.merge(tally.crossing);
    this.trades.merge(tally.trades);
    const { prices, offTick, firstOffTick } = tally.grid;
    this.prices += prices;
    this.offTick += offTick;
    if (firstOffTick === undefined) return;
    const first = this.firstOffTick?.recordIndex ?? Number.POSITIVE_INFINITY;
    if (firstOffTick.recordIndex < first) this.firstOffTick = firstOffTick;
  }
}
