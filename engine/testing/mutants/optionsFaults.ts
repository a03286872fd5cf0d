import type { FaultyFile } from './fault.ts';

/** Mistakes in floor 1: options and their flows. */
export const OPTIONS_FAULTS: readonly FaultyFile[] = [
  {
    file: 'market/exactSum.ts',
    tests: ['market/optionFlows.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'what leaves a window is added once more',
        original: 'this.#coarse += sign * coarse;',
        replacement: 'this.#coarse += coarse;',
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
    file: 'market/optionMarket.ts',
    tests: ['market/marketState.test.ts', 'market/optionMarket.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'customers who buy make dealers long gamma',
        original: 'netGamma = -signed.side * size * gamma',
        replacement: 'netGamma = signed.side * size * gamma',
      },
      {
        section: '2',
        breaks: 'option flow is per contract, not per share',
        original: 'size * gamma * this.#config.OPTION_MULTIPLIER',
        replacement: 'size * gamma',
      },
      {
        section: '2',
        breaks: "an old quote of the tape voids the trade's own",
        original: 'quote === null ? this.#standingQuote(timeNs, contract) : undefined;',
        replacement: 'this.#standingQuote(timeNs, contract);',
      },
      {
        section: '2',
        breaks: 'a quote of exactly five seconds is too old',
        original: 'timeNs - standing.timeNs > MAX_QUOTE_AGE_NS',
        replacement: 'timeNs - standing.timeNs >= MAX_QUOTE_AGE_NS',
      },
      {
        section: '2',
        breaks: 'conditions change the flow of the specification',
        original: 'const excluded = this.#isCareful ? signByCondition(marks) : undefined;',
        replacement: 'const excluded = signByCondition(marks);',
      },
      {
        section: '2',
        breaks: 'a cancelled trade stays in the flow',
        original: 'this.flows.takeBack(trade.flow, expiryDay, right, strike, trade.netGamma);',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'a cancelled trade stays in the volume',
        original: 'this.signing.add(expiryDay, trade.signed.signing, -size);',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'a ready aggregate counts as a trade',
        original: 'this.flows.append(timeNs, expiryDay, right, strike, netGamma, undefined);',
        replacement:
          'this.flows.append(timeNs, expiryDay, right, strike, netGamma, signByFeed(0));',
      },
    ],
  },
  {
    file: 'market/optionQuotes.ts',
    tests: ['market/optionMarket.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'careful signing takes the quote that the trade itself moved',
        original: 'latest.timeNs < timeNs ? latest',
        replacement: 'latest.timeNs <= timeNs ? latest',
      },
      {
        section: '2',
        breaks: 'of two quotes of one time the first is taken for an earlier one',
        original: 'this.#keepsEarlier && known.timeNs < timeNs',
        replacement: 'this.#keepsEarlier',
      },
    ],
  },
  {
    file: 'market/cancellableTrades.ts',
    tests: ['market/optionMarket.test.ts', 'market/cancellableTrades.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'of several trades that a cancel may mean the oldest is taken back',
        original: 'this.#previous[index] = this.#latest.get(hash) ?? NONE;',
        replacement: 'this.#previous[index] = NONE;',
      },
      {
        section: '2',
        breaks: 'after a restore one trade is cancelled twice',
        original: 'this.#code[index] = TAKEN;',
        replacement: '',
      },
      {
        section: '2',
        breaks: 'trades of the session before can be cancelled',
        original: 'this.first = this.next;',
        replacement: '',
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
        original: 'if (fourTimesFromMid > spread)',
        replacement: 'if (fourTimesFromMid >= spread)',
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
        breaks: 'walls outlive the session',
        original: 'this.#slots.length = 0;',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'a cancelled trade leaves its window a second time',
        original: 'this.#codes[index] !== TAKEN_BACK) takeOut',
        replacement: 'this.#codes[index] !== AGGREGATE) takeOut',
      },
      {
        section: '6',
        breaks: 'a cancelled trade is taken out of windows that it had left',
        original: 'if (sequence >= this.#flowFirst) {',
        replacement: 'if (sequence >= this.#wallFirst) {',
      },
      {
        section: '6',
        breaks: 'the strike of a cancelled trade stays',
        original: 'flow.expiryDay === expiryDay && flow.entries > 0',
        replacement: 'flow.expiryDay === expiryDay',
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
];
