import { BUY, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { valueArea, type ValueArea } from './valueArea.ts';

interface TickVolume {
  buy: number;
  sell: number;
  /** Of trades that belong to no side. */
  mid: number;
}

/** A range of prices beyond this is no market's, and no reason to fill memory. */
const MAX_SPAN_TICKS = 1 << 16;

/** Session volume at price by aggressor, for the ladder and the value area. */
export class VolumeProfile {
  readonly #ticks = new Map<number, TickVolume>();

  add(tick: number, size: number, aggressor: Aggressor): void {
    let volume = this.#ticks.get(tick);
    if (volume === undefined) {
      volume = { buy: 0, sell: 0, mid: 0 };
      this.#ticks.set(tick, volume);
    }
    if (aggressor === BUY) volume.buy += size;
    else if (aggressor === SELL) volume.sell += size;
    else volume.mid += size;
  }

  at(tick: number): Readonly<TickVolume> {
    return this.#ticks.get(tick) ?? NO_VOLUME;
  }

  /** Point of control and value area; undefined before the first trade. */
  valueArea(): ValueArea | undefined {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const tick of this.#ticks.keys()) {
      if (tick < low) low = tick;
      if (tick > high) high = tick;
    }
    if (!(high - low < MAX_SPAN_TICKS)) return undefined;
    const volumes = new Float64Array(high - low + 1);
    for (const [tick, { buy, sell, mid }] of this.#ticks) volumes[tick - low] = buy + sell + mid;
    return valueArea(low, volumes);
  }

  clear(): void {
    this.#ticks.clear();
  }

  transfer(state: StateTransfer): void {
    state.map(this.#ticks, (tick, volume) => [
      state.number(tick ?? 0),
      {
        buy: state.number(volume?.buy ?? 0),
        sell: state.number(volume?.sell ?? 0),
        mid: state.number(volume?.mid ?? 0),
      },
    ]);
  }
}

const NO_VOLUME: Readonly<TickVolume> = { buy: 0, sell: 0, mid: 0 };
