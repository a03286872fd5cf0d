import { marketRecord } from '../../testing/dbnBytes.ts';
import { BookView } from '../bookView.ts';
import type { Measure } from '../bookView.ts';

export const TICK_NANOS = 250_000_000n;
const START_NS = 1_609_160_400_000_000_000n;

type Levels = readonly (readonly [ticks: number, size: number])[];

/** One MBP-10 record in ticks. Times in ns after the first record. */
export interface BookEvent {
  readonly ns: number;
  readonly bids: Levels;
  readonly asks: Levels;
  readonly action: string;
  readonly side: string;
  readonly price: number;
  readonly size: number;
  readonly flags: number;
  readonly instrumentId: number;
}

const defaults: BookEvent = {
  ns: 0,
  bids: [[100, 10]],
  asks: [[101, 10]],
  action: 'A',
  side: 'B',
  price: 100,
  size: 1,
  flags: 0x82,
  instrumentId: 5482,
};

const px = (ticks: number): bigint => BigInt(ticks) * TICK_NANOS;

/** A record of a book that is 10 × 10 at 100 / 101 ticks unless told otherwise. */
export function bookRecord(overrides: Partial<BookEvent> = {}): Buffer {
  const event = { ...defaults, ...overrides };
  const time = START_NS + BigInt(event.ns);
  const undefinedPrice = 2n ** 63n - 1n;
  const record = marketRecord({
    ...event,
    price: px(event.price),
    tsEvent: time,
    tsRecv: time,
    bid: [undefinedPrice, 0],
    ask: [undefinedPrice, 0],
  });
  for (const [index, [ticks, size]] of event.bids.entries()) {
    record.writeBigInt64LE(px(ticks), 48 + 32 * index);
    record.writeUInt32LE(size, 64 + 32 * index);
  }
  for (const [index, [ticks, size]] of event.asks.entries()) {
    record.writeBigInt64LE(px(ticks), 56 + 32 * index);
    record.writeUInt32LE(size, 68 + 32 * index);
  }
  return record;
}

/** What a measure says of these records. */
export function resultOf<Result>(
  measure: Measure<Result>,
  events: readonly Partial<BookEvent>[],
): Result {
  const view = new BookView(Number(TICK_NANOS));
  for (const event of events) {
    const record = bookRecord(event);
    view.take(new DataView(record.buffer, record.byteOffset, record.length), 0, 0x0a);
    measure.add(view);
  }
  return measure.result();
}

/** A trade that takes from the default book. */
export const trade = (ns: number, side: 'B' | 'A' | 'N', size = 1): Partial<BookEvent> => ({
  ns,
  action: 'T',
  side,
  size,
  price: side === 'B' ? 101 : 100,
  flags: 0,
});
