/**
 * A small market made of single orders, whose every displayed decrease has a known cause: MBP-10
 * records in the vendor's order (trades first, then the book) and the rows of the truth.
 */
import { marketRecord } from '../../../feeds/dbn/testing/dbnBytes.ts';
import { Prng } from '../../../feeds/simulator/prng.ts';

const START_NS = 1_609_165_800_000_000_000n;
const TICK_NANOS = 250_000_000n;
const MID_TICK = 14_880;
const DEPTH = 10;
/** Orders beyond this distance from the middle stay, so that no side ever runs dry. */
const SAFE_TICKS = 14;
const LEVELS = 48;
const LEVEL_BYTES = 32;

/** Sizes of the orders at a price, first in time first. */
type Queue = number[];
type BookSide = Map<number, Queue>;
type SideName = 'B' | 'A';

export interface OrderSession {
  readonly records: readonly Buffer[];
  /** The truth file's text. */
  readonly truth: string;
}

const HEADING = 'ts_ns,sequence,side,price,size_removed,cause';

class OrderMarket {
  readonly records: Buffer[] = [];
  readonly rows: string[] = [HEADING];
  readonly #prng: Prng;
  readonly #sides: Readonly<Record<SideName, BookSide>> = { B: new Map(), A: new Map() };
  #timeNs = START_NS;
  #sequence = 1;

  constructor(seed: number) {
    this.#prng = new Prng(seed, 3);
    for (let away = 1; away <= SAFE_TICKS + DEPTH; away++) {
      this.#add('B', MID_TICK - away, 1 + this.#prng.below(5));
      this.#add('A', MID_TICK + away, 1 + this.#prng.below(5));
    }
    this.#publish('A', 'N', 0, 0);
  }

  /** Something happens after up to `gapNs`. */
  step(gapNs: number): void {
    this.#timeNs += BigInt(1 + this.#prng.below(gapNs));
    const side: SideName = this.#prng.below(2) === 0 ? 'B' : 'A';
    const choice = this.#prng.below(10);
    if (choice < 5) this.#addSomewhere(side);
    else if (choice < 8) this.#cancel(side, this.#prng.below(4));
    else this.#trade(side, 1 + this.#prng.below(6));
  }

  #best(side: SideName): number {
    const ticks = [...this.#sides[side].keys()];
    return side === 'B' ? Math.max(...ticks) : Math.min(...ticks);
  }

  #add(side: SideName, tick: number, size: number): void {
    const queue = this.#sides[side].get(tick);
    if (queue === undefined) this.#sides[side].set(tick, [size]);
    else queue.push(size);
  }

  #addSomewhere(side: SideName): void {
    const other = this.#best(side === 'B' ? 'A' : 'B');
    const away = 1 + this.#prng.below(4);
    const tick = side === 'B' ? other - away : other + away;
    const size = 1 + this.#prng.below(3);
    this.#add(side, tick, size);
    this.#publish('A', side, tick, size);
  }

  /** Somebody cancels an order `rank` levels behind the best, unless it keeps the side alive. */
  #cancel(side: SideName, rank: number): void {
    const tick = side === 'B' ? this.#best(side) - rank : this.#best(side) + rank;
    const queue = this.#sides[side].get(tick);
    if (queue === undefined || Math.abs(tick - MID_TICK) > SAFE_TICKS) return;
    const [size = 0] = queue.splice(this.#prng.below(queue.length), 1);
    if (queue.length === 0) this.#sides[side].delete(tick);
    this.#publish('C', side, tick, size);
    this.#tell(side, tick, size, 'PULL');
  }

  /** A market order against the resting side; half the time the next owner flees at once. */
  #trade(side: SideName, size: number): void {
    const taken = new Map<number, number>();
    const aggressor = side === 'B' ? 'A' : 'B';
    let left = size;
    while (left > 0 && Math.abs(this.#best(side) - MID_TICK) <= SAFE_TICKS) {
      const tick = this.#best(side);
      const queue = this.#sides[side].get(tick) ?? [];
      let filled = 0;
      while (left > 0 && queue.length > 0) {
        const part = Math.min(left, queue[0] ?? 0);
        queue[0] = (queue[0] ?? 0) - part;
        if (queue[0] === 0) queue.shift();
        left -= part;
        filled += part;
      }
      taken.set(tick, filled);
      if (queue.length === 0) this.#sides[side].delete(tick);
    }
    const before = this.records.at(-1);
    for (const [tick, filled] of taken) this.#print(aggressor, tick, filled, before);
    this.#publish('C', side, this.#best(side), 1);
    for (const [tick, filled] of taken) this.#tell(side, tick, filled, 'FILL');
    if (this.#prng.below(2) === 0) {
      this.#timeNs += BigInt(100_000 + this.#prng.below(300_000));
      this.#cancel(side, 0);
    }
  }

  #print(aggressor: SideName, tick: number, size: number, before: Buffer | undefined): void {
    const trade = this.#record('T', aggressor, tick, size);
    before?.copy(trade, LEVELS, LEVELS);
    this.records.push(trade);
  }

  #publish(action: string, side: string, tick: number, size: number): void {
    this.#sequence++;
    const record = this.#record(action, side, tick, size);
    for (const name of ['B', 'A'] as const) this.#writeSide(record, name);
    this.records.push(record);
  }

  #record(action: string, side: string, tick: number, size: number): Buffer {
    const price = BigInt(tick) * TICK_NANOS;
    const [tsEvent, tsRecv, sequence] = [this.#timeNs, this.#timeNs + 90_000n, this.#sequence];
    return marketRecord({ tsEvent, tsRecv, sequence, action, side, price, size });
  }

  #writeSide(record: Buffer, side: SideName): void {
    const place = side === 'B' ? 0 : 1;
    const ticks = [...this.#sides[side].keys()].sort((a, b) => (side === 'B' ? b - a : a - b));
    for (const [level, tick] of ticks.slice(0, DEPTH).entries()) {
      const at = LEVELS + level * LEVEL_BYTES;
      const queue = this.#sides[side].get(tick) ?? [];
      record.writeBigInt64LE(BigInt(tick) * TICK_NANOS, at + 8 * place);
      record.writeUInt32LE(
        queue.reduce((sum, size) => sum + size, 0),
        at + 16 + 4 * place,
      );
      record.writeUInt32LE(queue.length, at + 24 + 4 * place);
    }
  }

  #tell(side: SideName, tick: number, size: number, cause: 'FILL' | 'PULL'): void {
    const price = (tick / 4).toFixed(4);
    this.rows.push([this.#timeNs, this.#sequence, side, price, size, cause].join(','));
  }
}

/** @param gapNs longest pause between two happenings */
export function orderSession(steps: number, gapNs: number, seed = 1): OrderSession {
  const market = new OrderMarket(seed);
  for (let step = 0; step < steps; step++) market.step(gapNs);
  return { records: market.records, truth: `${market.rows.join('\n')}\n` };
}
