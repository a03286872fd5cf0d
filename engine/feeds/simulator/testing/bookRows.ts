import { HEADER, LEVEL, LEVEL_BYTES, MARKET } from '../../dbn/layout.ts';
import { priceNanosAt, u32At, u64At } from '../../dbn/records.ts';
import type { RecordEncoder } from '../../dbn/writerRecords.ts';

const MBP10_BYTES = 368;
const LEVELS = 10;

/** An MBP-10 record as tests look at it. Times in ns since `epochMs`, prices in ticks. */
export interface BookRow {
  readonly eventNs: number;
  readonly recvNs: number;
  /** One letter each, as the vendor's documentation names them. */
  readonly action: string;
  readonly side: string;
  readonly flags: number;
  readonly depth: number;
  readonly sequence: number;
  readonly tick: number;
  readonly size: number;
  /** Displayed contracts by tick, best price first. */
  readonly bids: ReadonlyMap<number, number>;
  readonly asks: ReadonlyMap<number, number>;
}

/** Every record that an encoder of MBP-10 records holds. */
export function readBookRows(
  records: RecordEncoder,
  { epochMs, tickNanos }: { epochMs: number; tickNanos: number },
): BookRow[] {
  const bytes = Buffer.concat(records.takeAll());
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const epochNs = BigInt(epochMs) * 1_000_000n;
  const rows: BookRow[] = [];
  for (let at = 0; at < bytes.length; at += MBP10_BYTES) {
    rows.push({
      eventNs: Number(u64At(view, at + HEADER.tsEvent) - epochNs),
      recvNs: Number(u64At(view, at + MARKET.tsRecv) - epochNs),
      action: String.fromCharCode(view.getUint8(at + MARKET.action)),
      side: String.fromCharCode(view.getUint8(at + MARKET.side)),
      flags: view.getUint8(at + MARKET.flags),
      depth: view.getUint8(at + MARKET.depth),
      sequence: u32At(view, at + MARKET.sequence),
      tick: priceNanosAt(view, at + MARKET.price) / tickNanos,
      size: u32At(view, at + MARKET.size),
      bids: readSide(view, at, tickNanos, LEVEL.bidPx, LEVEL.bidSz),
      asks: readSide(view, at, tickNanos, LEVEL.askPx, LEVEL.askSz),
    });
  }
  return rows;
}

function readSide(
  view: DataView,
  record: number,
  tickNanos: number,
  price: number,
  size: number,
): Map<number, number> {
  const side = new Map<number, number>();
  for (let index = 0; index < LEVELS; index++) {
    const level = record + MARKET.levels + index * LEVEL_BYTES;
    const contracts = u32At(view, level + size);
    if (contracts > 0) side.set(priceNanosAt(view, level + price) / tickNanos, contracts);
  }
  return side;
}

/** A price that lost displayed contracts between two records, as far as both know it. */
export interface Decrease {
  readonly side: 'B' | 'A';
  readonly tick: number;
  readonly size: number;
}

/** What left the ten displayed levels from one record to the next. */
export function decreasesBetween(before: BookRow, after: BookRow): Decrease[] {
  return [
    ...decreasesOf('B', before.bids, after.bids, 1),
    ...decreasesOf('A', before.asks, after.asks, -1),
  ];
}

function decreasesOf(
  side: 'B' | 'A',
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  better: 1 | -1,
): Decrease[] {
  // A view with fewer levels than it could show knows every price.
  const isFull = after.size === LEVELS;
  const worst = isFull ? Math.min(...[...after.keys()].map((tick) => tick * better)) : -Infinity;
  const decreases: Decrease[] = [];
  for (const [tick, contracts] of before) {
    const size = contracts - (after.get(tick) ?? 0);
    if (size > 0 && tick * better >= worst) decreases.push({ side, tick, size });
  }
  return decreases;
}
