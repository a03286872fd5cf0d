/**
 * What the greeks are tested against. The tables' numbers were computed with 60-digit arithmetic and
 * cross-checked by numerical integration; delta and gamma are per 1.00 of the underlying, vega per
 * 1.00 of volatility, minutes are of a year of 525,600. Rows A16 to A18 are the usual textbook cases
 * (J. Hull, Options, Futures and Other Derivatives).
 */
import fc from 'fast-check';
import type { OptionRight } from '../core/events.ts';
import type { OptionTerms, PricingModel } from '../market/greeks.ts';

export const MINUTES_PER_YEAR = 525_600;

export function optionTerms(
  model: PricingModel,
  right: OptionRight,
  price: number,
  strike: number,
  minutes: number,
  rate: number,
): OptionTerms {
  return { model, right, price, strike, years: minutes / MINUTES_PER_YEAR, rate };
}

/** id, right, price of the underlying, strike, minutes, rate, volatility, price, delta, gamma, vega. */
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
export const A19_YIELD = 0.012;
// prettier-ignore
export const A19: Row = ['A19', 'C', 687, 687, 43200, 0.04, 0.16, 13.3485875422726, 0.528617573647258, 0.0126133445100658, 78.2874423461];

// prettier-ignore
const BLACK_76: readonly Row[] = [
  ['B1', 'C', 6900, 6900, 390, 0.04, 0.12, 8.99770902446988, 0.500637167937904, 0.0176873037321243, 74.9808417735],
  ['B2', 'P', 6900, 6850, 390, 0.04, 0.15, 0.421708137108441, -0.0373755724038704, 0.00289211483663454, 15.3254848959],
  ['B3', 'C', 6900, 6925, 60, 0.04, 0.13, 0.0138841236263875, 0.00461863643464229, 0.00140572419194213, 0.993201911094],
  ['B4', 'C', 6900, 6900, 5, 0.04, 0.12, 1.01882022742842, 0.500073637293997, 0.156214819897623, 8.49016846498],
  ['B5', 'P', 6901.25, 6895, 5, 0.04, 0.16, 0.0443638458158374, -0.0331608847743383, 0.0217035445999214, 1.57333360496],
  ['B6', 'C', 6900, 6950, 10080, 0.04, 0.14, 32.2086357270813, 0.358133615333103, 0.00279015702180684, 356.664625458],
];

/** Market price to volatility: id, right, S, K, price, minutes, r, volatility, delta, gamma. */
// prettier-ignore
export const IMPLIED: readonly (readonly [
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
  const option = optionTerms(model, right, underlying, strike, minutes, rate);
  return { id, option, volatility, expected: { price, delta, gamma, vega } };
}

export const REFERENCE = [
  ...BLACK_SCHOLES.map((row) => referenceRow('black-scholes', row)),
  ...BLACK_76.map((row) => referenceRow('black-76', row)),
];

export interface AnyOption {
  readonly model: PricingModel;
  readonly price: number;
  readonly moneyness: number;
  readonly minutes: number;
  readonly rate: number;
  readonly volatility: number;
}

export const anyOption: fc.Arbitrary<AnyOption> = fc.record({
  model: fc.constantFrom<PricingModel>('black-scholes', 'black-76'),
  price: fc.double({ min: 600, max: 800, noNaN: true }),
  moneyness: fc.double({ min: -3, max: 3, noNaN: true }),
  minutes: fc.integer({ min: 1, max: 20_000 }),
  rate: fc.double({ min: -0.01, max: 0.1, noNaN: true }),
  volatility: fc.double({ min: 0.05, max: 2, noNaN: true }),
});

/** Call, put and total volatility; the strike lies `moneyness` deviations from the price. */
export function pairOf({ model, price, moneyness, minutes, rate, volatility }: AnyOption) {
  const total = volatility * Math.sqrt(minutes / MINUTES_PER_YEAR);
  const strike = price * Math.exp(moneyness * total);
  const call = optionTerms(model, 'C', price, strike, minutes, rate);
  return { call, put: { ...call, right: 'P' } as OptionTerms, total, volatility };
}
