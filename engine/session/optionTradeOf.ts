import type { EventSink, EventSource, OptionContract } from '../core/events.ts';

/** An option trade as its source tells it. */
export interface OptionTrade {
  /** Session ns. */
  readonly timeNs: number;
  readonly contract: OptionContract;
  readonly priceNanos: number;
  readonly size: number;
}

/**
 * The option trade that a source stands on, told once more; undefined for any other event. For those who
 * write down what the windows do not keep.
 */
export function optionTradeOf(source: EventSource): OptionTrade | undefined {
  let trade: OptionTrade | undefined;
  const ignore = (): void => undefined;
  const sink: EventSink = {
    onBook: ignore,
    onFuturesTrade: ignore,
    onUnderlyingQuote: ignore,
    onOptionQuote: ignore,
    onHotzone: ignore,
    onGap: ignore,
    onOptionTrade: (timeNs, contract, priceNanos, size) => {
      trade = { timeNs, contract, priceNanos, size };
    },
  };
  source.deliver(sink);
  return trade;
}
