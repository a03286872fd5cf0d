/** Something out of the ordinary at a time of a scenario. Minutes count from the session's start. */
export type Happening =
  /** News: makers leave, and for a moment orders come in a storm while price jumps. */
  | {
      readonly kind: 'news';
      readonly atMinute: number;
      /** Arrivals a second at the height, up to 50,000. */
      readonly perS: number;
      readonly seconds: number;
      /** SPY cents that price moves, up or down by chance. */
      readonly jumpCents: number;
    }
  /** Trading stops; orders gather for the second half of the time; an auction reopens. */
  | { readonly kind: 'halt'; readonly atMinute: number; readonly seconds: number }
  /** A pre-open of so many seconds from here, ended by an auction. */
  | { readonly kind: 'auction'; readonly atMinute: number; readonly seconds: number }
  /** The feed loses packets: the book is doubtful, then cleared, then sent anew. */
  | { readonly kind: 'outage'; readonly atMinute: number };

/** How often traders with a plan turn up, per hour; Poisson. */
export interface Visitors {
  /** Walls that vanish when price comes near. */
  readonly spoofs: number;
  /** Walls that are filled up after each execution. */
  readonly defences: number;
  readonly icebergs: number;
  readonly hidden: number;
  /** Depth pulled on one side near the best price. */
  readonly vacuums: number;
  /** Bursts of market orders through several prices. */
  readonly sweeps: number;
}

export const VISITOR_KINDS = [
  'spoofs',
  'defences',
  'icebergs',
  'hidden',
  'vacuums',
  'sweeps',
] as const satisfies readonly (keyof Visitors)[];

/** Nobody comes. */
export const NO_VISITORS: Visitors = {
  spoofs: 0,
  defences: 0,
  icebergs: 0,
  hidden: 0,
  vacuums: 0,
  sweeps: 0,
};
