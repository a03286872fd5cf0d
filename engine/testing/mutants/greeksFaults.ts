import type { FaultyFile } from './fault.ts';

/** Mistakes in floors 0 and 1: what options are worth, for how long, and by which volatility. */
export const GREEKS_FAULTS: readonly FaultyFile[] = [
  {
    file: 'core/marketCalendar.ts',
    tests: ['core/marketCalendar.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'the day of mourning of 2025 is a trading day',
        original: "2025: '01-01 01-09 01-20",
        replacement: "2025: '01-01 01-20",
      },
      {
        section: '2',
        breaks: 'half days end at 14:00',
        original: 'const HALF_DAY_CLOSE_MS = 13 *',
        replacement: 'const HALF_DAY_CLOSE_MS = 14 *',
      },
    ],
  },
  {
    file: 'market/expiryClock.ts',
    tests: ['market/expiryClock.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'a second is left instead of a minute',
        original: 'const MIN_YEARS = (60 * NS_PER_S)',
        replacement: 'const MIN_YEARS = (1 * NS_PER_S)',
      },
      {
        section: '2',
        breaks: 'by the specification options expire early on half days',
        original: 'this.#byCalendar ? closeOfDayMs(expiryDay) : REGULAR_CLOSE_MS',
        replacement: 'closeOfDayMs(expiryDay)',
      },
      {
        section: '2',
        breaks: 'by the specification options expire at the instant of their definition',
        original: 'if (this.#byCalendar && expirationMs !== undefined)',
        replacement: 'if (expirationMs !== undefined)',
      },
      {
        section: '2',
        breaks: 'at its very expiration an option still lives',
        original: 'timeNs >= this.expiryNs(contract)',
        replacement: 'timeNs > this.expiryNs(contract)',
      },
    ],
  },
  {
    file: 'market/optionPricer.ts',
    tests: ['market/optionPricer.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'greeks are reused at exactly a second',
        original: 'timeNs - cached.atNs < CACHE_NS',
        replacement: 'timeNs - cached.atNs <= CACHE_NS',
      },
      {
        section: '2',
        breaks: 'an option that has expired has gamma',
        original: 'if (this.expiryClock.isExpired(timeNs, contract)) return 0;',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'the spread of a quote does not matter',
        original: 'mid, (quote.askNanos - quote.bidNanos) / 2e9',
        replacement: 'mid',
      },
    ],
  },
  {
    file: 'market/ivMemory.ts',
    tests: ['market/optionPricer.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'of two near strikes the upper one lends its volatility',
        original: 'return candidate.strike < best.strike;',
        replacement: 'return candidate.strike > best.strike;',
      },
    ],
  },
  {
    file: 'market/smile.ts',
    tests: ['market/smile.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'options in the money make the smile, too',
        original: 'if (!isOtm || ageNs > MAX_AGE_NS) continue;',
        replacement: 'if (ageNs > MAX_AGE_NS) continue;',
      },
      {
        section: '2',
        breaks: 'the smile goes on beyond its outermost strikes',
        original: 'const logStrike = Math.min(Math.max(Math.log(strike), first), last);',
        replacement: 'const logStrike = Math.log(strike);',
      },
      {
        section: '2',
        breaks: 'old volatilities weigh as much as new ones',
        original: 'const weight = 2 ** (-ageNs / HALF_LIFE_NS);',
        replacement: 'const weight = 1;',
      },
      {
        section: '2',
        breaks: 'odd prints bend the smile',
        original: 'if (this.#isOdd[index] === 1) continue;',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/greeks.ts',
    tests: ['market/greeks.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'gamma of options on futures is not discounted',
        original: 'gamma: (carry * density) / (price * total),',
        replacement: 'gamma: density / (price * total),',
      },
      {
        section: '2',
        breaks: 'charm of options on futures forgets the discount',
        original: 'const perYear = Math.exp(-rate * years) * (drift',
        replacement: 'const perYear = (drift',
      },
    ],
  },
  {
    file: 'market/impliedVolatility.ts',
    tests: ['market/impliedVolatility.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'a volatility beyond 500% is returned',
        original: 'const MAX_IV = 5;',
        replacement: 'const MAX_IV = 50;',
      },
      {
        section: '2',
        breaks: 'a time value under half the spread gives a volatility',
        original: "if (below(timeValue, minTimeValue)) return none('wide_quote');",
        replacement: '',
      },
      {
        section: '2',
        breaks: 'a price below intrinsic value has merely no time value',
        original: "if (timeValue <= -MIN_TIME_VALUE) return none('below_intrinsic');",
        replacement: '',
      },
    ],
  },
  {
    file: 'feeds/options/glbxOption.ts',
    tests: ['feeds/options/glbxOption.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'a quarterly option of a holiday expires on the holiday',
        original: 'return { day: tradingDayUpTo(day), isMorning: true };',
        replacement: 'return { day, isMorning: true };',
      },
      {
        section: '1',
        breaks: 'a fifth week that a month has not is of the next month',
        original: 'day < next && isTradingDay(day)',
        replacement: 'isTradingDay(day)',
      },
    ],
  },
  {
    file: 'feeds/options/occSymbol.ts',
    tests: ['feeds/options/occSymbol.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'dates that are not in the calendar are taken',
        original: 'if (!isDate || strike === 0',
        replacement: 'if (strike === 0',
      },
    ],
  },
];
