import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { anOption, aQuote, ladder, TEST_DAY, type BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

/** Every part with a memory takes part: plug-in, medians, late fills, windows soon left. */
const CONFIG: ConfigOverrides = {
  w_S: 0.05,
  w_L: 0.43,
  w_H: 0.33,
  w_T: 0.19,
  robust_window: 5,
  FILL_REMATCH_MS: 900,
  FILL_MATCH_MS: 500,
  TRIGGER_HOLD_TIME: 0.75,
  BREAK_SCORE_THRESHOLD: 55,
  REJECT_SCORE_THRESHOLD: 45,
  W_b: 2,
  W_t: 1.5,
  W_v: 2.5,
  W_g: 3,
  W_wall: 5,
};
/** Every key of options that has a memory. */
const PRO: ConfigOverrides = {
  fuel_book: 'inventory',
  iv_fallback: 'smile',
  expiry_clock: 'calendar',
  option_signing: 'careful',
  signed_confidence: true,
  gamma_threshold: 100,
};
const CONTRACTS = [
  ...[anOption('C', 687), anOption('P', 687), anOption('C', 688), anOption('P', 685)],
  ...[anOption('P', 686), anOption('C', 689), anOption('P', 684)],
];
const anOptionPrice = fc.record({
  at: fc.nat(CONTRACTS.length - 1),
  cents: fc.constantFrom(21, 30, 37, 42, 55, 89),
});

/** One that the feed names, and one that it never does. */
const OPENINGS = [
  { expiryDay: TEST_DAY, right: 'C', strike: 688, contracts: -40 },
  { expiryDay: TEST_DAY, right: 'C', strike: 690, contracts: 25 },
] as const;

type Step = (script: MarketScript) => void;

const book = fc
  .record({ mid: fc.integer({ min: -6, max: 6 }), sizes: fc.array(fc.nat(300), { minLength: 4 }) })
  .map(({ mid, sizes }): BookSides => {
    const bid = 6870 + mid * 0.25;
    const sized = (px: number, step: number, shift: number) =>
      ladder(px, step, 10, 1).map(
        ([at], i) => [at, 1 + (sizes[(i + shift) % sizes.length] ?? 0)] as const,
      );
    return { bids: sized(bid, -0.25, 0), asks: sized(bid + 0.25, 0.25, 2) };
  });

const optionStep: fc.Arbitrary<Step> = anOptionPrice.map(({ at, cents }): Step => {
  const contract = CONTRACTS[at] ?? anOption('C', 687);
  const quote = aQuote(cents / 100, cents / 100 + 0.04);
  return cents % 3 === 0
    ? (script) => void script.optionQuote(contract, quote)
    : (script) =>
        void script.option(contract, {
          px: cents / 100 + 0.04,
          size: cents,
          quote: cents % 3 === 1 ? quote : null,
          condition: cents === 89 ? 'multi_leg' : 'ordinary',
        });
});

/** Takes a trade back where the option has one of that price and size. */
const cancelStep: fc.Arbitrary<Step> = anOptionPrice.map(({ at, cents }): Step => {
  const contract = CONTRACTS[at] ?? anOption('C', 687);
  const print = { px: cents / 100 + 0.04, size: cents, condition: 'cancel' } as const;
  return (script) => void script.option(contract, print);
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: book.map(
      (sides): Step =>
        (script) =>
          void script.book(sides),
    ),
  },
  book.map(
    (sides): Step =>
      (script) =>
        void script.snapshot(sides),
  ),
  book.map(
    (sides): Step =>
      (script) =>
        void script.doubtfulBook(sides),
  ),
  fc.constant<Step>((script) => void script.clearBook()),
  fc
    .record({ px: fc.integer({ min: -9, max: 9 }), size: fc.integer({ min: 1, max: 400 }) })
    .chain(({ px, size }) =>
      fc.constantFrom<Step>(
        (script) => void script.buys(6870 + px * 0.25, size),
        (script) => void script.sells(6870 + px * 0.25, size),
        (script) => void script.prints(6870 + px * 0.125, size),
      ),
    ),
  { weight: 5, arbitrary: optionStep },
  { weight: 2, arbitrary: cancelStep },
  fc.integer({ min: -20, max: 20 }).map((move): Step => {
    const bid = 687 + move / 100;
    return (script) => void script.underlying(bid, bid + 0.01);
  }),
  fc.integer({ min: 6860, max: 6880 }).map(
    (px): Step =>
      (script) =>
        void script.hotzone(String(px % 3), px / 10, px % 2 === 0),
  ),
  fc.constant<Step>((script) => void script.newSession()),
  {
    weight: 6,
    arbitrary: fc.nat(900).map(
      (ms): Step =>
        (script) =>
          void script.later(ms),
    ),
  },
);

/** Plays steps; after each there is a snap, as text. */
const played = (script: MarketScript, steps: readonly Step[]): string[] =>
  steps.map((act) => {
    act(script);
    const payload = script.later(100).trySnap();
    const { totals, bar, profile, health, lastTrade } = script.market;
    const volumes = Array.from({ length: 19 }, (_, i) => profile.at(27_471 + i));
    const shown = [totals, totals.vwapPx, bar, volumes, health.gaps, lastTrade];
    return JSON.stringify([payload, script.signals.episodes.takeFinished(), shown]);
  });

function copyOf(script: MarketScript): MarketScript {
  const saved = new StateWriter();
  script.market.transfer(saved);
  script.signals.transfer(saved);
  const reader = new StateReader(saved.bytes());
  const copy = aMarket(script.market.config, 'spy-0dte').later(
    (script.nowNs - aMarket().nowNs) / 1e6,
  );
  copy.market.transfer(reader);
  copy.signals.transfer(reader);
  expect(reader.isAtEnd).toBe(true);
  return copy;
}

describe('a market that was saved and restored', () => {
  it.each<[string, ConfigOverrides]>([
    ['same-time fills', { fill_habit: 'same-time' }],
    ['nearest fills', { fill_habit: 'nearest' }],
    ['fills by a habit found out', { fill_habit: 'auto' }],
    ['an inventory over its expiry', PRO],
  ])('goes on uninterrupted (%s)', (_what, overrides) => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 20, maxLength: 60 }),
        fc.array(step, { minLength: 10, maxLength: 30 }),
        (before, after) => {
          const original = aMarket({ ...CONFIG, ...overrides }, 'spy-0dte').at('15:59:50');
          original.market.options.inventory.open(OPENINGS);
          played(original, before);
          const restored = copyOf(original);
          expect(played(restored, after)).toEqual(played(original, after));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('still knows which trades may explain a decrease', () => {
    const bids = (size: number): BookSides => ({ bids: [[6870, size]], asks: [[6870.25, 50]] });
    const original = aMarket(CONFIG, 'spy-0dte').book(bids(100)).sells(6870, 40);
    const restored = copyOf(original);
    for (const market of [original, restored]) market.book(bids(30)).hotzone('1', 686.99);
    expect(restored.level('HOTZONE_1').barrier).toMatchObject({ filled: 40, pulled: 30 });
    expect(original.level('HOTZONE_1').barrier).toMatchObject({ filled: 40, pulled: 30 });
  });
});
