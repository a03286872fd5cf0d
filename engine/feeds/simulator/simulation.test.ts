import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../core/time.ts';
import { ACTION, FLAG, HEADER, LEVEL, LEVEL_BYTES, MARKET, SIDE } from '../dbn/layout.ts';
import { priceNanosAt, u32At, u64At } from '../dbn/records.ts';
import { RecordEncoder } from '../dbn/writerRecords.ts';
import { OPTION_SERIES, SESSION_START_MS, TICK_NANOS } from './instruments.ts';
import { Simulation } from './simulation.ts';

const MBP10_BYTES = 368;
const CONSOLIDATED_BYTES = 80;
const BASE_NS = BigInt(SESSION_START_MS) * 1_000_000n;

interface Recorded {
  readonly futures: DataView;
  readonly underlying: DataView;
  readonly options: DataView;
}

function simulate(seconds: number, { seed = 11, rate = 1 } = {}): Recorded {
  const encoder = (): RecordEncoder => new RecordEncoder(SESSION_START_MS, 1 << 16);
  const feeds = { futures: encoder(), underlying: encoder(), options: encoder() };
  new Simulation(seed, rate, feeds).run(seconds * NS_PER_S);
  const joined = (records: RecordEncoder): DataView => {
    const bytes = Buffer.concat(records.takeAll());
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  return {
    futures: joined(feeds.futures),
    underlying: joined(feeds.underlying),
    options: joined(feeds.options),
  };
}

interface BookRow {
  readonly eventNs: number;
  readonly recvNs: number;
  readonly action: number;
  readonly side: number;
  readonly flags: number;
  readonly depth: number;
  readonly sequence: number;
  readonly tick: number;
  readonly size: number;
  /** Displayed contracts by tick. */
  readonly bids: ReadonlyMap<number, number>;
  readonly asks: ReadonlyMap<number, number>;
}

function readRow(view: DataView, at: number): BookRow {
  const bids = new Map<number, number>();
  const asks = new Map<number, number>();
  for (let index = 0; index < 10; index++) {
    const level = at + MARKET.levels + index * LEVEL_BYTES;
    const bidSize = u32At(view, level + LEVEL.bidSz);
    const askSize = u32At(view, level + LEVEL.askSz);
    if (bidSize > 0) bids.set(priceNanosAt(view, level + LEVEL.bidPx) / TICK_NANOS, bidSize);
    if (askSize > 0) asks.set(priceNanosAt(view, level + LEVEL.askPx) / TICK_NANOS, askSize);
  }
  return {
    eventNs: Number(u64At(view, at + HEADER.tsEvent) - BASE_NS),
    recvNs: Number(u64At(view, at + MARKET.tsRecv) - BASE_NS),
    action: view.getUint8(at + MARKET.action),
    side: view.getUint8(at + MARKET.side),
    flags: view.getUint8(at + MARKET.flags),
    depth: view.getUint8(at + MARKET.depth),
    sequence: u32At(view, at + MARKET.sequence),
    tick: priceNanosAt(view, at + MARKET.price) / TICK_NANOS,
    size: u32At(view, at + MARKET.size),
    bids,
    asks,
  };
}

function bookRows(view: DataView): BookRow[] {
  const rows: BookRow[] = [];
  for (let at = 0; at < view.byteLength; at += MBP10_BYTES) rows.push(readRow(view, at));
  return rows;
}

const bestBid = (row: BookRow): number => Math.max(...row.bids.keys());
const bestAsk = (row: BookRow): number => Math.min(...row.asks.keys());

describe('the simulated futures feed', () => {
  // Ten minutes hold everything the script does, the outage too.
  const rows = bookRows(simulate(600).futures);
  const whole = rows.filter(({ action }) => action !== ACTION.clear);

  it('opens with a snapshot that is no event of the market', () => {
    const [first] = rows;
    expect(first).toMatchObject({ action: ACTION.add, side: SIDE.none, recvNs: 600_000 });
    expect((first?.flags ?? 0) & FLAG.snapshot).not.toBe(0);
    expect(first?.eventNs).toBeLessThan(0);
  });

  it('shows ten sound levels a side, never locked or crossed', () => {
    const faults = whole.filter(
      (row) => row.bids.size !== 10 || row.asks.size !== 10 || bestBid(row) >= bestAsk(row),
    );
    expect(faults).toEqual([]);
  });

  it('trades at the best price of the book before, and says who was the aggressor', () => {
    const faults: number[] = [];
    let previousTrade: BookRow | undefined;
    for (const row of rows.filter(({ action }) => action === ACTION.trade)) {
      const isSameOrder = previousTrade?.eventNs === row.eventNs;
      const isAtBest = row.tick === (row.side === SIDE.bid ? bestAsk(row) : bestBid(row));
      if (!isAtBest && !isSameOrder) faults.push(row.sequence);
      previousTrade = row;
    }
    expect(faults).toEqual([]);
  });

  it('sends trades with the book before them, then one book change at the same event time', () => {
    for (const [index, row] of rows.entries()) {
      if (row.action !== ACTION.trade) continue;
      expect(row.flags & FLAG.last).toBe(0);
      expect(row.depth).toBe(0);
      expect(row.bids).toEqual(rows[index - 1]?.bids);
      expect(row.asks).toEqual(rows[index - 1]?.asks);
      expect(rows[index + 1]?.eventNs).toBe(row.eventNs);
      const after = rows[index + 2];
      if (rows[index + 1]?.action !== ACTION.trade) expect(after?.eventNs).not.toBe(row.eventNs);
    }
  });

  it('takes from the touched prices exactly what was traded there', () => {
    const traded = new Map<number, number>();
    for (const [index, row] of rows.entries()) {
      if (row.action === ACTION.trade) {
        traded.set(row.tick, row.size);
        continue;
      }
      const before = rows[index - 1];
      for (const [tick, size] of traded) {
        const shown = (of: BookRow | undefined): number =>
          (row.side === SIDE.bid ? of?.bids : of?.asks)?.get(tick) ?? 0;
        expect(shown(before) - shown(row)).toBe(size);
      }
      traded.clear();
    }
  });

  it('changes one price at a time otherwise', () => {
    for (const [index, row] of whole.entries()) {
      const before = whole[index - 1];
      if (before === undefined || row.eventNs === before.eventNs) continue;
      if (row.action === ACTION.trade || (row.flags & FLAG.snapshot) !== 0) continue;
      const bids = changedTicks(before.bids, row.bids, 1);
      const asks = changedTicks(before.asks, row.asks, -1);
      expect(bids + asks).toBe(1);
    }
  });

  it('never goes back in event time, capture time or sequence', () => {
    const live = rows.filter(({ flags }) => (flags & FLAG.snapshot) === 0);
    for (const [index, row] of live.entries()) {
      const before = live[index - 1];
      if (before === undefined) continue;
      expect(row.eventNs).toBeGreaterThanOrEqual(before.eventNs);
      expect(row.recvNs).toBeGreaterThanOrEqual(before.recvNs);
      expect(row.sequence).toBeGreaterThanOrEqual(before.sequence);
      expect(row.recvNs).toBeGreaterThan(row.eventNs);
    }
  });

  it('loses packets once: a doubtful book, a clear, silence, a snapshot', () => {
    const doubtful = rows.findIndex(({ flags }) => (flags & FLAG.maybeBadBook) !== 0);
    const clears = rows.filter(({ action }) => action === ACTION.clear);
    expect(clears).toHaveLength(1);
    const clear = rows.findIndex(({ action }) => action === ACTION.clear);
    expect(doubtful).toBeGreaterThan(0);
    expect(clear).toBeGreaterThan(doubtful);
    expect(rows[clear]).toMatchObject({ size: 0, side: SIDE.none, tick: NaN });
    expect(rows[clear]?.bids.size).toBe(0);
    expect((rows[clear + 1]?.flags ?? 0) & FLAG.snapshot).not.toBe(0);
    expect((rows[clear + 1]?.recvNs ?? 0) - (rows[clear]?.recvNs ?? 0)).toBeGreaterThan(NS_PER_S);
  });

  it('moves at most a few dollars and shows a depth of a liquid market', () => {
    const ticks = rows.filter(({ action }) => action === ACTION.trade).map(({ tick }) => tick);
    expect((Math.max(...ticks) - Math.min(...ticks)) / 4).toBeLessThan(40);
    const sizes = whole.flatMap(({ bids }) => [...bids.values()]);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(60);
    expect(mean).toBeLessThan(200);
    expect(sizes.reduce((most, size) => Math.max(most, size), 0)).toBeLessThan(900);
  });
});

/** Prices in sight of both views of a side, the best one first, whose size differs. */
function changedTicks(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  better: 1 | -1,
): number {
  const worst = (book: ReadonlyMap<number, number>): number =>
    Math.min(...[...book.keys()].map((tick) => tick * better));
  const from = Math.max(worst(before), worst(after));
  const ticks = new Set([...before.keys(), ...after.keys()]);
  return [...ticks].filter((tick) => tick * better >= from && before.get(tick) !== after.get(tick))
    .length;
}

describe('the simulated SPY quotes', () => {
  it('follow the future at a ratio near 10.03, a cent or two wide', () => {
    const { underlying, futures } = simulate(60);
    const esMid = 6_892.6;
    expect(futures.byteLength).toBeGreaterThan(0);
    let previousRecv = 0n;
    for (let at = 0; at < underlying.byteLength; at += CONSOLIDATED_BYTES) {
      const bid = priceNanosAt(underlying, at + MARKET.levels + LEVEL.bidPx) / 1e9;
      const ask = priceNanosAt(underlying, at + MARKET.levels + LEVEL.askPx) / 1e9;
      expect(Math.round((ask - bid) * 100)).toBeGreaterThanOrEqual(1);
      expect(Math.round((ask - bid) * 100)).toBeLessThanOrEqual(2);
      expect(Math.abs(esMid / ((bid + ask) / 2) - 10.03)).toBeLessThan(0.01);
      const recv = u64At(underlying, at + MARKET.tsRecv);
      expect(recv).toBeGreaterThan(previousRecv);
      previousRecv = recv;
    }
  });
});

describe('the simulated option trades', () => {
  const { options } = simulate(300);
  const listed = new Set(OPTION_SERIES.map(({ instrumentId }) => instrumentId));

  it('come a few per second, in listed series, inside their quotes', () => {
    const count = options.byteLength / CONSOLIDATED_BYTES;
    expect(count).toBeGreaterThan(300);
    expect(count).toBeLessThan(3000);
    for (let at = 0; at < options.byteLength; at += CONSOLIDATED_BYTES) {
      const price = priceNanosAt(options, at + MARKET.price);
      const bid = priceNanosAt(options, at + MARKET.levels + LEVEL.bidPx);
      const ask = priceNanosAt(options, at + MARKET.levels + LEVEL.askPx);
      expect(listed.has(u32At(options, at + HEADER.instrumentId))).toBe(true);
      expect(options.getUint8(at + MARKET.side)).toBe(SIDE.none);
      expect(price).toBeLessThanOrEqual(ask);
      if (!Number.isNaN(bid)) expect(price).toBeGreaterThanOrEqual(bid);
      expect(price % 10_000_000).toBe(0);
    }
  });

  it('are listed under 21-character OSI symbols that expire the same day', () => {
    for (const { symbol } of OPTION_SERIES) expect(symbol).toMatch(/^SPY {3}261119[CP]00\d{3}000$/);
    expect(listed.size).toBe(OPTION_SERIES.length);
  });
});

describe('a simulation', () => {
  it('repeats to the byte for a seed, in steps of any length', () => {
    const inOneGo = simulate(20);
    const feeds = {
      futures: new RecordEncoder(SESSION_START_MS, 1 << 20),
      underlying: new RecordEncoder(SESSION_START_MS, 1 << 20),
      options: new RecordEncoder(SESSION_START_MS, 1 << 20),
    };
    const simulation = new Simulation(11, 1, feeds);
    for (let untilNs = 0; untilNs <= 20 * NS_PER_S; untilNs += 37_000_000) simulation.run(untilNs);
    simulation.run(20 * NS_PER_S);
    expect(bytesOf(Buffer.concat(feeds.futures.takeAll()))).toEqual(bytesOf(inOneGo.futures));
    expect(bytesOf(Buffer.concat(feeds.options.takeAll()))).toEqual(bytesOf(inOneGo.options));
  });

  it('differs between seeds', () => {
    expect(bytesOf(simulate(5, { seed: 1 }).futures)).not.toEqual(
      bytesOf(simulate(5, { seed: 2 }).futures),
    );
  });

  it('holds about twice the records at twice the rate', () => {
    const once = simulate(30).futures.byteLength;
    const twice = simulate(30, { rate: 2 }).futures.byteLength;
    expect(twice / once).toBeGreaterThan(1.6);
    expect(twice / once).toBeLessThan(2.4);
  });

  it('never plays the same ten minutes again', () => {
    const rows = bookRows(simulate(1300, { rate: 0.1 }).futures);
    const minute = 60 * NS_PER_S;
    const pathOf = (fromMinute: number): string =>
      rows
        .filter(
          ({ eventNs }) => eventNs >= fromMinute * minute && eventNs < (fromMinute + 5) * minute,
        )
        .map(({ tick, size }) => `${tick}:${size}`)
        .join(' ');
    expect(pathOf(10)).not.toBe(pathOf(0));
  });
});

function bytesOf(view: DataView | Buffer): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');
}
