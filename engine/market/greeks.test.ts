import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionRight } from '../core/events.ts';
import { erfc, normalCdf } from './erfc.ts';
import {
  forwardPrice,
  forwardTimeValue,
  impliedVolatility,
  optionGreeks,
  type OptionTerms,
  type PricingModel,
} from './greeks.ts';

const MINUTES_PER_YEAR = 525_600;

function terms(
  model: PricingModel,
  right: OptionRight,
  price: number,
  strike: number,
  minutes: number,
  rate: number,
): OptionTerms {
  return { model, right, price, strike, years: minutes / MINUTES_PER_YEAR, rate };
}

/** Relative where the reference is large enough to have one. */
function expectGamma(found: number, expected: number): void {
  if (expected > 1e-12) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);
  else expect(Math.abs(found)).toBeLessThan(1e-12);
}

/** The implied volatility of an option's price; undefined where it has none. */
function ivOf(option: OptionTerms, px: number): number | undefined {
  const timeValue = forwardTimeValue(option, px);
  return timeValue < 1e-9 ? undefined : impliedVolatility(option, timeValue);
}

// Reference values computed with 60-digit arithmetic:
// id, right, S, K, minutes, r, volatility, price, delta, gamma, vega.
type Row = readonly [
  string,
  OptionRight,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

// prettier-ignore
const BLACK_SCHOLES: readonly Row[] = [
  ['A1', 'C', 687, 687, 390, 0.04, 0.12, 0.906104134142379, 0.504274321000049, 0.17764072198675, 7.46528685548],
  ['A2', 'P', 687, 687, 390, 0.04, 0.12, 0.885714025777904, -0.495725678999951, 0.17764072198675, 7.46528685548],
  ['A3', 'C', 687, 692, 390, 0.04, 0.13, 0.0186404983875512, 0.0207920776522771, 0.0205683376719365, 0.936408334414],
  ['A4', 'P', 687, 680, 390, 0.04, 0.15, 0.00536283934219093, -0.0059380375707669, 0.00600167534368096, 0.315272784535],
  ['A5', 'C', 687.35, 688, 120, 0.04, 0.11, 0.204585932900621, 0.286934352051696, 0.298128305573123, 3.53734696675],
  ['A6', 'P', 687.35, 686, 120, 0.04, 0.125, 0.0989677431152377, -0.147623307912146, 0.177690957788678, 2.39583610175],
  ['A7', 'C', 687.35, 690, 60, 0.04, 0.14, 0.00166135974726686, 0.00510398449869207, 0.0143240816607465, 0.108154997535],
  ['A8', 'P', 687.35, 680, 60, 0.04, 0.22, 7.6822076514903e-7, -2.36009239305336e-6, 6.97987540887663e-6, 8.28175005335e-5],
  ['A9', 'C', 687, 687, 5, 0, 0.12, 0.101439096025914, 0.500073827580805, 1.56897040385261, 0.845325790566],
  ['A10', 'C', 687.2, 688, 5, 0, 0.15, 0.000608890479917002, 0.00595869565328415, 0.0531533641272393, 0.0358181346809],
  ['A11', 'P', 687.2, 686, 5, 0, 0.18, 8.55029390482621e-5, -0.000820913455418808, 0.00736173804222923, 0.00595297164749],
  ['A12', 'C', 687.2, 690, 5, 0, 0.25, 6.32521641000944e-9, 6.70846652070232e-8, 6.90113627606737e-7, 7.75071131891e-7],
  ['A13', 'C', 687.2, 680, 5, 0, 0.3, 7.2, 1, 4.56058259e-29, 6.14642419e-29],
  ['A14', 'C', 687, 687, 1, 0, 0.12, 0.0453649430651601, 0.50003301669801, 3.50832452575897, 0.378041191347],
  ['A15', 'P', 687, 650, 390, 0.04, 0.35, 3.24838449586841e-9, -3.0370899088459e-9, 2.77182733773357e-9, 3.39748026499e-7],
  ['A16', 'C', 100, 100, 525600, 0.05, 0.2, 10.4505835721856, 0.636830651175619, 0.0187620173458469, 37.5240346917],
  ['A17', 'C', 42, 40, 262800, 0.1, 0.2, 4.75942239287153, 0.779131290942669, 0.0499626704059119, 8.8134150596],
  ['A18', 'P', 42, 40, 262800, 0.1, 0.2, 0.808599372900094, -0.220868709057331, 0.0499626704059119, 8.8134150596],
];
// The engine knows no dividend yield: q of row A19 enters as spot e^(−qT), which the model then sees.
const A19_YIELD = 0.012;
// prettier-ignore
const A19: Row = ['A19', 'C', 687, 687, 43200, 0.04, 0.16, 13.3485875422726, 0.528617573647258, 0.0126133445100658, 78.2874423461];

// prettier-ignore
const BLACK_76: readonly Row[] = [
  ['B1', 'C', 6900, 6900, 390, 0.04, 0.12, 8.99770902446988, 0.500637167937904, 0.0176873037321243, 74.9808417735],
  ['B2', 'P', 6900, 6850, 390, 0.04, 0.15, 0.421708137108441, -0.0373755724038704, 0.00289211483663454, 15.3254848959],
  ['B3', 'C', 6900, 6925, 60, 0.04, 0.13, 0.0138841236263875, 0.00461863643464229, 0.00140572419194213, 0.993201911094],
  ['B4', 'C', 6900, 6900, 5, 0.04, 0.12, 1.01882022742842, 0.500073637293997, 0.156214819897623, 8.49016846498],
  ['B5', 'P', 6901.25, 6895, 5, 0.04, 0.16, 0.0443638458158374, -0.0331608847743383, 0.0217035445999214, 1.57333360496],
  ['B6', 'C', 6900, 6950, 10080, 0.04, 0.14, 32.2086357270813, 0.358133615333103, 0.00279015702180684, 356.664625458],
];

// Market price to volatility: id, right, S, K, price, minutes, r, volatility, delta, gamma.
// prettier-ignore
const IMPLIED: readonly (readonly [
  string, OptionRight, number, number, number, number, number, number, number, number,
])[] = [
  ['C1', 'C', 687.35, 688, 0.62, 120, 0.04, 0.21848750739206, 0.389011727321, 0.168961175773],
  ['C2', 'P', 687.35, 686, 0.41, 120, 0.04, 0.2261158191609, -0.281022614885, 0.143594789534],
  ['C3', 'C', 687.2, 688, 0.03, 5, 0, 0.29554302784823, 0.100993160663, 0.282191045971],
  ['C4', 'C', 687.2, 688, 0.02, 5, 0, 0.26640861313159, 0.0784549205947, 0.259424490961],
  ['C5', 'C', 687.2, 688, 0.01, 5, 0, 0.22859247341321, 0.0494877152461, 0.211124253554],
  ['C6', 'C', 687.2, 690, 0.01, 5, 0, 0.64181841027886, 0.0200308220483, 0.0356387733426],
  ['C7', 'P', 687.2, 680, 0.01, 5, 0, 1.4590971812669, -0.00957327327154, 0.00829590386876],
  ['C8', 'C', 687.2, 680, 7.21, 5, 0, 1.4590971812669, 0.990426726728, 0.00829590386876],
  ['C10', 'C', 687, 687, 0.1, 5, 0, 0.11829758414847, 0.500072780204, 1.59154939561],
  ['C11', 'C', 687.2, 686, 1.22, 5, 0, 0.3646961070255, 0.939948440171, 0.15421123417],
  ['C12', 'P', 687, 650, 0.01, 390, 0.04, 0.72581929858466, -0.00246543148629, 0.000564226160655],
  ['C13', 'C', 687, 700, 0.01, 390, 0.04, 0.2735985214985, 0.00607771751467, 0.00335893112279],
];

interface ReferenceRow {
  readonly id: string;
  readonly option: OptionTerms;
  readonly volatility: number;
  readonly expected: { price: number; delta: number; gamma: number; vega: number };
}

function referenceRow(model: PricingModel, row: Row): ReferenceRow {
  const [id, right, underlying, strike, minutes, rate, volatility, price, delta, gamma, vega] = row;
  const option = terms(model, right, underlying, strike, minutes, rate);
  return { id, option, volatility, expected: { price, delta, gamma, vega } };
}

const REFERENCE = [
  ...BLACK_SCHOLES.map((row) => referenceRow('black-scholes', row)),
  ...BLACK_76.map((row) => referenceRow('black-76', row)),
];

describe('price and sensitivities', () => {
  it.each(REFERENCE)('agree with reference row $id', ({ option, volatility, expected }) => {
    const greeks = optionGreeks(option, volatility);
    expect(Math.abs(greeks.price - expected.price)).toBeLessThan(1e-10);
    expect(Math.abs(greeks.delta - expected.delta)).toBeLessThan(1e-12);
    expectGamma(greeks.gamma, expected.gamma);
    expectGamma(greeks.vega, expected.vega);
  });

  it.each(REFERENCE.filter(({ id }) => id !== 'A13'))(
    'invert to the volatility of reference row $id',
    ({ option, volatility, expected }) => {
      // How far a rounding step of the price moves the volatility.
      const slack = 1e-10 + (option.price * 4e-16) / expected.vega;
      expect(Math.abs((ivOf(option, expected.price) ?? 0) - volatility)).toBeLessThan(slack);
    },
  );
});

describe('a dividend yield', () => {
  it('agrees with reference row A19 when spot is taken net of it', () => {
    const [, right, spot, strike, minutes, rate, volatility, price, delta, gamma, vega] = A19;
    const discount = Math.exp((-A19_YIELD * minutes) / MINUTES_PER_YEAR);
    const option = terms('black-scholes', right, spot * discount, strike, minutes, rate);
    const greeks = optionGreeks(option, volatility);
    expect(Math.abs(greeks.price - price)).toBeLessThan(1e-10);
    expect(Math.abs(greeks.delta * discount - delta)).toBeLessThan(1e-12);
    expectGamma(greeks.gamma * discount ** 2, gamma);
    expectGamma(greeks.vega, vega);
  });
});

describe('implied volatility', () => {
  it.each(IMPLIED)(
    'of reference row %s, and delta and gamma with it',
    (_, right, spot, strike, px, minutes, rate, volatility, delta, gamma) => {
      const option = terms('black-scholes', right, spot, strike, minutes, rate);
      const found = ivOf(option, px) ?? Number.NaN;
      expect(Math.abs(found - volatility)).toBeLessThan(1e-10);
      const greeks = optionGreeks(option, found);
      expect(Math.abs(greeks.delta - delta)).toBeLessThan(1e-9);
      expect(Math.abs(greeks.gamma / gamma - 1)).toBeLessThan(1e-9);
    },
  );

  it.each([
    ['at the lower bound (C9)', 680, 7.2],
    ['below the lower bound (C14)', 680, 7.0],
    ['above the upper bound (C15)', 680, 700],
    ['of nothing', 688, 0],
    ['below zero', 688, -1],
  ])('does not exist for a price %s', (_, strike, px) => {
    expect(ivOf(terms('black-scholes', 'C', 687.2, strike, 5, 0), px)).toBeUndefined();
  });

  it('does not exist below 1% or above 500%, and does at both ends', () => {
    const option = terms('black-scholes', 'C', 687, 687, 390, 0.04);
    const timeValueAt = (volatility: number): number =>
      forwardTimeValue(option, optionGreeks(option, volatility).price);
    expect(impliedVolatility(option, timeValueAt(0.0101))).toBeCloseTo(0.0101, 9);
    expect(impliedVolatility(option, timeValueAt(4.999))).toBeCloseTo(4.999, 9);
    expect(impliedVolatility(option, timeValueAt(0.0099))).toBeUndefined();
    expect(impliedVolatility(option, timeValueAt(5.001))).toBeUndefined();
  });

  it('takes no nonsense for a value', () => {
    const option = terms('black-scholes', 'C', 687, 687, 390, 0.04);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
      expect(impliedVolatility(option, value)).toBeUndefined();
    }
  });
});

interface AnyOption {
  readonly model: PricingModel;
  readonly price: number;
  readonly moneyness: number;
  readonly minutes: number;
  readonly rate: number;
  readonly volatility: number;
}

const anyOption: fc.Arbitrary<AnyOption> = fc.record({
  model: fc.constantFrom<PricingModel>('black-scholes', 'black-76'),
  price: fc.double({ min: 600, max: 800, noNaN: true }),
  moneyness: fc.double({ min: -3, max: 3, noNaN: true }),
  minutes: fc.integer({ min: 1, max: 20_000 }),
  rate: fc.double({ min: -0.01, max: 0.1, noNaN: true }),
  volatility: fc.double({ min: 0.05, max: 2, noNaN: true }),
});

/** Call, put and total volatility; the strike lies `moneyness` deviations from the price. */
function pairOf({ model, price, moneyness, minutes, rate, volatility }: AnyOption) {
  const total = volatility * Math.sqrt(minutes / MINUTES_PER_YEAR);
  const strike = price * Math.exp(moneyness * total);
  const call = terms(model, 'C', price, strike, minutes, rate);
  return { call, put: { ...call, right: 'P' } as OptionTerms, total, volatility };
}

describe('any option', () => {
  it('obeys put–call parity, and call and put have one gamma and vega', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, put, volatility } = pairOf(option);
        const c = optionGreeks(call, volatility);
        const p = optionGreeks(put, volatility);
        const discount = Math.exp(-call.rate * call.years);
        const parity = discount * (forwardPrice(call) - call.strike);
        expect(Math.abs(c.price - p.price - parity)).toBeLessThan(1e-9);
        expect(p.gamma).toBe(c.gamma);
        expect(p.vega).toBe(c.vega);
      }),
    );
  });

  it('is the cheaper a call the higher its strike, and a put the lower', () => {
    fc.assert(
      fc.property(anyOption, fc.double({ min: 0.01, max: 5, noNaN: true }), (option, step) => {
        const { call, put, volatility } = pairOf(option);
        const higher = call.strike + step;
        const slack = 1e-11;
        const callPx = optionGreeks(call, volatility).price;
        const putPx = optionGreeks(put, volatility).price;
        expect(optionGreeks({ ...call, strike: higher }, volatility).price).toBeLessThan(
          callPx + slack,
        );
        expect(optionGreeks({ ...put, strike: higher }, volatility).price).toBeGreaterThan(
          putPx - slack,
        );
      }),
    );
  });

  it('has the price of its implied volatility', () => {
    fc.assert(
      fc.property(anyOption, fc.constantFrom('call', 'put'), (option, side) => {
        const pair = pairOf(option);
        const px = optionGreeks(pair[side], pair.volatility).price;
        const found = ivOf(pair[side], px);
        if (found === undefined) {
          expect(forwardTimeValue(pair[side], px)).toBeLessThan(1e-9);
          return;
        }
        expect(Math.abs(optionGreeks(pair[side], found).price - px)).toBeLessThan(1e-8);
      }),
    );
  });

  it('has the delta and gamma that its price shows', () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, total, volatility } = pairOf(option);
        const h = 1e-2 * call.price * total;
        const at = (price: number) => optionGreeks({ ...call, price }, volatility).price;
        const { delta, gamma } = optionGreeks(call, volatility);
        const [low, middle, high] = [at(call.price - h), at(call.price), at(call.price + h)];
        const peak = 0.4 / (call.price * total);
        expect(Math.abs((high - low) / (2 * h) - delta)).toBeLessThan(1e-3);
        expect(Math.abs((high - 2 * middle + low) / (h * h) - gamma)).toBeLessThan(2e-3 * peak);
      }),
    );
  });
});

describe('the complementary error function', () => {
  it.each([
    [0, 1],
    [0.25, 0.7236736098317631],
    [0.46875, 0.5073865267820618],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [2, 0.004677734981047266],
    [4, 1.541725790028002e-8],
    [5, 1.537459794428035e-12],
    [10, 2.088487583762545e-45],
    [20, 5.395865611607901e-176],
    [26, 5.663192408856143e-296],
  ])('of %d is %d', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThan(2e-15);
    expect(erfc(-x)).toBeCloseTo(2 - expected, 15);
  });

  it('ends in 0 and 2', () => {
    expect(erfc(40)).toBe(0);
    expect(erfc(-40)).toBe(2);
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  });
});
