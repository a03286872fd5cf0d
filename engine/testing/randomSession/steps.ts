/** What can happen in a random session, as small plain data that shrinks to something readable. */
import fc from 'fast-check';
import type { OptionTradeMarks } from '../../core/events.ts';

type SideName = 'bid' | 'ask';

export type MarketStep =
  /** An order rests `back` ticks behind the best price; below 0 it improves, locks or crosses. */
  | { do: 'add'; side: SideName; back: number; size: number }
  /** Contracts leave the n-th best price. */
  | { do: 'cancel'; side: SideName; nth: number; size: number }
  /** A market order walks through displayed prices. */
  | {
      do: 'take';
      aggressor: 'buy' | 'sell' | 'unknown';
      size: number;
      /** When the trade is heard of: ms after its depth change, in a file of trades. */
      lagMs: number;
      /** Contracts that appear at the last price in the same record. */
      refill: number;
      /** Whether the T record already shows what is left. */
      showsRest: boolean;
      /** Whether the T record comes after its change, with the book before it. */
      tellsLate: boolean;
    }
  /** A trade that changes no displayed depth: hidden, at any half tick from the best bid. */
  | { do: 'print'; aggressor: 'buy' | 'sell' | 'unknown'; halfTicks: number; size: number }
  /** Every order moves. */
  | { do: 'shift'; ticks: number }
  /** A side is cut down to its best prices. */
  | { do: 'thin'; side: SideName; keep: number }
  | { do: 'image' }
  | { do: 'clear' }
  | { do: 'doubt' };

export type OutsideStep =
  | { do: 'underlying'; cents: number; spreadCents: number; isFar: boolean }
  | ({
      do: 'optionTrade';
      size: number;
      at: 'bid' | 'ask' | 'mid' | 'quarter';
      own: OptionsOwn;
      /** undefined where the feed tells neither condition nor venue. */
      marks: OptionTradeMarks | undefined;
    } & OptionName)
  /** Takes back the trade so many before the last, or one that differs from it in something. */
  | { do: 'optionCancel'; back: number; butOf: 'nothing' | 'venue' | 'price' | 'size' }
  | ({ do: 'optionQuote'; spreadCents: number; sides: QuoteSides } & OptionName)
  /** One trade a strike with its quote, out of the money; `oddAt` prints far off the others. */
  | { do: 'optionChain'; cents: number; daysAhead: 0 | 1; oddAt: number; side: 'bid' | 'ask' }
  | { do: 'hotzone'; action: 'add' | 'move' | 'remove'; id: number; ticks: number; strong: boolean }
  /** The clock goes on to the next quarter of a second, and then so many seconds. */
  | { do: 'align'; thenS: number };

/** What an option trade brings along: nothing, its quote (maybe unusable), or the feed's word. */
type OptionsOwn = 'nothing' | 'quote' | 'locked quote' | 'empty quote' | 'lone ask' | 'side';

/** Which sides of a quote are there. */
export type QuoteSides = 'both' | 'bid' | 'ask';

/** An option without its name. */
export interface StrikeName {
  right: 'C' | 'P';
  /** Strikes from the money. */
  strikes: number;
  daysAhead: 0 | 1;
}

export interface OptionName extends StrikeName {
  /** Two options may differ in nothing but their root. */
  root: 'A' | 'B';
  /** Cents of time value. */
  cents: number;
}

/** A step happens `times` times, each time after a wait. */
export type Step = (MarketStep | OutsideStep) & { waitMs: number; times: number };

const side = fc.constantFrom('bid', 'ask');
const aggressor = fc.constantFrom('buy', 'buy', 'sell', 'sell', 'unknown');
const size = fc.constantFrom(1, 3, 10, 40, 150);
const is = <T extends string>(what: T) => fc.constant(what);

const book = {
  add: fc.record({ do: is('add'), side, back: fc.integer({ min: -1, max: 13 }), size }),
  cancel: fc.record({ do: is('cancel'), side, nth: fc.nat(12), size }),
  take: fc.record({
    do: is('take'),
    aggressor,
    size: fc.constantFrom(1, 5, 30, 30, 120, 120, 400),
    lagMs: fc.constantFrom(0, 0, 0, 0.3, -0.3, 1, 50, -2),
    refill: fc.constantFrom(0, 0, 0, 20),
    showsRest: fc.boolean(),
    tellsLate: fc.constantFrom(false, false, false, true),
  }),
  print: fc.record({
    do: is('print'),
    aggressor,
    halfTicks: fc.integer({ min: -3, max: 5 }),
    size,
  }),
  shift: fc.record({ do: is('shift'), ticks: fc.constantFrom(-6, -2, -1, 1, 2, 6) }),
  thin: fc.record({ do: is('thin'), side, keep: fc.constantFrom(0, 1, 4, 8, 9, 10, 11) }),
  image: fc.record({ do: is('image') }),
  clear: fc.record({ do: is('clear') }),
  doubt: fc.record({ do: is('doubt') }),
};

export const strikeName = {
  right: fc.constantFrom('C', 'P'),
  strikes: fc.constantFrom(-4, -2, -1, -1, 0, 0, 0, 0, 1, 1, 2, 4),
  daysAhead: fc.constantFrom(0, 0, 0, 0, 0, 1),
} as const;

const option = {
  ...strikeName,
  root: fc.constantFrom('A', 'A', 'A', 'A', 'A', 'A', 'B'),
  cents: fc.constantFrom(0, 1, 20, 90, 300),
} as const;

const outside = {
  underlying: fc.record({
    do: is('underlying'),
    cents: fc.integer({ min: -4, max: 4 }),
    spreadCents: fc.constantFrom(1, 1, 2, 0, -1),
    isFar: fc.constantFrom(false, false, false, true),
  }),
  optionTrade: fc.record({
    do: is('optionTrade'),
    ...option,
    size: fc.constantFrom(1, 20, 300),
    at: fc.constantFrom('bid', 'ask', 'mid', 'quarter'),
    own: fc.constantFrom(
      ...(['nothing', 'quote', 'quote', 'quote', 'locked quote'] as const),
      ...(['empty quote', 'lone ask', 'side', 'side'] as const),
    ),
    marks: fc.option(
      fc.record({
        condition: fc.constantFrom('ordinary', 'ordinary', 'unsignable', 'multi_leg', 'unknown'),
        venue: fc.nat(1),
      }),
      { nil: undefined },
    ),
  }),
  optionCancel: fc.record({
    do: is('optionCancel'),
    back: fc.constantFrom(0, 0, 1, 4, 30),
    butOf: fc.constantFrom('nothing', 'nothing', 'nothing', 'venue', 'price', 'size'),
  }),
  optionQuote: fc.record({
    do: is('optionQuote'),
    ...option,
    spreadCents: fc.nat(6),
    sides: fc.constantFrom('both', 'both', 'both', 'both', 'both', 'bid', 'ask'),
  }),
  optionChain: fc.record({
    do: is('optionChain'),
    cents: fc.constantFrom(40, 90, 300),
    daysAhead: fc.constantFrom(0, 0, 0, 1),
    oddAt: fc.integer({ min: -8, max: 8 }),
    side: fc.constantFrom('bid', 'ask'),
  }),
  hotzone: fc.record({
    do: is('hotzone'),
    action: fc.constantFrom('add', 'move', 'remove'),
    id: fc.integer({ min: 1, max: 3 }),
    ticks: fc.integer({ min: -8, max: 8 }),
    strong: fc.boolean(),
  }),
  align: fc.record({ do: is('align'), thenS: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 61) }),
};

const some = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const marketSteps = [
  some(34, book.add),
  some(20, book.cancel),
  some(27, book.take),
  some(6, book.print),
  some(2, book.shift),
  some(1, book.thin),
  some(1, book.image),
  some(1, book.clear),
  some(1, book.doubt),
];

const outsideSteps = [
  some(8, outside.underlying),
  some(14, outside.optionTrade),
  some(2, outside.optionCancel),
  some(9, outside.optionQuote),
  some(1, outside.optionChain),
  some(3, outside.hotzone),
  some(3, outside.align),
];

/** Mostly close together, now and then a pause, rarely a silence in which snapping stops. */
const waitMs = fc.oneof(
  some(200, fc.constant(0)),
  some(150, fc.constantFrom(0.000001, 0.3, 1, 50, 100, 250)),
  some(50, fc.constantFrom(400, 500, 1000)),
  some(3, fc.constantFrom(3000, 5000)),
  some(1, fc.constantFrom(60_000, 61_000, 130_000)),
);

const times = fc.oneof(
  some(20, fc.constant(1)),
  some(4, fc.constantFrom(2, 3)),
  some(1, fc.constant(20)),
);

const after = <S extends MarketStep | OutsideStep>(step: fc.Arbitrary<S>): fc.Arbitrary<S & Step> =>
  fc
    .tuple(step, waitMs, times)
    // What lasts is not done again and again: twenty silences would be one long one.
    .map(
      ([what, wait, often]) =>
        ({ ...what, waitMs: wait, times: wait > 100 ? 1 : often }) as S & Step,
    );

/** Steps of the book and its trades only. */
export const aMarketStep: fc.Arbitrary<MarketStep & Step> = after(fc.oneof(...marketSteps));

export const aStep: fc.Arbitrary<Step> = after(fc.oneof(...marketSteps, ...outsideSteps));
