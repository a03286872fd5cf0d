/**
 * How an option trade was signed, or why it was not (SPEC §2, "Aggressor of an option trade"). In the
 * order in which people read them: the signed ones first.
 */
export const SIGNING_CLASSES = [
  /** At or through a side of the quote. */
  'at_quote',
  /** Inside the spread, nearer to one side by more than a quarter of the spread from mid. */
  'by_tolerance',
  /** The feed itself names the side. */
  'feed',
  /** Inside the spread, too near to its middle. */
  'mid',
  /** No quote, or one that is locked, crossed or one-sided. */
  'no_usable_quote',
  /** The option's latest quote is older than five seconds. */
  'stale_quote',
  /** Its condition says that the quote of now has no say: late, auction, cross, floor. */
  'condition',
  /** A leg of a package: its price comes from the package. */
  'multi_leg',
] as const;
export type SigningClass = (typeof SIGNING_CLASSES)[number];

/** The classes in words, for tables and lists. */
export const SIGNING_WORDS: Readonly<Record<SigningClass, string>> = {
  at_quote: 'at the quote',
  by_tolerance: 'by tolerance',
  feed: 'by the feed',
  mid: 'midpoint',
  no_usable_quote: 'no usable quote',
  stale_quote: 'old quote',
  condition: 'condition',
  multi_leg: 'multi-leg',
};

/** Contracts by class. */
export type SigningVolumes = Readonly<Record<SigningClass, number>>;

/** Whether trades of the class have a side. */
export const isSigned = (signing: SigningClass): boolean =>
  signing === 'at_quote' || signing === 'by_tolerance' || signing === 'feed';
