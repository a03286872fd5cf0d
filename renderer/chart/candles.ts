/** Price bars built from the trail, at one second and at every coarser interval. */
import type { TrailColumns } from '../../engine/core/protocol.ts';
import { PrintTrail } from './prints.ts';

/** Bar intervals that the chart offers, in seconds. */
export const INTERVALS_S = [1, 5, 15, 60, 300] as const;
export type IntervalS = (typeof INTERVALS_S)[number];

/** One bar. Prices are level prices, volumes contracts. */
export interface Bar {
  /** Unix seconds at which the bar begins; it covers (time, time + interval]. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Session VWAP at the end of the bar; NaN before the first trade. */
  vwap: number;
  buyVolume: number;
  sellVolume: number;
}

/** Start of the bar that a snap at `tsMs` belongs to: a snap closes the time before it. */
export const barStart = (tsMs: number, intervalS: number): number =>
  (Math.ceil(tsMs / (intervalS * 1000)) - 1) * intervalS;

function extend(bar: Bar, next: Omit<Bar, 'time' | 'open'>): void {
  bar.high = Math.max(bar.high, next.high);
  bar.low = Math.min(bar.low, next.low);
  bar.close = next.close;
  bar.vwap = next.vwap;
  bar.buyVolume += next.buyVolume;
  bar.sellVolume += next.sellVolume;
}

/** All bars of one run and epoch, kept at one second: a trading day is 23,400 of them. */
export class Trail {
  readonly prints = new PrintTrail();
  #bars: Bar[] = [];
  #nextSequence = 0;

  /** Number of the first snap that is not in the trail yet. */
  get nextSequence(): number {
    return this.#nextSequence;
  }

  /**
   * Takes over the rows that are new; rows already known (a reconnect repeats them) are skipped.
   * @returns Unix seconds of the first one-second bar that changed; undefined when none did
   */
  append(rows: TrailColumns): number | undefined {
    const skipped = Math.max(0, this.#nextSequence - rows.first_sequence);
    let changedFrom: number | undefined;
    for (let row = skipped; row < rows.ts.length; row += 1) {
      const time = this.#appendRow(rows, row);
      if (time === undefined) continue;
      changedFrom ??= time;
      this.#appendPrint(rows, row);
    }
    this.#nextSequence = Math.max(this.#nextSequence, rows.first_sequence + rows.ts.length);
    return changedFrom;
  }

  #appendPrint({ ts, print, print_size }: TrailColumns, row: number): void {
    this.prints.append(ts[row] ?? Number.NaN, print[row] ?? Number.NaN, print_size[row] ?? 0);
  }

  #appendRow(rows: TrailColumns, row: number): number | undefined {
    const ts = rows.ts[row];
    const spot = rows.spot[row];
    if (ts === undefined || spot === undefined || !Number.isFinite(spot)) return undefined;
    const last = this.#bars.at(-1);
    const time = barStart(ts, 1);
    if (last !== undefined && time < last.time) return undefined;
    const next = {
      high: Math.max(rows.high[row] ?? spot, spot),
      low: Math.min(rows.low[row] ?? spot, spot),
      close: spot,
      vwap: rows.vwap[row] ?? Number.NaN,
      buyVolume: rows.buy_volume[row] ?? 0,
      sellVolume: rows.sell_volume[row] ?? 0,
    };
    if (last?.time === time) {
      extend(last, next);
    } else {
      const open = last?.close ?? spot;
      const high = Math.max(next.high, open);
      this.#bars.push({ ...next, time, open, high, low: Math.min(next.low, open) });
    }
    return time;
  }

  /**
   * Bars of an interval, oldest first.
   * @param fromS only bars that cover a one-second bar at or after this Unix second
   */
  bars(intervalS: IntervalS, fromS = Number.NEGATIVE_INFINITY): Bar[] {
    const first = this.#indexFrom(Math.floor(fromS / intervalS) * intervalS);
    const bars: Bar[] = [];
    for (const bar of this.#bars.slice(first)) {
      const time = Math.floor(bar.time / intervalS) * intervalS;
      const last = bars.at(-1);
      if (last?.time === time) extend(last, bar);
      else bars.push({ ...bar, time });
    }
    return bars;
  }

  /** The bar that begins at `timeS`; undefined when there is none. */
  barAt(intervalS: IntervalS, timeS: number): Bar | undefined {
    let found: Bar | undefined;
    for (let index = this.#indexFrom(timeS); index < this.#bars.length; index += 1) {
      const bar = this.#bars[index];
      if (bar === undefined || bar.time >= timeS + intervalS) break;
      if (found === undefined) found = { ...bar, time: timeS };
      else extend(found, bar);
    }
    return found;
  }

  /** The newest bar of an interval. */
  lastBar(intervalS: IntervalS): Bar | undefined {
    const last = this.#bars.at(-1);
    if (last === undefined) return undefined;
    return this.barAt(intervalS, Math.floor(last.time / intervalS) * intervalS);
  }

  #indexFrom(timeS: number): number {
    let low = 0;
    let high = this.#bars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bars[middle]?.time ?? Infinity) < timeS) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
