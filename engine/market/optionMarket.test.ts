import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BUY } from '../core/events.ts';
import type { OptionConditionKind } from '../core/optionConditions.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import type { SigningVolumes } from '../core/signing.ts';
import { anOption, aQuote, TEST_DAY } from '../testing/builders.ts';
import { aMarket, type MarketScript, type OptionPrint } from '../testing/marketScript.ts';

const CALL = anOption('C', 688);
const QUOTE = aQuote(0.6, 0.64);
const ASK_PX = 0.64;
const CAREFUL = { option_signing: 'careful' };

const ready = (overrides: ConfigOverrides = {}): MarketScript =>
  aMarket(overrides, 'spy-0dte')
    .book({ bids: [[6869.75, 10]], asks: [[6870.25, 10]] })
    .buys(6870);

/** Net gamma to dealers and trades of today's strikes within the flow window. */
const flowOf = (script: MarketScript) => script.looked().options.flows.near(TEST_DAY, 688, 100);

const walls = (script: MarketScript) => script.looked().options.flows.wall(TEST_DAY, 'C', 687);

const totals = (script: MarketScript): number[] =>
  script
    .looked()
    .options.flows.strikesOf(TEST_DAY)
    .map(({ sessionTotal }) => sessionTotal.value);

/** Volumes by class that are not 0. */
const volumesOf = (script: MarketScript): Partial<SigningVolumes> =>
  Object.fromEntries(
    Object.entries(script.market.options.signing.volumes(TEST_DAY)).filter(([, size]) => size > 0),
  );

const unsignedShare = (script: MarketScript): number | undefined =>
  script.market.options.signing.unsignedShare(TEST_DAY);

describe('the volume of a session by how it was signed', () => {
  it('counts contracts, each trade in one class', () => {
    const script = ready().option(CALL, { px: 0.64, size: 4, quote: QUOTE });
    script.option(CALL, { px: 0.6101, size: 3, quote: aQuote(0.6, 0.68) });
    script.option(CALL, { px: 0.62, size: 2, quote: QUOTE });
    script.option(CALL, { px: 0.62, size: 5, aggressor: BUY });
    script.option(anOption('P', 687), { px: 0.62, size: 6 });
    expect(volumesOf(script)).toEqual({
      at_quote: 4,
      by_tolerance: 3,
      mid: 2,
      feed: 5,
      no_usable_quote: 6,
    });
    expect(unsignedShare(script)).toBe(8 / 20);
  });

  it('tells an old quote from none', () => {
    const script = ready().optionQuote(CALL, QUOTE).later(5001).option(CALL, { px: ASK_PX });
    script.option(anOption('C', 689), { px: ASK_PX });
    expect(volumesOf(script)).toEqual({ stale_quote: 1, no_usable_quote: 1 });
  });

  it("judges a trade by its own quote whatever the age of the tape's", () => {
    const script = ready().optionQuote(CALL, QUOTE).later(5001);
    script.option(CALL, { px: ASK_PX, quote: QUOTE });
    expect(volumesOf(script)).toEqual({ at_quote: 1 });
  });

  it('is that of one expiry', () => {
    const script = ready().option(anOption('C', 688, TEST_DAY + 1), { px: ASK_PX, quote: QUOTE });
    expect(volumesOf(script)).toEqual({});
    expect(unsignedShare(script)).toBeUndefined();
  });

  it('starts anew with the session', () => {
    const script = ready().option(CALL, { px: 0.62, size: 4, quote: QUOTE });
    expect(unsignedShare(script)).toBe(1);
    script.newSession();
    expect(volumesOf(script)).toEqual({});
    expect(unsignedShare(script)).toBeUndefined();
  });

  it('does not count what an outside flow service sums up', () => {
    expect(unsignedShare(ready().flow(CALL, -500))).toBeUndefined();
  });
});

describe('an option without a bid', () => {
  it.each(['spec', 'careful'])(
    'is not signed at its lone ask: of those half are sellers (%s)',
    (key) => {
      const script = ready({ option_signing: key });
      script.option(CALL, { px: 0.01, size: 7, quote: aQuote(0, 0.01, 0, 9) });
      expect(volumesOf(script)).toEqual({ no_usable_quote: 7 });
    },
  );

  it('is signed at a bid of zero that somebody shows', () => {
    const script = ready().option(CALL, { px: 0.01, quote: aQuote(0, 0.01, 5, 9) });
    expect(volumesOf(script)).toEqual({ at_quote: 1 });
  });
});

describe('by the specification', () => {
  it.each<OptionConditionKind>(['ordinary', 'unsignable', 'multi_leg', 'unknown'])(
    'a trade of condition %s is signed like any other',
    (condition) => {
      const plain = flowOf(ready().option(CALL, { px: ASK_PX, quote: QUOTE }));
      const marked = ready().option(CALL, { px: ASK_PX, quote: QUOTE, condition });
      expect(flowOf(marked)).toEqual(plain);
      expect(volumesOf(marked)).toEqual({ at_quote: 1 });
    },
  );

  it('the quote of the very time of a trade judges it', () => {
    const script = ready().optionQuote(CALL, QUOTE).later(1).optionQuote(CALL, aQuote(0.64, 0.68));
    expect(flowOf(script.option(CALL, { px: ASK_PX })).netGamma).toBeGreaterThan(0);
  });
});

describe('careful signing', () => {
  const careful = (overrides: ConfigOverrides = {}) => ready({ ...CAREFUL, ...overrides });

  it.each([
    ['unsignable', 'condition'],
    ['unknown', 'condition'],
    ['multi_leg', 'multi_leg'],
  ] as const)('counts a trade of condition %s, and signs it not', (condition, signing) => {
    const script = careful().option(CALL, { px: ASK_PX, size: 3, quote: QUOTE, condition });
    expect(flowOf(script)).toEqual({ netGamma: 0, trades: 1 });
    expect(volumesOf(script)).toEqual({ [signing]: 3 });
  });

  it('signs an ordinary trade, and one of a feed without conditions', () => {
    const script = careful().option(CALL, { px: ASK_PX, quote: QUOTE, condition: 'ordinary' });
    script.option(CALL, { px: ASK_PX, quote: QUOTE });
    expect(volumesOf(script)).toEqual({ at_quote: 2 });
  });

  it("takes the condition's word over the feed's on the side", () => {
    const condition = 'multi_leg';
    const script = careful().option(CALL, { px: ASK_PX, aggressor: BUY, condition });
    expect(volumesOf(script)).toEqual({ multi_leg: 1 });
  });

  it('learns no volatility from a price that is not one of now', () => {
    const px = 3;
    const later = (script: MarketScript) =>
      flowOf(script.later(2000).option(CALL, { px: 0, aggressor: BUY })).netGamma;
    const taught = later(careful().option(CALL, { px, condition: 'ordinary' }));
    const excluded = later(careful().option(CALL, { px, condition: 'unsignable' }));
    const nothing = later(careful());
    expect(excluded).toBe(nothing);
    expect(taught).not.toBe(nothing);
  });

  describe('with a quote of the very time of the trade, which the trade may have moved', () => {
    // The buyer lifts 0.64; the ask that is left, of the same millisecond, is 0.68.
    const moved = aQuote(0.64, 0.68);

    it('takes the one before, where the quote comes first', () => {
      const script = careful().optionQuote(CALL, QUOTE).later(1).optionQuote(CALL, moved);
      expect(flowOf(script.option(CALL, { px: ASK_PX })).netGamma).toBeLessThan(0);
    });

    it('comes to the same where the trade comes first', () => {
      const script = careful().optionQuote(CALL, QUOTE).later(1).option(CALL, { px: ASK_PX });
      expect(flowOf(script.optionQuote(CALL, moved)).netGamma).toBeLessThan(0);
    });

    it('takes the one before all of that time', () => {
      const script = careful().optionQuote(CALL, QUOTE).later(1);
      script.optionQuote(CALL, aQuote(0.62, 0.66)).optionQuote(CALL, moved);
      expect(flowOf(script.option(CALL, { px: ASK_PX })).netGamma).toBeLessThan(0);
    });

    it('has none where there was none before', () => {
      const script = careful().optionQuote(CALL, moved).option(CALL, { px: ASK_PX });
      expect(volumesOf(script)).toEqual({ no_usable_quote: 1 });
    });

    it('has an old one where the one before is old', () => {
      const script = careful().optionQuote(CALL, QUOTE).later(5001).optionQuote(CALL, moved);
      expect(volumesOf(script.option(CALL, { px: ASK_PX }))).toEqual({ stale_quote: 1 });
    });

    it('goes on to it for the next trade', () => {
      const script = careful().optionQuote(CALL, QUOTE).later(1).optionQuote(CALL, moved);
      script.later(1).option(CALL, { px: 0.64 });
      expect(flowOf(script).netGamma).toBeGreaterThan(0);
    });
  });

  it("takes the trade's own quote as it is: it was recorded before the trade", () => {
    const script = careful().option(CALL, { px: ASK_PX, quote: QUOTE });
    expect(volumesOf(script)).toEqual({ at_quote: 1 });
  });
});

describe('a cancel', () => {
  const print: OptionPrint = {
    px: ASK_PX,
    size: 10,
    quote: QUOTE,
    condition: 'ordinary',
    venue: 302,
  };
  const cancel: OptionPrint = { px: ASK_PX, size: 10, condition: 'cancel', venue: 302 };
  const small: OptionPrint = { ...print, px: 0.6, size: 1 };

  it.each(['spec', 'careful'])('takes its trade back to the bit (option_signing %s)', (key) => {
    const overrides = { option_signing: key };
    const without = ready(overrides).option(CALL, small).later(10).option(CALL, small);
    const script = ready(overrides).option(CALL, small).option(CALL, print).later(10);
    script.option(CALL, small).option(CALL, cancel);
    expect(flowOf(script)).toEqual(flowOf(without));
    expect(walls(script)).toEqual(walls(without));
    expect(totals(script)).toEqual(totals(without));
    expect(volumesOf(script)).toEqual({ at_quote: 2 });
    expect(script.market.options.signing.unknownCancels).toBe(0);
  });

  it('is no trade itself, but an event of the options', () => {
    const script = ready().option(CALL, print).later(1000).option(CALL, cancel);
    expect(flowOf(script)).toEqual({ netGamma: 0, trades: 0 });
    expect(script.market.options.flows.strikesOf(TEST_DAY)).toEqual([]);
    expect(script.market.health.optionNs).toBe(script.nowNs);
  });

  it('after the windows have passed changes what is left of the session', () => {
    const script = ready().option(CALL, print).option(CALL, small).later(400_000);
    expect(flowOf(script)).toEqual({ netGamma: 0, trades: 0 });
    script.option(CALL, cancel);
    const without = ready().option(CALL, small);
    expect(totals(script)).toEqual(totals(without));
    expect(flowOf(script)).toEqual({ netGamma: 0, trades: 0 });
    expect(volumesOf(script)).toEqual({ at_quote: 1 });
  });

  it('means the latest trade of its venue, price and size, each only once', () => {
    const script = ready().option(CALL, print).later(2000).option(CALL, print);
    const first = flowOf(ready().option(CALL, print)).netGamma;
    expect(flowOf(script.option(CALL, cancel)).netGamma).toBe(first);
    expect(flowOf(script.option(CALL, cancel))).toEqual({ netGamma: 0, trades: 0 });
    script.option(CALL, cancel);
    expect(script.market.options.signing.unknownCancels).toBe(1);
    expect(flowOf(script)).toEqual({ netGamma: 0, trades: 0 });
  });

  it.each([
    ['another venue', { ...cancel, venue: 303 }, CALL],
    ['another price', { ...cancel, px: 0.63 }, CALL],
    ['another size', { ...cancel, size: 9 }, CALL],
    ['another option', cancel, anOption('P', 688)],
    ['an option that never traded', cancel, anOption('C', 700)],
  ])('of %s is counted and changes nothing', (_what, other, contract) => {
    const script = ready().option(CALL, print).option(anOption('P', 688), small);
    const before = flowOf(script);
    script.option(contract, other);
    expect(flowOf(script)).toEqual(before);
    expect(script.market.options.signing.unknownCancels).toBe(1);
  });

  it('of a trade of the session before changes nothing', () => {
    const script = ready().option(CALL, print).newSession().option(CALL, small);
    const before = flowOf(script);
    expect(flowOf(script.option(CALL, cancel))).toEqual(before);
    expect(script.market.options.signing.unknownCancels).toBe(1);
  });

  it('finds its trade after a restore, too', () => {
    const saved = new StateWriter();
    ready().option(CALL, small).option(CALL, print).later(5).market.options.transfer(saved);
    const restored = ready();
    const reader = new StateReader(saved.bytes());
    restored.market.options.transfer(reader);
    expect(reader.isAtEnd).toBe(true);
    restored.option(CALL, cancel);
    expect(flowOf(restored)).toEqual(flowOf(ready().option(CALL, small)));
  });
});

describe('unknown conditions', () => {
  it('are counted over the whole run', () => {
    const script = ready().option(CALL, { px: ASK_PX, quote: QUOTE, condition: 'unknown' });
    script.newSession().option(CALL, { px: ASK_PX, quote: QUOTE, condition: 'unknown' });
    expect(script.market.options.signing.unknownConditions).toBe(2);
  });
});
