import type { FaultyFile } from './fault.ts';

/** Mistakes in floor 1: book, tape and health. */
export const MARKET_FAULTS: readonly FaultyFile[] = [
  {
    file: 'market/decreaseWatch.ts',
    tests: ['market/nearestFills.test.ts'],
    changes: [
      {
        section: '4',
        breaks: "a late trade's older book is never forgotten",
        original: 'this.#echo.clear();',
        replacement: '',
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
        breaks: 'session figures outlive the session',
        original: 'this.stats.clear();',
        replacement: '',
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
  {
    file: 'market/dayRanges.ts',
    tests: ['market/dayRanges.test.ts'],
    changes: [
      {
        section: '3',
        breaks: 'the opening range counts trades after its end',
        original: 'if (timeNs < this.#startNs + this.#openingNs) this.#opening.add(px);',
        replacement: 'this.#opening.add(px);',
      },
      {
        section: '3',
        breaks: 'a night of days ago is last night',
        original: 'if (endedNs !== this.#startNs) this.#overnight.start(false);',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/valueArea.ts',
    tests: ['market/valueArea.test.ts'],
    changes: [
      {
        section: '3',
        breaks: 'the value area grows on one side only where both are equal',
        original: 'if (above >= below) {',
        replacement: 'if (above > below) {',
      },
    ],
  },
  {
    file: 'market/timeAndSales.ts',
    tests: ['market/timeAndSales.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'a sweep stands on the tape behind prints that came later',
        original: 'this.#pending.splice(place, 0, ',
        replacement: 'this.#pending.push(',
      },
      {
        section: '5',
        breaks: 'the prints of a sweep stay on the tape beside it',
        original: 'this.#pending.filter((entry) => entry.run !== run.number)',
        replacement: 'this.#pending',
      },
      {
        section: '5',
        breaks: 'a sweep of the tape goes on into the next session',
        original: 'this.#run.clear();',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/tradeRun.ts',
    tests: ['market/timeAndSales.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'a sweep of the tape ends at a pause of exactly the gap',
        original: 'timeNs - this.lastNs <= gapNs',
        replacement: 'timeNs - this.lastNs < gapNs',
      },
    ],
  },
  {
    file: 'market/tapeSpeed.ts',
    tests: ['market/tapeSpeed.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'the speed of the tape is that of a snap more than five seconds',
        original: '<= nowNs - SPEED_WINDOW_NS) this.#steps.shift()',
        replacement: '< nowNs - SPEED_WINDOW_NS) this.#steps.shift()',
      },
    ],
  },
];
