import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionRight } from '../core/events.ts';
import { TEST_DAY } from '../testing/builders.ts';
import { coarsePart, ExactSum, finePart } from './exactSum.ts';
import { gammaFlip } from './gammaFlip.ts';
import { VERDICTS } from './optionAggressor.ts';
import { OptionFlows } from './optionFlows.ts';

const S = 1e9;
const SPOT = 687.4;

/** Windows of a minute for flow and five for walls. */
const flowsOfToday = (): OptionFlows => new OptionFlows({ flowNs: 60 * S, wallNs: 300 * S });

/** Books one trade of today's expiry. */
function trade(
  flows: OptionFlows,
  right: OptionRight,
  strike: number,
  netGamma: number,
  timeNs = 0,
): void {
  flows.append(timeNs, TEST_DAY, right, strike, netGamma, VERDICTS.buyAtQuote);
}

describe('an exact sum', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  const change = (sum: ExactSum, amount: number, sign: 1 | -1): void => {
    const coarse = coarsePart(amount);
    sum.change(coarse, finePart(amount, coarse), sign);
  };

  it('is exactly 0 once everything was taken out again, in whatever order', () => {
    const shuffled = fc
      .array(value, { maxLength: 40 })
      .chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      );
    fc.assert(
      fc.property(shuffled, ([added, removed]) => {
        const sum = new ExactSum();
        for (const amount of added) change(sum, amount, 1);
        for (const amount of removed) change(sum, amount, -1);
        expect(Object.is(sum.value, 0)).toBe(true);
      }),
    );
  });

  it.each([1e300, 2 ** 60 + 1, Number.POSITIVE_INFINITY, Number.NaN])(
    'is 0 once it is empty, even if it held %d',
    (vast) => {
      const sum = new ExactSum();
      for (const amount of [0.1, vast, 0.2]) change(sum, amount, 1);
      for (const amount of [0.1, vast, 0.2]) change(sum, amount, -1);
      expect(sum.value).toBe(0);
    },
  );

  it('is the sum to twelve decimals meanwhile', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const sum = new ExactSum();
        for (const amount of values) change(sum, amount, 1);
        const plain = values.reduce((total, amount) => total + amount, 0);
        expect(Math.abs(sum.value - plain)).toBeLessThanOrEqual(1e-5);
      }),
    );
    const sum = new ExactSum();
    for (const amount of [0.1, 0.2, -0.3]) change(sum, amount, 1);
    expect(Math.abs(sum.value)).toBeLessThan(2e-13);
  });

  it('stays exact over a million fractions', () => {
    const sum = new ExactSum();
    for (let i = 0; i < 1_000_000; i++) change(sum, 0.7, 1);
    for (let i = 0; i < 999_999; i++) change(sum, 0.7, -1);
    expect(sum.value).toBeCloseTo(0.7, 12);
    change(sum, 0.7, -1);
    expect(sum.value).toBe(0);
  });
});

describe('option flow near a level', () => {
  it('adds up the strikes in range, calls and puts, the range inclusive', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 685, -100);
    trade(flows, 'P', 685, 30);
    trade(flows, 'C', 689, -7);
    trade(flows, 'C', 689.5, -1000);
    trade(flows, 'P', 684.5, -1000);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: -77, trades: 3 });
  });

  it('counts a minute back, half open, and then is exactly nothing', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 687, -0.1);
    trade(flows, 'C', 687, -0.2, 1);
    flows.expire(60 * S - 1);
    expect(flows.near(TEST_DAY, 687, 2).trades).toBe(2);
    flows.expire(60 * S);
    expect(flows.near(TEST_DAY, 687, 2).trades).toBe(1);
    flows.expire(60 * S + 1);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: 0, trades: 0 });
  });

  it('counts a trade of unknown side as a trade without flow', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 687, 0);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: 0, trades: 1 });
    expect(flows.strikesOf(TEST_DAY).map(({ strike }) => strike)).toEqual([687]);
  });

  it('takes no other expiry into account', () => {
    const flows = flowsOfToday();
    flows.append(0, TEST_DAY + 1, 'C', 687, -500, VERDICTS.buyAtQuote);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: 0, trades: 0 });
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
    expect(flows.strikesOf(TEST_DAY)).toEqual([]);
    expect(flows.near(TEST_DAY + 1, 687, 2).netGamma).toBe(-500);
  });

  it('outgrows its first room without losing a trade', () => {
    const flows = flowsOfToday();
    for (let i = 0; i < 5000; i++) trade(flows, 'C', 680 + (i % 10), -0.5, i);
    expect(flows.near(TEST_DAY, 685, 10)).toEqual({ netGamma: -2500, trades: 5000 });
    flows.expire(60 * S + 2499);
    expect(flows.near(TEST_DAY, 685, 10)).toEqual({ netGamma: -1250, trades: 2500 });
    expect(flows.wall(TEST_DAY, 'C', 680)?.netGamma).toBe(-250);
  });

  it('starts anew with a session', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 687, -500);
    flows.clear();
    expect(flows.strikesOf(TEST_DAY)).toEqual([]);
    trade(flows, 'C', 688, -1, S);
    flows.expire(300 * S);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toEqual({ strike: 688, netGamma: -1 });
    flows.expire(400 * S);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
    expect(flows.strikesOf(TEST_DAY).map(({ strike }) => strike)).toEqual([688]);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: 0, trades: 0 });
  });

  it('counts a strike of the session before anew once it trades again', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 687, -500);
    flows.clear();
    trade(flows, 'C', 687, -1, S);
    expect(flows.near(TEST_DAY, 687, 2)).toEqual({ netGamma: -1, trades: 1 });
    expect(flows.wall(TEST_DAY, 'C', 687)).toEqual({ strike: 687, netGamma: -1 });
  });
});

describe('a wall', () => {
  it('is the strike with the most negative flow: calls from spot up, puts from spot down', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 688, -10);
    trade(flows, 'C', 690, -30);
    trade(flows, 'C', 687, -1000);
    trade(flows, 'P', 687, -20);
    trade(flows, 'P', 685, -5);
    trade(flows, 'P', 688, -1000);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toEqual({ strike: 690, netGamma: -30 });
    expect(flows.wall(TEST_DAY, 'P', SPOT)).toEqual({ strike: 687, netGamma: -20 });
  });

  it('may stand exactly at spot', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 687, -10);
    trade(flows, 'P', 687, -10);
    expect(flows.wall(TEST_DAY, 'C', 687)?.strike).toBe(687);
    expect(flows.wall(TEST_DAY, 'P', 687)?.strike).toBe(687);
  });

  it('does not stand where no flow is negative', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 688, 50);
    trade(flows, 'C', 689, 0);
    trade(flows, 'C', 690, -0.1);
    trade(flows, 'C', 690, 0.1);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
  });

  it('on a tie is the strike nearer spot, then the lower', () => {
    const flows = flowsOfToday();
    for (const strike of [690, 689, 691]) trade(flows, 'C', strike, -30);
    expect(flows.wall(TEST_DAY, 'C', SPOT)?.strike).toBe(689);
    for (const strike of [684, 686, 685]) trade(flows, 'P', strike, -30);
    expect(flows.wall(TEST_DAY, 'P', SPOT)?.strike).toBe(686);
  });

  it('outlasts the flow window and falls after five minutes without a trace', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 690, -0.1);
    trade(flows, 'C', 690, -0.7);
    flows.expire(300 * S - 1);
    expect(flows.near(TEST_DAY, 690, 1).trades).toBe(0);
    expect(flows.wall(TEST_DAY, 'C', SPOT)?.netGamma).toBeCloseTo(-0.8, 12);
    flows.expire(300 * S);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
  });

  it('also works where the flow window is the longer one', () => {
    const flows = new OptionFlows({ flowNs: 300 * S, wallNs: 60 * S });
    trade(flows, 'C', 690, -4);
    flows.expire(60 * S);
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
    expect(flows.near(TEST_DAY, 690, 1)).toEqual({ netGamma: -4, trades: 1 });
  });
});

describe('the gamma flip', () => {
  /** The flip over session totals given as [strike, total] pairs, all of them calls. */
  function flipOf(totals: readonly (readonly [number, number])[], spot = SPOT) {
    const flows = flowsOfToday();
    for (const [strike, total] of totals) trade(flows, 'C', strike, total);
    return gammaFlip(flows.strikesOf(TEST_DAY), spot);
  }

  it('lies where the running sum over strikes changes sign, interpolated', () => {
    // Running sums: −100, −60, +20.
    expect(
      flipOf([
        [685, -100],
        [686, 40],
        [687, 80],
      ]),
    ).toBeCloseTo(686.75, 12);
  });

  it('does not depend on the order in which strikes first traded', () => {
    expect(
      flipOf([
        [687, 80],
        [685, -100],
        [686, 40],
      ]),
    ).toBeCloseTo(686.75, 12);
  });

  it('takes calls and puts of a strike together', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 685, -150);
    trade(flows, 'P', 685, 50);
    trade(flows, 'P', 686, 200);
    expect(gammaFlip(flows.strikesOf(TEST_DAY), SPOT)).toBeCloseTo(685.5, 12);
  });

  it('of several is the one nearest spot', () => {
    // Running sums: −10, 10, −10, 10: crossings at 680.5, 685.5 and 695.5.
    const totals = [
      [680, -10],
      [681, 20],
      [685, 0],
      [686, -20],
      [695, 0],
      [696, 20],
    ] as const;
    expect(flipOf(totals, 681)).toBeCloseTo(680.5, 12);
    expect(flipOf(totals, 686)).toBeCloseTo(685.5, 12);
    expect(flipOf(totals, 700)).toBeCloseTo(695.5, 12);
  });

  it('does not exist where a running sum of exactly 0 lies between the signs', () => {
    expect(
      flipOf([
        [685, -100],
        [686, 100],
        [687, 50],
      ]),
    ).toBeUndefined();
  });

  it('does not hang on a far strike whose gamma has all but vanished', () => {
    expect(
      flipOf([
        [685, -3e-64],
        [688, 327],
        [689, -46],
      ]),
    ).toBeUndefined();
  });

  it.each<[string, readonly (readonly [number, number])[]]>([
    ['nothing traded', []],
    ['one strike traded', [[687, -5]]],
    [
      'every trade was of unknown side',
      [
        [686, 0],
        [687, 0],
      ],
    ],
    [
      'the running sum keeps its sign',
      [
        [686, -5],
        [687, 4],
      ],
    ],
  ])('does not exist while %s', (_, totals) => {
    expect(flipOf(totals)).toBeUndefined();
  });

  it('leaves no dust where the flow of a strike cancels in the end', () => {
    const flows = flowsOfToday();
    for (const amount of [0.1, 0.2, 0.3, -0.1, -0.2, -0.3]) trade(flows, 'C', 686, amount * 1e6);
    trade(flows, 'C', 687, 50_000);
    trade(flows, 'C', 688, -20_000);
    expect(gammaFlip(flows.strikesOf(TEST_DAY), SPOT)).toBeUndefined();
    trade(flows, 'C', 689, -30_000);
    trade(flows, 'C', 690, 70_000);
    expect(gammaFlip(flows.strikesOf(TEST_DAY), SPOT)).toBeUndefined();
  });

  it('is of the session, not of a window', () => {
    const flows = flowsOfToday();
    trade(flows, 'C', 685, -100);
    trade(flows, 'C', 687, 200, 3600 * S);
    flows.expire(3600 * S);
    expect(gammaFlip(flows.strikesOf(TEST_DAY), SPOT)).toBeCloseTo(686, 12);
  });

  it('counts a strike that traded without flow as a neighbour', () => {
    // Without 686 the crossing would be interpolated over 685…687.
    expect(
      flipOf([
        [685, -100],
        [686, 0],
        [687, 200],
      ]),
    ).toBeCloseTo(686.5, 12);
  });
});

describe('a trade that is taken back', () => {
  const VERDICT = VERDICTS.sellAtQuote;

  /** Books a trade and gives what takes it back. */
  function book(flows: OptionFlows, strike: number, netGamma: number, timeNs = 0): () => void {
    const sequence = flows.next;
    flows.append(timeNs, TEST_DAY, 'C', strike, netGamma, VERDICT);
    return () => flows.takeBack(sequence, TEST_DAY, 'C', strike, netGamma);
  }

  it('leaves every sum as it would be without it', () => {
    const flows = flowsOfToday();
    const without = flowsOfToday();
    for (const each of [flows, without]) book(each, 688, -0.1);
    const cancel = book(flows, 688, -1234.567);
    for (const each of [flows, without]) book(each, 688, 0.3);
    cancel();
    expect(flows.near(TEST_DAY, 688, 0)).toEqual(without.near(TEST_DAY, 688, 0));
    expect(flows.wall(TEST_DAY, 'C', SPOT)).toBeUndefined();
    const [total] = flows.strikesOf(TEST_DAY);
    expect(total?.sessionTotal.value).toBe(without.strikesOf(TEST_DAY)[0]?.sessionTotal.value);
    flows.expire(301 * S);
    const [strike] = flows.strikesOf(TEST_DAY);
    expect([strike?.flowWindow.value, strike?.wallWindow.value]).toEqual([0, 0]);
    expect(strike?.tradesInWindow).toBe(0);
  });

  it('changes only the windows that it is still in', () => {
    const flows = flowsOfToday();
    const cancel = book(flows, 688, -500);
    book(flows, 688, -70, 100 * S);
    flows.expire(100 * S);
    cancel();
    expect(flows.near(TEST_DAY, 688, 0)).toEqual({ netGamma: -70, trades: 1 });
    expect(flows.wall(TEST_DAY, 'C', SPOT)?.netGamma).toBe(-70);
    expect(flows.strikesOf(TEST_DAY)[0]?.sessionTotal.value).toBe(-70);
  });

  it("changes the session's total when it has left the windows", () => {
    const flows = flowsOfToday();
    const cancel = book(flows, 688, -500);
    book(flows, 688, -70, 400 * S);
    flows.expire(400 * S);
    cancel();
    expect(flows.near(TEST_DAY, 688, 0)).toEqual({ netGamma: -70, trades: 1 });
    expect(flows.strikesOf(TEST_DAY)[0]?.sessionTotal.value).toBe(-70);
  });

  it('takes its strike along when nothing else traded there, until something does', () => {
    const flows = flowsOfToday();
    const cancel = book(flows, 688, -500);
    book(flows, 689, -70);
    cancel();
    expect(flows.strikesOf(TEST_DAY).map(({ strike }) => strike)).toEqual([689]);
    book(flows, 688, -5);
    expect(flows.strikesOf(TEST_DAY).map(({ strike }) => strike)).toEqual([688, 689]);
  });

  it('is no entry any more', () => {
    const flows = flowsOfToday();
    const cancel = book(flows, 688, -500);
    expect(flows.read(0)).toMatchObject({ netGamma: -500, signed: VERDICT });
    cancel();
    expect(flows.read(0)).toBeUndefined();
  });
});
