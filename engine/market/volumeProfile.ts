import { BUY, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

interface TickVolume {
  buy: number;
  sell: number;
}

/** Session volume at price by aggressor, for the ladder. MID trades belong to no side. */
export class VolumeProfile {
  readonly #ticks = new Map<number, TickVolume>();

  add(tick: number, size: number, aggressor: Aggressor): void {
    let volume = this.#ticks.get(tick);
    if (volume === undefined) {
      volume = { buy: 0, sell: 0 };
      this.#ticks.set(tick, volume);
    }
    if (aggressor === BUY) volume.buy += size;
    else if (aggressor === SELL) volume.sell += size;
  }

  at(tick: number): Readonly<TickVolume> {
    return this.#ticks.get(tick) ?? NO_VOLUME;
  }

  clear(): void {
    this.#ticks.clear();
  }

  transfer(state: StateTransfer): void {
    state.map(this.#ticks, (tick, volume) => [
      state.number(tick ?? 0),
      { buy: state.number(volume?.buy ?? 0), sell: state.number(volume?.sell ?? 0) },
    ]);
  }
}

const NO_VOLUME: Readonly<TickVolume> = { buy: 0, sell: 0 };
