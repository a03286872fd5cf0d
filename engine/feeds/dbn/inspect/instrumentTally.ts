import { decodeDefinition } from '../definition.ts';
import type { InstrumentDefinition } from '../definition.ts';
import { ACTION, FLAG, OHLCV, RTYPE } from '../layout.ts';
import { CrossingTally, showsBook } from './crossing.ts';
import { DuplicateTally } from './duplicates.ts';
import { GapTally } from './gaps.ts';
import { LevelPrices } from './levelPrices.ts';
import { PriceGrid } from './priceGrid.ts';
import type { RecordHead } from './recordHead.ts';
import { StatisticsTally } from './statistics.ts';
import type { Statistic } from './statistics.ts';
import { TimeSpan } from './timeSpan.ts';
import { TradesByType } from './tradeTally.ts';
import type { TradeTally } from './tradeTally.ts';

/** What makes a flags byte worth a look. */
const NOTED_FLAGS = FLAG.snapshot | FLAG.badTsRecv | FLAG.maybeBadBook;

/** What the records of one instrument hold. */
export class InstrumentTally {
  records = 0;
  /** Records that are images of the book (flag SNAPSHOT). */
  snapshots = 0;
  /** Records that empty the book (action R). */
  clears = 0;
  /** Records whose `ts_recv` is not to be relied on (flag BAD_TS_RECV). */
  badTsRecv = 0;
  /** Records that say the book may be wrong (flag MAYBE_BAD_BOOK). */
  maybeBadBook = 0;
  /** Records whose `ts_event`, or `ts_recv`, is before that of the record before. */
  eventTimesBack = 0;
  recvTimesBack = 0;
  readonly span = new TimeSpan();
  readonly gaps: GapTally;
  readonly #duplicates = new DuplicateTally();
  readonly #trades = new TradesByType();
  #grid: PriceGrid | undefined;
  #crossing: CrossingTally | undefined;
  #levelPrices: LevelPrices | undefined;
  #statistics: StatisticsTally | undefined;
  /** As the last definition of the file says; undefined while there was none. */
  definition: InstrumentDefinition | undefined;
  /** Counts by type as two columns: an instrument has few types. */
  readonly #rtypes: number[] = [];
  readonly #counts: number[] = [];
  #eventNs = Number.NEGATIVE_INFINITY;
  #recvNs = Number.NEGATIVE_INFINITY;

  /** @param gapNs from which length on a silence is a gap */
  constructor(gapNs: number) {
    this.gaps = new GapTally(gapNs);
  }

  /** Records equal, byte by byte, to the one before of this instrument. */
  get duplicates(): number {
    return this.#duplicates.count;
  }

  /** Each trade once; of a stream of bars the price range alone. */
  get trades(): Readonly<TradeTally> {
    return this.#trades.trades;
  }

  /** Which grid prices keep: of orders, trades and bars, and of levels where they change. */
  get grid(): PriceGrid {
    return (this.#grid ??= new PriceGrid());
  }

  /** Undefined where no record shows a book. */
  get crossing(): CrossingTally | undefined {
    return this.#crossing;
  }

  get statistics(): readonly Statistic[] {
    return this.#statistics?.latest ?? [];
  }

  /** Record counts by type, in order of appearance. */
  get recordsByType(): ReadonlyMap<number, number> {
    return new Map(this.#rtypes.map((rtype, index) => [rtype, this.#counts[index] ?? 0]));
  }

  /**
   * Counts a record.
   *
   * @returns whether {@link keep} must be called before the reader's buffer is used again
   */
  add(head: RecordHead): boolean {
    this.records += 1;
    this.#countType(head.rtype);
    this.span.add(head);
    this.gaps.add(head.timeNs);
    this.#addOrder(head);
    if ((head.flags & NOTED_FLAGS) !== 0) this.#addFlags(head.flags);
    if (head.flow !== undefined) this.#addFlow(head);
    else this.#addOther(head);
    if (showsBook(head.rtype)) this.#addBook(head);
    return this.#duplicates.add(head);
  }

  /** Keeps a copy of the last record, to compare the next with. */
  keep(): void {
    this.#duplicates.keep();
  }

  #countType(rtype: number): void {
    const known = this.#rtypes.indexOf(rtype);
    const index = known < 0 ? this.#rtypes.push(rtype) - 1 : known;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  #addOrder({ timeNs, recvNs, isEventTime }: RecordHead): void {
    if (isEventTime) {
      if (timeNs < this.#eventNs) this.eventTimesBack += 1;
      this.#eventNs = timeNs;
    }
    if (Number.isNaN(recvNs)) return;
    if (recvNs < this.#recvNs) this.recvTimesBack += 1;
    this.#recvNs = recvNs;
  }

  #addFlags(flags: number): void {
    if ((flags & FLAG.snapshot) !== 0) this.snapshots += 1;
    if ((flags & FLAG.badTsRecv) !== 0) this.badTsRecv += 1;
    if ((flags & FLAG.maybeBadBook) !== 0) this.maybeBadBook += 1;
  }

  #addFlow(head: RecordHead): void {
    const { offset, flow, action } = head;
    if (flow === undefined) return;
    if (action === ACTION.trade) this.#trades.addTrade(head, flow);
    else if (action === ACTION.clear) this.clears += 1;
    this.grid.add(head, offset + flow.price);
  }

  #addOther(head: RecordHead): void {
    const { view, offset, rtype, lengthBytes } = head;
    if (rtype === RTYPE.definition) {
      this.definition = decodeDefinition(view, offset, lengthBytes);
      if (this.definition.tickNanos !== undefined) this.grid.define(this.definition.tickNanos);
    } else if (rtype === RTYPE.statistics) {
      (this.#statistics ??= new StatisticsTally()).add(head);
    } else if (this.#trades.addBar(head)) {
      this.grid.add(head, offset + OHLCV.high);
      this.grid.add(head, offset + OHLCV.low);
    }
  }

  #addBook(head: RecordHead): void {
    (this.#crossing ??= new CrossingTally()).add(head);
    (this.#levelPrices ??= new LevelPrices()).add(head, this.grid);
  }
}
