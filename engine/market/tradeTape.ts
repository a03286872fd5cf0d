import { BUY, MID, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { atLeast } from '../core/tolerance.ts';
import { Ring } from './ring.ts';
import { SweepClusters, type Sweep } from './sweepClusters.ts';

/** One trade of the tape: session ns, futures price. */
export interface TapeTrade {
  readonly timeNs: number;
  readonly px: number;
  readonly size: number;
  readonly aggressor: Aggressor;
}

/** What traded near a price within the tape window (SPEC §5). */
export interface BandTotals {
  buyVolume: number;
  sellVolume: number;
  /** Σ price · size over all trades of the band, MID included. */
  activity: number;
  trades: number;
}

interface PriceBucket {
  readonly px: number;
  buyVolume: number;
  sellVolume: number;
  midVolume: number;
  trades: number;
}

/**
 * The futures trades of the longest tape window. Volumes per price are kept as running sums (whole
 * contracts, so adding and subtracting is exact); sweeps as running clusters; the slope of price
 * is fitted anew at each snap over the few seconds of trades it covers.
 */
export class TradeTape extends Ring {
  readonly #tapeNs: number;
  readonly #velocityNs: number;
  readonly #buckets = new Map<number, PriceBucket>();
  readonly #clusters: SweepClusters;
  /** Oldest entry still inside the tape window, and inside the velocity window. */
  #tapeFirst = 0;
  #velocityFirst = 0;
  #timeNs = new Float64Array(this.capacity);
  #px = new Float64Array(this.capacity);
  #size = new Float64Array(this.capacity);
  #aggressor = new Int32Array(this.capacity);

  constructor(windows: { tapeNs: number; velocityNs: number; sweepGapNs: number }) {
    super('tape window (W_t, W_v)');
    this.#tapeNs = windows.tapeNs;
    this.#velocityNs = windows.velocityNs;
    this.#clusters = new SweepClusters(windows.sweepGapNs);
  }

  /** @param px futures price */
  append(timeNs: number, px: number, size: number, aggressor: Aggressor): void {
    if (this.size === this.capacity) this.expire(timeNs);
    const sequence = this.next;
    const index = this.claim();
    this.#timeNs[index] = timeNs;
    this.#px[index] = px;
    this.#size[index] = size;
    this.#aggressor[index] = aggressor;
    this.#count(px, size, aggressor, 1);
    if (aggressor !== MID) this.#clusters.append(sequence, timeNs, px * size, aggressor);
  }

  /** Moves both windows on to `nowNs`. */
  expire(nowNs: number): void {
    const tapeLimitNs = nowNs - this.#tapeNs;
    while (this.#tapeFirst < this.next) {
      const index = this.#tapeFirst & this.mask;
      if ((this.#timeNs[index] ?? 0) > tapeLimitNs) break;
      this.#leaveTape(this.#tapeFirst, index);
      this.#tapeFirst++;
    }
    const velocityLimitNs = nowNs - this.#velocityNs;
    while (this.#velocityFirst < this.next) {
      if ((this.#timeNs[this.#velocityFirst & this.mask] ?? 0) > velocityLimitNs) break;
      this.#velocityFirst++;
    }
    this.first = Math.min(this.#tapeFirst, this.#velocityFirst);
  }

  #leaveTape(sequence: number, index: number): void {
    const px = this.#px[index] ?? 0;
    const size = this.#size[index] ?? 0;
    const aggressor = this.#aggressorAt(index);
    this.#count(px, size, aggressor, -1);
    if (aggressor !== MID) this.#clusters.dropOldest(sequence, px * size);
  }

  #count(px: number, size: number, aggressor: Aggressor, sign: 1 | -1): void {
    let bucket = this.#buckets.get(px);
    if (bucket === undefined) {
      bucket = { px, buyVolume: 0, sellVolume: 0, midVolume: 0, trades: 0 };
      this.#buckets.set(px, bucket);
    }
    if (aggressor === BUY) bucket.buyVolume += sign * size;
    else if (aggressor === SELL) bucket.sellVolume += sign * size;
    else bucket.midVolume += sign * size;
    bucket.trades += sign;
    if (bucket.trades === 0) this.#buckets.delete(px);
  }

  #aggressorAt(index: number): Aggressor {
    const value = this.#aggressor[index];
    return value === BUY ? BUY : value === SELL ? SELL : MID;
  }

  /** Sums over trades whose futures price lies in [lowPx, highPx]. */
  band(lowPx: number, highPx: number): BandTotals {
    const totals: BandTotals = { buyVolume: 0, sellVolume: 0, activity: 0, trades: 0 };
    for (const bucket of this.#buckets.values()) {
      if (bucket.px < lowPx || bucket.px > highPx) continue;
      totals.buyVolume += bucket.buyVolume;
      totals.sellVolume += bucket.sellVolume;
      totals.trades += bucket.trades;
      totals.activity += bucket.px * (bucket.buyVolume + bucket.sellVolume + bucket.midVolume);
    }
    return totals;
  }

  /**
   * Least-squares slope of futures price on seconds over the velocity window, every trade one
   * point; 0 with fewer than two trades or no time between them (SPEC §5).
   */
  velocityPxPerS(): number {
    const n = this.next - this.#velocityFirst;
    if (n < 2) return 0;
    const originNs = this.#timeNs[this.#velocityFirst & this.mask] ?? 0;
    const originPx = this.#px[this.#velocityFirst & this.mask] ?? 0;
    let sumT = 0;
    let sumP = 0;
    let sumTT = 0;
    let sumTP = 0;
    for (let sequence = this.#velocityFirst; sequence < this.next; sequence++) {
      const index = sequence & this.mask;
      const t = ((this.#timeNs[index] ?? 0) - originNs) / 1e9;
      const p = (this.#px[index] ?? 0) - originPx;
      sumT += t;
      sumP += p;
      sumTT += t * t;
      sumTP += t * p;
    }
    if (sumT === 0) return 0;
    const spread = n * sumTT - sumT * sumT;
    return spread > 0 ? (n * sumTP - sumT * sumP) / spread : 0;
  }

  /** Clusters of the tape window with at least `minNotional`, oldest first (SPEC §5, "Sweep"). */
  sweeps(minNotional: number): Sweep[] {
    // The running sums of off-grid prices may be off by a rounding step; the description is exact.
    return this.#clusters
      .atLeast(minNotional - 1e-3)
      .map((cluster) => this.#describe(cluster.firstSequence, cluster.lastSequence))
      .filter((sweep) => atLeast(sweep.notional, minNotional));
  }

  #describe(firstSequence: number, lastSequence: number): Sweep {
    const prices = new Set<number>();
    const last = lastSequence & this.mask;
    const sweep: Sweep = {
      direction: this.#aggressorAt(last) === BUY ? 'UP' : 'DOWN',
      notional: 0,
      size: 0,
      prints: 0,
      prices: 0,
      lowPx: Number.POSITIVE_INFINITY,
      highPx: Number.NEGATIVE_INFINITY,
      fromPx: Number.NaN,
      toPx: this.#px[last] ?? 0,
      startNs: Number.NaN,
      endNs: this.#timeNs[last] ?? 0,
    };
    for (let sequence = firstSequence; sequence <= lastSequence; sequence++) {
      const index = sequence & this.mask;
      if (this.#aggressor[index] === MID) continue;
      const px = this.#px[index] ?? 0;
      if (sweep.prints === 0) {
        sweep.fromPx = px;
        sweep.startNs = this.#timeNs[index] ?? 0;
      }
      prices.add(px);
      sweep.lowPx = Math.min(sweep.lowPx, px);
      sweep.highPx = Math.max(sweep.highPx, px);
      sweep.size += this.#size[index] ?? 0;
      sweep.notional += px * (this.#size[index] ?? 0);
      sweep.prints++;
    }
    sweep.prices = prices.size;
    return sweep;
  }

  /** Sequence of the oldest trade in the tape window. */
  get firstInTape(): number {
    return this.#tapeFirst;
  }

  /** The trade of a sequence number; undefined when it has gone. */
  read(sequence: number): TapeTrade | undefined {
    if (sequence < this.first || sequence >= this.next) return undefined;
    const index = sequence & this.mask;
    return {
      timeNs: this.#timeNs[index] ?? 0,
      px: this.#px[index] ?? 0,
      size: this.#size[index] ?? 0,
      aggressor: this.#aggressorAt(index),
    };
  }

  clear(): void {
    this.first = this.next;
    this.#tapeFirst = this.next;
    this.#velocityFirst = this.next;
    this.#buckets.clear();
    this.#clusters.clear();
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    this.#tapeFirst = state.number(this.#tapeFirst);
    this.#velocityFirst = state.number(this.#velocityFirst);
    this.#clusters.transfer(state);
    state.map(this.#buckets, (_px, bucket) => {
      const saved = {
        px: state.number(bucket?.px ?? 0),
        buyVolume: state.number(bucket?.buyVolume ?? 0),
        sellVolume: state.number(bucket?.sellVolume ?? 0),
        midVolume: state.number(bucket?.midVolume ?? 0),
        trades: state.number(bucket?.trades ?? 0),
      };
      return [saved.px, saved];
    });
  }

  protected override columns() {
    return [this.#timeNs, this.#px, this.#size, this.#aggressor];
  }

  protected override growColumns(): void {
    this.#timeNs = this.regrow(this.#timeNs, new Float64Array(this.capacity));
    this.#px = this.regrow(this.#px, new Float64Array(this.capacity));
    this.#size = this.regrow(this.#size, new Float64Array(this.capacity));
    this.#aggressor = this.regrow(this.#aggressor, new Int32Array(this.capacity));
  }
}
