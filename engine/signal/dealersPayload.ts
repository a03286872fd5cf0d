import type { DealersPayload } from '../core/payload.ts';
import { round6 } from '../core/rounding.ts';
import type { MarketState } from '../market/marketState.ts';

/** Both books over all strikes of the day's expiry, and how much of its volume is in neither. */
export function dealersPayload({ options, tradingDay }: MarketState): DealersPayload {
  return {
    flow_gamma: roundedOrNull(options.flows.sessionTotal(tradingDay)),
    inventory_gamma: roundedOrNull(options.inventory.total),
    unsigned_share: roundedOrNull(options.signing.unsignedShare(tradingDay)),
  };
}

const roundedOrNull = (value: number | undefined): number | null =>
  value === undefined ? null : round6(value);
