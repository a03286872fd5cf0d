import type { BookView } from './bookView.ts';
import { CancelDistance } from './cancelDistance.ts';
import type { CancelDistanceResult } from './cancelDistance.ts';
import { Decreases } from './decreases.ts';
import type { DecreasesResult } from './decreases.ts';
import { DepthMeasure } from './depth.ts';
import type { DepthResult } from './depth.ts';
import { EventMix } from './eventMix.ts';
import type { EventMixResult } from './eventMix.ts';
import { InterArrival } from './interArrival.ts';
import type { InterArrivalResult } from './interArrival.ts';
import { OrderFlowImbalance } from './orderFlowImbalance.ts';
import type { OrderFlowImbalanceResult } from './orderFlowImbalance.ts';
import { SpreadMeasure } from './spread.ts';
import type { SpreadResult } from './spread.ts';
import { TradeSigns } from './tradeSigns.ts';
import type { TradeSignsResult } from './tradeSigns.ts';
import { TradeSize } from './tradeSize.ts';
import type { TradeSizeResult } from './tradeSize.ts';
import { UpdateRate } from './updateRate.ts';
import type { UpdateRateResult } from './updateRate.ts';
import { VolatilitySignature } from './volatilitySignature.ts';
import type { VolatilitySignatureResult } from './volatilitySignature.ts';

/** How a market trades, of one instrument. NaN stands where there was nothing to measure. */
export interface MicrostructureResult {
  readonly spread: SpreadResult;
  readonly depth: DepthResult;
  readonly eventMix: EventMixResult;
  readonly cancelDistance: CancelDistanceResult;
  readonly decreases: DecreasesResult;
  readonly tradeSize: TradeSizeResult;
  readonly eventArrival: InterArrivalResult;
  readonly tradeArrival: InterArrivalResult;
  readonly tradeSigns: TradeSignsResult;
  readonly orderFlowImbalance: OrderFlowImbalanceResult;
  readonly volatilitySignature: VolatilitySignatureResult;
  readonly updateRate: UpdateRateResult;
}

/** All measures over one stream of book records; memory does not grow with it. */
export class Microstructure {
  readonly #spread = new SpreadMeasure();
  readonly #depth = new DepthMeasure();
  readonly #eventMix = new EventMix();
  readonly #cancelDistance = new CancelDistance();
  readonly #decreases = new Decreases();
  readonly #tradeSize = new TradeSize();
  readonly #eventArrival = new InterArrival(false);
  readonly #tradeArrival = new InterArrival(true);
  readonly #tradeSigns = new TradeSigns();
  readonly #orderFlowImbalance = new OrderFlowImbalance();
  readonly #volatilitySignature = new VolatilitySignature();
  readonly #updateRate = new UpdateRate();

  add(view: BookView): void {
    this.#spread.add(view);
    this.#depth.add(view);
    this.#eventMix.add(view);
    this.#cancelDistance.add(view);
    this.#decreases.add(view);
    this.#tradeSize.add(view);
    this.#eventArrival.add(view);
    this.#tradeArrival.add(view);
    this.#tradeSigns.add(view);
    this.#orderFlowImbalance.add(view);
    this.#volatilitySignature.add(view);
    this.#updateRate.add(view);
  }

  result(): MicrostructureResult {
    return {
      spread: this.#spread.result(),
      depth: this.#depth.result(),
      eventMix: this.#eventMix.result(),
      cancelDistance: this.#cancelDistance.result(),
      decreases: this.#decreases.result(),
      tradeSize: this.#tradeSize.result(),
      eventArrival: this.#eventArrival.result(),
      tradeArrival: this.#tradeArrival.result(),
      tradeSigns: this.#tradeSigns.result(),
      orderFlowImbalance: this.#orderFlowImbalance.result(),
      volatilitySignature: this.#volatilitySignature.result(),
      updateRate: this.#updateRate.result(),
    };
  }
}
