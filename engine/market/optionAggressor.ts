import {
  BUY,
  MID,
  SELL,
  type Aggressor,
  type OptionQuote,
  type OptionTradeMarks,
} from '../core/events.ts';
import type { SigningClass } from '../core/signing.ts';

/** What is said of an option trade: who crossed the spread, and by which rule. */
export interface SignedTrade {
  readonly side: Aggressor;
  readonly signing: SigningClass;
  /** The verdict's number in columns of state: 1…; 0 stands for no trade. */
  readonly code: number;
}

const byCode: SignedTrade[] = [];

function verdict(side: Aggressor, signing: SigningClass): SignedTrade {
  const made = Object.freeze({ side, signing, code: byCode.length + 1 });
  byCode.push(made);
  return made;
}

/** Every verdict there is, one object each: nothing is made per trade. */
export const VERDICTS = {
  buyAtQuote: verdict(BUY, 'at_quote'),
  sellAtQuote: verdict(SELL, 'at_quote'),
  buyByTolerance: verdict(BUY, 'by_tolerance'),
  sellByTolerance: verdict(SELL, 'by_tolerance'),
  buyOfFeed: verdict(BUY, 'feed'),
  sellOfFeed: verdict(SELL, 'feed'),
  mid: verdict(MID, 'mid'),
  noUsableQuote: verdict(MID, 'no_usable_quote'),
  staleQuote: verdict(MID, 'stale_quote'),
  condition: verdict(MID, 'condition'),
  multiLeg: verdict(MID, 'multi_leg'),
} as const;

/** The verdict of a {@link SignedTrade.code}; undefined for a number that is none. */
export const verdictOf = (code: number): SignedTrade | undefined => byCode[code - 1];

/** Both sides present and 0 ≤ bid < ask (SPEC §2). */
export function isUsable(quote: OptionQuote): boolean {
  return (
    quote.bidSize > 0 && quote.askSize > 0 && quote.bidNanos >= 0 && quote.bidNanos < quote.askNanos
  );
}

/** The verdict on a trade whose condition forbids to sign it; undefined where it allows it. */
export function signByCondition(marks: OptionTradeMarks | undefined): SignedTrade | undefined {
  if (marks === undefined || marks.condition === 'ordinary') return undefined;
  return marks.condition === 'multi_leg' ? VERDICTS.multiLeg : VERDICTS.condition;
}

/** The feed's own word on the side; MID where it says that there is none. */
export function signByFeed(aggressor: Aggressor): SignedTrade {
  if (aggressor === MID) return VERDICTS.mid;
  return aggressor === BUY ? VERDICTS.buyOfFeed : VERDICTS.sellOfFeed;
}

/**
 * Who crossed the spread, by the quote in force: at or through a side, else nearer to it by more
 * than a quarter of the spread from mid (SPEC §2). In whole price units, so that exactly a quarter
 * is MID.
 *
 * @param priceNanos trade price in units of 1e-9
 * @param quote null or unusable means MID
 */
export function signByQuote(priceNanos: number, quote: OptionQuote | null): SignedTrade {
  if (quote === null || !isUsable(quote)) return VERDICTS.noUsableQuote;
  const { bidNanos, askNanos } = quote;
  if (priceNanos >= askNanos) return VERDICTS.buyAtQuote;
  if (priceNanos <= bidNanos) return VERDICTS.sellAtQuote;
  // Four times the distance from mid against the spread, without halves.
  const fourTimesFromMid = 2 * (2 * priceNanos - bidNanos - askNanos);
  const spread = askNanos - bidNanos;
  if (fourTimesFromMid > spread) return VERDICTS.buyByTolerance;
  return fourTimesFromMid < -spread ? VERDICTS.sellByTolerance : VERDICTS.mid;
}
