/** Who trades options: weights of customers buying and selling calls and puts. */
export interface OptionMood {
  readonly callBuys: number;
  readonly callSells: number;
  readonly putBuys: number;
  readonly putSells: number;
  /** Whole dollars from the anchor: the strike that attracts large orders. */
  readonly focus: number;
  readonly tradesPerSecond: number;
  /** Share of large orders at the focus strike, per mille. */
  readonly blocksPerMille: number;
}

/** Nobody leans. */
export const BALANCED: OptionMood = {
  callBuys: 10,
  callSells: 10,
  putBuys: 10,
  putSells: 10,
  focus: 0,
  tradesPerSecond: 6,
  blocksPerMille: 0,
};

/** Premium sellers: dealers get long gamma and fade moves. */
export const PREMIUM_SELLING: OptionMood = {
  callBuys: 3,
  callSells: 14,
  putBuys: 3,
  putSells: 14,
  focus: 0,
  tradesPerSecond: 12,
  blocksPerMille: 80,
};

/** Call buyers: dealers get short gamma above the market and chase a rise. */
export const CALL_BUYING: OptionMood = {
  callBuys: 24,
  callSells: 4,
  putBuys: 6,
  putSells: 4,
  focus: 1,
  tradesPerSecond: 12,
  blocksPerMille: 130,
};

/** Put buyers: the same below. */
export const PUT_BUYING: OptionMood = {
  callBuys: 5,
  callSells: 4,
  putBuys: 26,
  putSells: 4,
  focus: 0,
  tradesPerSecond: 12,
  blocksPerMille: 130,
};
