import type { FaultyFile } from './fault.ts';

/** Mistakes in floors 0 and 1: core and market. */
export const MARKET_FAULTS: readonly FaultyFile[] = [
  {
    file: 'core/time.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'the epoch is no midnight',
        original: 'Math.floor(firstEventMs / MS_PER_DAY) * MS_PER_DAY',
        replacement: 'firstEventMs',
      },
      {
        section: '1',
        breaks: 'times lose their nanoseconds',
        original: 'return (high - this.#epochHigh) * TWO_32 + (low - this.#epochLow);',
        replacement: 'return high * TWO_32 + low - (this.#epochHigh * TWO_32 + this.#epochLow);',
      },
      {
        section: '10',
        breaks: 'ts is rounded up',
        original: 'Math.floor(sessionNs / NS_PER_MS)',
        replacement: 'Math.ceil(sessionNs / NS_PER_MS)',
      },
    ],
  },
  {
    file: 'core/newYork.ts',
    tests: ['core/newYork.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'daylight time starts a week early',
        original: 'nthSunday(year, 3, 2)',
        replacement: 'nthSunday(year, 3, 1)',
      },
      {
        section: '6',
        breaks: 'the expiry day turns at midnight UTC',
        original: 'Math.floor((unixMs + newYorkOffsetMs(unixMs)) / MS_PER_DAY)',
        replacement: 'Math.floor(unixMs / MS_PER_DAY)',
      },
    ],
  },
  {
    file: 'core/tolerance.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '3',
        breaks: '> holds within the tolerance',
        original: 'value > limit + TOLERANCE',
        replacement: 'value > limit',
      },
      {
        section: '3',
        breaks: '≤ has no tolerance',
        original: 'value <= limit + TOLERANCE',
        replacement: 'value <= limit',
      },
    ],
  },
  {
    file: 'core/rounding.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '10',
        breaks: 'prices below zero are rounded up',
        original: 'Math.floor(value * 1e6 + 0.5)',
        replacement: 'Math.trunc(value * 1e6 + 0.5)',
      },
      {
        section: '3',
        breaks: 'ids carry dust',
        original: 'String(round6(value))',
        replacement: 'String(value)',
      },
    ],
  },
  {
    file: 'core/ewma.ts',
    tests: ['signal/smoothing.test.ts', 'market/priceConverter.test.ts'],
    changes: [
      {
        section: '8',
        breaks: 'τ is taken for a half-life',
        original: '1 - Math.exp(-(elapsedNs / NS_PER_S) / tauS)',
        replacement: '1 - Math.pow(2, -(elapsedNs / NS_PER_S) / tauS)',
      },
    ],
  },
  {
    file: 'core/config.ts',
    tests: ['core/config.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'weights may add up to anything below 1',
        original: 'if (Math.abs(sum - 1) <= 1e-9) return;',
        replacement: 'if (sum - 1 <= 1e-9) return;',
      },
      {
        section: '13',
        breaks: 'values beyond the range are taken',
        original: 'value <= spec.max &&',
        replacement: 'value >= spec.min &&',
      },
      {
        section: '13',
        breaks: 'the configuration can be changed during a run',
        original: 'Object.freeze(merged) as EngineConfig',
        replacement: 'merged as EngineConfig',
      },
    ],
  },
  {
    file: 'core/profiles.ts',
    tests: ['core/config.test.ts'],
    changes: [
      {
        section: '13',
        breaks: 'es-0dte has the barrier window of SPY',
        original: 'W_b: 240,',
        replacement: 'W_b: 10,',
      },
      {
        section: '13',
        breaks: 'ES options count as SPY options',
        original: 'OPTION_MULTIPLIER: 50,',
        replacement: 'OPTION_MULTIPLIER: 100,',
      },
    ],
  },
  {
    file: 'market/marketState.ts',
    tests: ['market/marketState.test.ts', 'market/book.test.ts', 'market/priceConverter.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'a trade off the grid gives credit',
        original: 'if (isBookTick(tick)) {',
        replacement: 'if (isBookTick(Math.round(tick))) {',
      },
      {
        section: '1',
        breaks: "a T record's levels are not compared",
        original: 'if (book !== null) this.#takeBook(timeNs, book, flags, tradedPlace);',
        replacement: 'if (book === undefined) this.#takeBook(timeNs, book, flags, tradedPlace);',
      },
      {
        section: '4',
        breaks: 'sellers give credit to the ask',
        original: 'const side = aggressor === SELL ? BID : ASK;',
        replacement: 'const side = aggressor === SELL ? ASK : BID;',
      },
      {
        section: '4',
        breaks: 'trades of no side give credit',
        original: 'if (aggressor !== MID) this.#fills.trade(',
        replacement: 'this.#fills.trade(',
      },
      {
        section: '2',
        breaks: 'the book mid goes before the last trade',
        original: 'return this.#lastTradePx ?? this.#lastMidPx;',
        replacement: 'return this.#lastMidPx ?? this.#lastTradePx;',
      },
      {
        section: '2',
        breaks: 'a book of exactly a second is too old for the ratio',
        original: 'if (timeNs - bookNs > MAX_BOOK_AGE_FOR_RATIO_NS) return;',
        replacement: 'if (timeNs - bookNs >= MAX_BOOK_AGE_FOR_RATIO_NS) return;',
      },
      {
        section: '2',
        breaks: 'customers who buy make dealers long gamma',
        original: 'netGamma = -side * size * gamma',
        replacement: 'netGamma = side * size * gamma',
      },
      {
        section: '2',
        breaks: 'option flow is per contract, not per share',
        original: 'size * gamma * this.config.OPTION_MULTIPLIER',
        replacement: 'size * gamma',
      },
      {
        section: '2',
        breaks: "the tape's quote goes before the trade's own",
        original: 'const judge = quote ?? this.#quotes.recent(timeNs, contract);',
        replacement: 'const judge = this.#quotes.recent(timeNs, contract) ?? quote;',
      },
      {
        section: '2',
        breaks: 'session figures outlive the session',
        original: 'this.stats.clear();',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'an aggregate counts as a trade',
        original: 'flow.strike, flow.netGamma, 0);',
        replacement: 'flow.strike, flow.netGamma, 1);',
      },
    ],
  },
  {
    file: 'market/sessionStats.ts',
    tests: ['market/marketState.test.ts', 'signal/levelUniverse.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'the session high is the last price',
        original: 'if (px > this.highPx) this.highPx = px;',
        replacement: 'this.highPx = px;',
      },
    ],
  },
  {
    file: 'market/compensatedSum.ts',
    tests: ['market/compensatedSum.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'what rounding takes from VWAP is lost',
        original: 'return this.#sum + this.#lost;',
        replacement: 'return this.#sum;',
      },
    ],
  },
  {
    file: 'market/exactSum.ts',
    tests: ['market/optionFlows.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'a flow that cancels leaves dust',
        original: 'Math.round((value - coarse / COARSE) * FINE)',
        replacement: '(value - coarse / COARSE) * FINE',
      },
      {
        section: '6',
        breaks: 'a window that has emptied keeps what a vast flow left',
        original: 'if (this.#count === 0) {',
        replacement: 'if (this.#count < 0) {',
      },
    ],
  },
  {
    file: 'market/priceConverter.ts',
    tests: ['market/priceConverter.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'a locked quote of the underlying is ignored',
        original: 'bidPx > 0 && askPx >= bidPx',
        replacement: 'bidPx > 0 && askPx > bidPx',
      },
      {
        section: '2',
        breaks: 'a ratio that jumps is taken',
        original: 'if (!isNear) return;',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'old and new ratio change places',
        original: 'alpha * observed + (1 - alpha) * this.#ratio',
        replacement: 'alpha * this.#ratio + (1 - alpha) * observed',
      },
    ],
  },
  {
    file: 'market/optionQuotes.ts',
    tests: ['market/marketState.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'a quote of exactly five seconds is too old',
        original: 'timeNs - quote.timeNs <= MAX_AGE_NS',
        replacement: 'timeNs - quote.timeNs < MAX_AGE_NS',
      },
    ],
  },
  {
    file: 'market/optionAggressor.ts',
    tests: ['market/optionAggressor.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'exactly a quarter of the spread is BUY',
        original: 'if (fourTimesFromMid > spread) return BUY;',
        replacement: 'if (fourTimesFromMid >= spread) return BUY;',
      },
      {
        section: '2',
        breaks: 'a bid of zero makes a quote useless',
        original: 'quote.bidNanos >= 0',
        replacement: 'quote.bidNanos > 0',
      },
    ],
  },
  {
    file: 'market/optionPricer.ts',
    tests: ['market/optionPricer.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'options expire at 17:00',
        original: 'const CLOSE_OF_DAY_MS = 16 *',
        replacement: 'const CLOSE_OF_DAY_MS = 17 *',
      },
      {
        section: '2',
        breaks: 'a second is left instead of a minute',
        original: 'const MIN_YEARS = (60 * NS_PER_S)',
        replacement: 'const MIN_YEARS = (1 * NS_PER_S)',
      },
      {
        section: '2',
        breaks: 'greeks are reused at exactly a second',
        original: 'timeNs - cached.atNs < CACHE_NS',
        replacement: 'timeNs - cached.atNs <= CACHE_NS',
      },
      {
        section: '2',
        breaks: 'a time value under half the spread gives a volatility',
        original: 'timeValue < halfSpread - TOLERANCE',
        replacement: 'timeValue < 0',
      },
      {
        section: '2',
        breaks: 'of two near strikes the upper one lends its volatility',
        original: 'return candidate.strike < best.strike;',
        replacement: 'return candidate.strike > best.strike;',
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
        breaks: 'a volatility beyond 500% is returned',
        original: 'const MAX_IV = 5;',
        replacement: 'const MAX_IV = 50;',
      },
    ],
  },
  {
    file: 'market/book.ts',
    tests: ['market/book.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'the view outlives a clear',
        original: 'this.hasView = false;',
        replacement: '',
      },
      {
        section: '4',
        breaks: 'flows are booked against a view that was not good',
        original: 'const isComparable = isNextGood && this.#isGood;',
        replacement: 'const isComparable = isNextGood;',
      },
      {
        section: '4',
        breaks: 'a locked book is good',
        original: '(bidTicks[0] ?? 0) < (askTicks[0] ?? 0)',
        replacement: '(bidTicks[0] ?? 0) <= (askTicks[0] ?? 0)',
      },
      {
        section: '4',
        breaks: 'what comes into sight is a flow',
        original: 'const bothKnow = knownKey < view.knownKey ? knownKey : view.knownKey;',
        replacement: 'const bothKnow = knownKey;',
      },
      {
        section: '4',
        breaks: 'a full side hides nothing',
        original: 'count < depth ? ALL_KNOWN',
        replacement: 'count <= depth ? ALL_KNOWN',
      },
    ],
  },
  {
    file: 'market/fills.ts',
    tests: ['market/book.test.ts'],
    changes: [
      {
        section: '4',
        breaks: 'credit outlives a reset of the book',
        original: 'this.#credits.clear();',
        replacement: '',
      },
      {
        section: '4',
        breaks: 'a late trade explains twice',
        original: 'if (left > 0) this.#credits.give(timeNs, side, tick, left);',
        replacement: 'if (left > 0) this.#credits.give(timeNs, side, tick, size);',
      },
    ],
  },
  {
    file: 'market/credits.ts',
    tests: ['market/credits.test.ts'],
    changes: [
      {
        section: '4',
        breaks: 'credit serves the other side of the book',
        original: 'if (this.#tick[index] !== tick || this.#side[index] !== side) continue;',
        replacement: 'if (this.#tick[index] !== tick) continue;',
      },
      {
        section: '4',
        breaks: 'credit is never used up',
        original: 'this.#size[index] = available - used;',
        replacement: 'this.#size[index] = available;',
      },
    ],
  },
  {
    file: 'market/bookFlows.ts',
    tests: ['market/bookFlows.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'a record counts at the very end of the window',
        original: 'if ((this.#timeNs[index] ?? 0) > limitNs) break;',
        replacement: 'if ((this.#timeNs[index] ?? 0) >= limitNs) break;',
      },
      {
        section: '4',
        breaks: 'FILL_REMATCH_MS is exclusive',
        original: 'if ((this.#timeNs[index] ?? 0) < oldestNs) break;',
        replacement: 'if ((this.#timeNs[index] ?? 0) <= oldestNs) break;',
      },
    ],
  },
  {
    file: 'market/tradeTape.ts',
    tests: ['market/tradeTape.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'activity leaves out trades of unknown side',
        original: '(bucket.buyVolume + bucket.sellVolume + bucket.midVolume)',
        replacement: '(bucket.buyVolume + bucket.sellVolume)',
      },
      {
        section: '5',
        breaks: 'the velocity window is closed at its start',
        original: '> velocityLimitNs) break;',
        replacement: '>= velocityLimitNs) break;',
      },
      {
        section: '5',
        breaks: 'a print of unknown side ends a sweep',
        original: 'if (aggressor !== MID) this.#clusters.append(',
        replacement: 'this.#clusters.append(',
      },
    ],
  },
  {
    file: 'market/sweepClusters.ts',
    tests: ['market/tradeTape.test.ts', 'market/compensatedSum.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'a pause of exactly the gap ends a sweep',
        original: '<= this.#gapNs;',
        replacement: '< this.#gapNs;',
      },
      {
        section: '5',
        breaks: 'both sides make one sweep',
        original: 'this.#aggressor[last] === aggressor &&',
        replacement: '',
      },
      {
        section: '5',
        breaks: 'a vast print leaves dust in the notional of its sweep',
        original: '+ (this.#lost[index] ?? 0) < minNotional',
        replacement: '< minNotional',
      },
    ],
  },
  {
    file: 'market/optionFlows.ts',
    tests: ['market/optionFlows.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'a strike at the edge of the range does not count',
        original: 'Math.abs(flow.strike - price) > range + TOLERANCE',
        replacement: 'Math.abs(flow.strike - price) > range - TOLERANCE',
      },
      {
        section: '6',
        breaks: 'a call wall may stand below spot',
        original:
          "right === 'C' ? flow.strike >= spot - TOLERANCE : flow.strike <= spot + TOLERANCE",
        replacement: 'flow.strike <= spot + TOLERANCE',
      },
      {
        section: '6',
        breaks: 'of two equal walls the farther one stands',
        original: 'return nearer < 0;',
        replacement: 'return nearer > 0;',
      },
      {
        section: '6',
        breaks: 'walls stand on flow to the dealers, too',
        original: 'if (!isBeyond || netGamma >= -TOLERANCE) continue;',
        replacement: 'if (!isBeyond) continue;',
      },
      {
        section: '6',
        breaks: 'walls outlive the session',
        original: 'this.#slots.length = 0;',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/gammaFlip.ts',
    tests: ['market/optionFlows.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'the flip is extrapolated',
        original: 'previous.sum / (previous.sum - sum)',
        replacement: 'previous.sum / (previous.sum + sum)',
      },
      {
        section: '6',
        breaks: 'of several flips the farthest is taken',
        original: 'Math.abs(crossing - spot) < Math.abs(flip - spot)',
        replacement: 'Math.abs(crossing - spot) > Math.abs(flip - spot)',
      },
      {
        section: '6',
        breaks: 'strikes count in the order of their first trade',
        original: 'return [...totals].sort((a, b) => a[0] - b[0]);',
        replacement: 'return [...totals];',
      },
    ],
  },
  {
    file: 'market/feedHealth.ts',
    tests: ['market/feedHealth.test.ts'],
    changes: [
      {
        section: '11b',
        breaks: 'a book of exactly the limit is stale',
        original: 'nowNs - this.bookNs > this.#staleBookNs',
        replacement: 'nowNs - this.bookNs >= this.#staleBookNs',
      },
      {
        section: '11b',
        breaks: 'a view that is not good starts no resync',
        original: 'if (isDoubtful || !isGood) this.#startResync();',
        replacement: 'if (isDoubtful) this.#startResync();',
      },
      {
        section: '11b',
        breaks: 'the hold is a moment too long',
        original: 'nowNs - this.#goodSinceNs < this.#resyncHoldNs',
        replacement: 'nowNs - this.#goodSinceNs <= this.#resyncHoldNs',
      },
      {
        section: '11b',
        breaks: 'ages are rounded up',
        original: 'Math.floor((nowNs - lastNs) / NS_PER_MS)',
        replacement: 'Math.ceil((nowNs - lastNs) / NS_PER_MS)',
      },
    ],
  },
];
