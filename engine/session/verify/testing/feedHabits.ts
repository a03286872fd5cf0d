/**
 * Rewrites sessions whose trades come right before their book change into sessions of other feed
 * habits. Records are MBP-10 bytes; what happened and when the book changed stays as it was.
 */
import { Prng } from '../../../feeds/simulator/prng.ts';

const TS_EVENT = 8;
const ACTION = 28;
const LEVELS = 48;
const TRADE_BYTES = 48;
const TRADE_RTYPE = 0x00;

/** Where the trades of a rewritten session are. */
export interface HabitFiles {
  readonly book: readonly Buffer[];
  /** Records of a trades file; undefined where trades are in the book file. */
  readonly trades: readonly Buffer[] | undefined;
}

const isTrade = (record: Buffer): boolean => record.toString('latin1', ACTION, ACTION + 1) === 'T';
const timeOf = (record: Buffer): bigint => record.readBigUInt64LE(TS_EVENT);

/** A copy whose time is moved by `ns`. */
function moved(record: Buffer, ns: number): Buffer {
  const copy = Buffer.from(record);
  copy.writeBigUInt64LE(timeOf(record) + BigInt(ns), TS_EVENT);
  return copy;
}

/** In the order of time, records of one time as they stand. */
const inTime = (records: readonly Buffer[]): Buffer[] =>
  records.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));

/** A copy of a trade with the levels of another record. */
function withLevelsOf(trade: Buffer, book: Buffer | undefined): Buffer {
  const copy = Buffer.from(trade);
  book?.copy(copy, LEVELS, LEVELS);
  return copy;
}

/** Trades in the book file up to `jitterNs` after their change; 0 is right behind it. */
export function lateTrades(records: readonly Buffer[], jitterNs: number, seed = 1): HabitFiles {
  const prng = new Prng(seed, 1);
  const changes = records.filter((record) => !isTrade(record));
  const trades = records.filter(isTrade).map((trade) => moved(trade, prng.below(jitterNs + 1)));
  let last: Buffer | undefined;
  const book = inTime([...changes, ...trades]).map((record) => {
    if (isTrade(record)) return withLevelsOf(record, last);
    return (last = record);
  });
  return { book, trades: undefined };
}

/** Trades in a file of their own, each up to `jitterNs` before or after its change. */
export function separateTrades(records: readonly Buffer[], jitterNs: number, seed = 1): HabitFiles {
  const prng = new Prng(seed, 2);
  const trades = records.filter(isTrade).map((record) => {
    const trade = Buffer.from(record.subarray(0, TRADE_BYTES));
    trade.writeUInt8(TRADE_BYTES / 4, 0);
    trade.writeUInt8(TRADE_RTYPE, 1);
    return moved(trade, prng.below(2 * jitterNs + 1) - jitterNs);
  });
  return { book: records, trades: inTime(trades) };
}

/** Trades whose levels show the book after their removal. */
export function reducedTrades(records: readonly Buffer[]): HabitFiles {
  const book = records.map((record, index) => {
    if (!isTrade(record)) return record;
    const change = records.slice(index + 1, index + 40).find((later) => !isTrade(later));
    const isSame = change !== undefined && timeOf(change) === timeOf(record);
    return isSame ? withLevelsOf(record, change) : record;
  });
  return { book, trades: undefined };
}
