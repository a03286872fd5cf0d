import type { SweepPayload } from '../core/payload.ts';
import type { SweepPath } from '../core/protocol.ts';
import type { MarketState } from '../market/marketState.ts';

/** The way of the tape's sweep that has these figures, the latest of several; undefined without one. */
export function sweepPath(
  { tape, config, clock, converter }: MarketState,
  { direction, size, prints }: SweepPayload,
): SweepPath | undefined {
  const found = tape
    .sweeps(config.SWEEP_MIN_NOTIONAL)
    .findLast(
      (each) => each.direction === direction && each.size === size && each.prints === prints,
    );
  if (found === undefined) return undefined;
  return {
    from_ts: clock.toUnixMs(found.startNs),
    to_ts: clock.toUnixMs(found.endNs),
    from_price: converter.toLevel(found.fromPx),
    to_price: converter.toLevel(found.toPx),
    size: found.size,
    notional: found.notional,
    prices: found.prices,
  };
}
