import type { Prng } from '../prng.ts';
import type { StandingQuote } from './quoteBoard.ts';

/**
 * How a trade lies at the quote just before it, seen from the customer: at the far side, passively at
 * the near side (the customer's own resting order was hit), inside (price improvement), at the
 * midpoint, outside (a late or stale print), or at a time without a usable quote.
 */
export type PrintKind = 'AT' | 'PASSIVE' | 'INSIDE' | 'MIDPOINT' | 'OUTSIDE' | 'NO_QUOTE';

/**
 * Shares per mille of trades at a quote wide enough for all of them, after published accuracies of
 * quote rules for options (reference: options-physics, §1). Where the quote is a cent wide, there is
 * no price inside, and those trades print at it.
 */
const KINDS = ['AT', 'PASSIVE', 'INSIDE', 'MIDPOINT', 'OUTSIDE'] as const;
const SHARES = [620, 110, 160, 90, 20] as const;

/** Where a trade printed. */
export interface Print {
  cents: number;
  kind: PrintKind;
}

const isUsable = ({ bidCents, askCents, bidSize, askSize }: StandingQuote): boolean =>
  bidSize > 0 && askSize > 0 && bidCents < askCents;

/**
 * Draws the price of a customer's trade against the quote just before it, in whole cents.
 */
export function drawPrint(
  into: Print,
  prng: Prng,
  quote: StandingQuote,
  isCustomerBuyer: boolean,
): Print {
  const { bidCents, askCents } = quote;
  if (!isUsable(quote)) {
    into.kind = 'NO_QUOTE';
    // Somewhere near what was quoted last, a cent against the customer.
    into.cents = Math.max(1, isCustomerBuyer ? Math.max(askCents, bidCents) : bidCents);
    return into;
  }
  into.kind = KINDS[prng.weighted(SHARES)] ?? 'AT';
  const far = isCustomerBuyer ? askCents : bidCents;
  const near = isCustomerBuyer ? bidCents : askCents;
  const towardsNear = isCustomerBuyer ? -1 : 1;
  const spread = askCents - bidCents;
  if (into.kind === 'MIDPOINT' && spread % 2 === 0) into.cents = bidCents + spread / 2;
  else if (into.kind === 'INSIDE' && spread >= 3) {
    into.cents = far + towardsNear * prng.between(1, (spread - 1) >> 1);
  } else if (into.kind === 'OUTSIDE' && far > 2) {
    into.cents = far - towardsNear * prng.between(1, 2);
  } else if (into.kind === 'PASSIVE') into.cents = near;
  else {
    into.kind = 'AT';
    into.cents = far;
  }
  return into;
}
