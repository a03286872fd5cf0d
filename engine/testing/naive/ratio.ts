/** SPEC §2, "PriceConverter": level price = futures price / ratio. */
import type { EngineConfig } from '../../core/config.ts';
import { isAbove, seconds } from './words.ts';

export class Ratio {
  readonly #config: EngineConfig;
  #acceptedNs: number | undefined;
  value: number;

  constructor(config: EngineConfig) {
    this.#config = config;
    this.value = config.INITIAL_RATIO;
  }

  toLevel(futuresPx: number): number {
    return futuresPx / this.value;
  }

  /** The first observation sets the ratio, later ones move it by EWMA. */
  observe(timeNs: number, futuresMidPx: number, bid: number, ask: number): void {
    const { ratio_mode, tau_ratio } = this.#config;
    if (ratio_mode === 'fixed' || bid <= 0 || ask < bid) return;
    const observed = futuresMidPx / ((bid + ask) / 2);
    if (isAbove(Math.abs(observed - this.value), 0.05 * this.value)) return;
    const passedNs = timeNs - (this.#acceptedNs ?? 0);
    const weight =
      this.#acceptedNs === undefined ? 1 : 1 - Math.exp(-passedNs / seconds(tau_ratio));
    this.value = weight * observed + (1 - weight) * this.value;
    this.#acceptedNs = timeNs;
  }
}
