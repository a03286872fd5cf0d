import { gammaAt, optionGreeks, type OptionTerms } from '../market/greeks.ts';
import { impliedVolatility } from '../market/impliedVolatility.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

const CHAIN = 4096;
const SOLVES_PER_ROUND = 50_000;
const GAMMAS_PER_ROUND = 500_000;
const BISECTIONS_PER_ROUND = 10_000;
/** The best of so many rounds counts: others wait for other programs. */
const ROUNDS = 5;
const MINUTES_PER_YEAR = 525_600;
const PRECISION = 1e-10;

/** What `breakwater bench greeks --json` prints: of one thread. */
export interface GreeksBench {
  readonly solves_per_s: number;
  /** The same volatilities found by halving the interval from 0.01 to 5, to the same 1e-10. */
  readonly bisections_per_s: number;
  readonly solves_per_bisection: number;
  readonly gammas_per_s: number;
  /** Share of the prices that have a volatility. */
  readonly solved: number;
  /** Largest error of a volatility, against the one that made the price. */
  readonly worst_error: number;
}

interface PricedOption {
  readonly terms: OptionTerms;
  readonly volatility: number;
  readonly px: number;
}

/**
 * SPY options of one day as they trade: from the open to the last minute, calls and puts up to four
 * deviations from the money, 8% to 68%, priced in full precision. The same options every time.
 */
function chain(): PricedOption[] {
  let seed = 1;
  const uniform = (): number => {
    // Numerical Recipes' generator of 32 bits.
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  return Array.from({ length: CHAIN }, () => {
    const years = (1 + 389 * uniform()) / MINUTES_PER_YEAR;
    const volatility = 0.08 + 0.6 * uniform();
    const deviations = 8 * uniform() - 4;
    const strike = 687 * Math.exp(deviations * volatility * Math.sqrt(years));
    const right = uniform() < 0.5 ? 'C' : 'P';
    const terms: OptionTerms = {
      model: 'black-scholes',
      right,
      strike,
      price: 687,
      years,
      rate: 0.04,
    };
    return { terms, volatility, px: optionGreeks(terms, volatility).price };
  });
}

/** What to compare with: no derivative, no care, 36 halvings. */
function bisect({ terms, px }: PricedOption): number {
  let [low, high] = [0.01, 5];
  while (high - low > PRECISION) {
    const middle = (low + high) / 2;
    if (optionGreeks(terms, middle).price < px) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Seconds that `work` takes on `count` options of the chain, one after the other. */
function secondsOf(
  options: readonly PricedOption[],
  count: number,
  work: (option: PricedOption) => number,
): number {
  const started = performance.now();
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const option = options[i % CHAIN];
    if (option !== undefined) sum += work(option);
  }
  // Uses what was computed, so that no compiler leaves it out.
  if (Number.isNaN(sum)) throw new Error('Invariant: all of these have a number');
  return (performance.now() - started) / 1000;
}

const WORK = {
  solve: {
    count: SOLVES_PER_ROUND,
    one: ({ terms, px }: PricedOption) => impliedVolatility(terms, px).iv ?? 0,
  },
  bisection: { count: BISECTIONS_PER_ROUND, one: bisect },
  gamma: {
    count: GAMMAS_PER_ROUND,
    one: ({ terms: { model, price, strike, years, rate }, volatility }: PricedOption) =>
      gammaAt(model, price, strike, years, rate, volatility),
  },
} as const;

/** Measures in this process, each kind of work in turn. @returns the figures, and a table of them */
export function benchGreeks(): [GreeksBench, string] {
  const options = chain();
  const best = { solve: 0, bisection: 0, gamma: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['solve', 'bisection', 'gamma'] as const) {
      const { count, one } = WORK[kind];
      best[kind] = Math.max(best[kind], count / secondsOf(options, count, one));
    }
  }
  const errors = options.flatMap(({ terms, volatility, px }) => {
    const { iv } = impliedVolatility(terms, px);
    return iv === null ? [] : [Math.abs(iv - volatility)];
  });
  const bench: GreeksBench = {
    solves_per_s: Math.round(best.solve),
    bisections_per_s: Math.round(best.bisection),
    solves_per_bisection: Number((best.solve / best.bisection).toFixed(2)),
    gammas_per_s: Math.round(best.gamma),
    solved: errors.length / CHAIN,
    worst_error: Math.max(...errors),
  };
  return [bench, table(bench)];
}

function table(bench: GreeksBench): string {
  const rows = [
    ['', 'per second', 'of bisection'],
    ['implied volatility', grouped(bench.solves_per_s), bench.solves_per_bisection.toFixed(2)],
    ['plain bisection', grouped(bench.bisections_per_s), '1.00'],
    ['gamma', grouped(bench.gammas_per_s), ''],
  ];
  const share = (100 * bench.solved).toFixed(1);
  return (
    `${alignedRows(rows).join('\n')}\n` +
    `${share} % of the prices have a volatility, none is off by more than ` +
    `${bench.worst_error.toExponential(1)}.\n`
  );
}
