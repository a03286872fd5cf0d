import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, BID, BUY, SELL, type Side } from '../../core/events.ts';
import { MarketState } from '../../market/marketState.ts';
import { aClock, aConfig, newYorkNs } from '../builders.ts';
import type { RawFeed } from '../naive/events.ts';
import { merged } from '../naive/stream.ts';
import type { FullBook } from './fullBook.ts';
import { MarketStage, type Truth } from './marketStage.ts';
import { deliver } from './memorySource.ts';
import { aMarketStep } from './steps.ts';

const TICK_SIZE = 0.25;

/** How many changes of sight, and of depth out of sight, the sessions had. */
const seen = {
  enteredSight: 0,
  leftSight: 0,
  changedUnseen: 0,
  flows: 0,
  clears: 0,
  images: 0,
  notGood: 0,
};

const anOrderLevelSession = fc.record({
  depth: fc.constantFrom(10, 10, 1, 3),
  hasTradesFile: fc.boolean(),
  ladder: fc.array(fc.constantFrom(0, 5, 30, 100), { minLength: 1, maxLength: 16, size: 'max' }),
  steps: fc.array(aMarketStep, { maxLength: 60, size: 'max' }),
});

type Session = typeof anOrderLevelSession extends fc.Arbitrary<infer S> ? S : never;

function stageOf({ steps, ...options }: Session): MarketStage {
  const stage = new MarketStage(
    { ...options, middle: 27_480, tickSize: TICK_SIZE },
    newYorkNs('10:00'),
  );
  for (const step of steps) {
    for (let time = 0; time < step.times; time++) {
      stage.nowNs += Math.round(step.waitMs * 1e6);
      stage.act(step);
    }
  }
  return stage;
}

/** By the truth: at or inside the worst price that is shown, or on a side that is shown whole. */
function isInSight(book: FullBook, depth: number, side: Side, tick: number): boolean {
  const worst = book.levels(side)[depth - 1]?.[0];
  if (worst === undefined) return true;
  return side === BID ? tick >= worst : tick <= worst;
}

function isGood(book: FullBook): boolean {
  const [bid, ask] = [book.best(BID), book.best(ASK)];
  return bid !== undefined && ask !== undefined && bid < ask;
}

const howOf = ({ record }: Truth) => (record.kind === 'book' ? record.how : record.book?.how);

/** Whether flows may be booked between two records at all. */
const isComparable = (before: Truth, after: Truth): boolean =>
  howOf(before) !== 'clear' &&
  howOf(after) === 'update' &&
  isGood(before.book) &&
  isGood(after.book);

function noteKind(truth: Truth): void {
  if (howOf(truth) === 'clear') seen.clears++;
  else if (howOf(truth) === 'snapshot') seen.images++;
  else if (!isGood(truth.book)) seen.notGood++;
}

const ticksOf = (truths: readonly Truth[], side: Side): number[] => [
  ...new Set(truths.flatMap(({ book }) => book.levels(side).map(([tick]) => tick))),
];

/** What really happened at a price between two records, as far as both show it. */
function visibleChange(before: Truth, after: Truth, depth: number, side: Side, tick: number) {
  const change = after.book.sizeAt(side, tick) - before.book.sizeAt(side, tick);
  const wasInSight = isInSight(before.book, depth, side, tick);
  const isNowInSight = isInSight(after.book, depth, side, tick);
  if (wasInSight && isNowInSight) return isComparable(before, after) ? change : 0;
  if (isNowInSight) seen.enteredSight++;
  else if (wasInSight) seen.leftSight++;
  else if (change !== 0) seen.changedUnseen++;
  return 0;
}

/** The engine with a barrier window longer than any of these sessions. */
const anEngine = (): MarketState =>
  new MarketState(aConfig({ W_b: 14_400, SESSION_OPEN: null }), 'es', aClock());

function totalsAt(market: MarketState, side: Side, tick: number) {
  const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
  market.flows.addTotals(side, tick, totals);
  return totals;
}

/** Depth that came and depth that went at a price, whatever the cause. */
interface Change {
  readonly came: number;
  readonly went: number;
}

const NOTHING: Change = { came: 0, went: 0 };

const plus = ({ came, went }: Change, change: number): Change => ({
  came: came + Math.max(0, change),
  went: went + Math.max(0, -change),
});

function bookedAt(market: MarketState, side: Side, tick: number): Change {
  const { added, pulled, filled } = totalsAt(market, side, tick);
  return { came: added, went: pulled + filled };
}

/** Contracts that really traded against a side at a price. */
function tradedAt(feeds: readonly RawFeed[], side: Side, tick: number): number {
  const aggressor = side === BID ? SELL : BUY;
  const sizes = feeds.flatMap(({ events }) =>
    events.map((event) =>
      event.kind === 'trade' &&
      event.aggressor === aggressor &&
      event.priceNanos === tick * TICK_SIZE * 1e9
        ? event.size
        : 0,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe('a book whose full depth is known', () => {
  it('has flows of what changed in plain sight, record by record, and no others', () => {
    fc.assert(
      fc.property(anOrderLevelSession, (session) => {
        const { bookEvents, truths } = stageOf({ ...session, hasTradesFile: false });
        const market = anEngine();
        const expected = new Map<string, Change>();
        const phantoms: string[] = [];
        const expectAt = (when: string, side: Side, tick: number): void => {
          const { came, went } = expected.get(`${side} ${tick}`) ?? NOTHING;
          const booked = bookedAt(market, side, tick);
          if (booked.came === came && booked.went === went) return;
          phantoms.push(`${when}, side ${side}, tick ${tick}: ${JSON.stringify(booked)}`);
        };
        bookEvents.forEach((event, i) => {
          deliver(event, event.timeNs, market);
          const [before, after] = [truths[i - 1], truths[i]];
          if (before === undefined || after === undefined) return;
          noteKind(after);
          for (const side of [BID, ASK]) {
            for (const tick of ticksOf([before, after], side)) {
              const change = visibleChange(before, after, session.depth, side, tick);
              if (change !== 0) seen.flows++;
              const key = `${side} ${tick}`;
              expected.set(key, plus(expected.get(key) ?? NOTHING, change));
              expectAt(`record ${i}`, side, tick);
            }
          }
        });
        for (const side of [BID, ASK]) {
          for (const tick of ticksOf(truths, side)) expectAt('at the end', side, tick);
        }
        expect(phantoms).toEqual([]);
      }),
      { numRuns: 60, seed: 4, unbiased: true },
    );
    expect(seen.flows).toBeGreaterThan(1000);
    expect(seen.enteredSight).toBeGreaterThan(100);
    expect(seen.leftSight).toBeGreaterThan(100);
    expect(seen.changedUnseen).toBeGreaterThan(100);
    expect(Math.min(seen.clears, seen.images)).toBeGreaterThan(10);
    expect(seen.notGood).toBeGreaterThan(100);
  });

  it('never fills more at a price than was traded there, wherever trades are told', () => {
    let filled = 0;
    fc.assert(
      fc.property(
        anOrderLevelSession,
        fc.constantFrom({}, { FILL_MATCH_MS: 50 }, { FILL_REMATCH_MS: 50 }),
        (session, overrides) => {
          const { bookEvents, tradeEvents, truths } = stageOf(session);
          const feeds: RawFeed[] = [
            { feed: 'book', events: bookEvents },
            { feed: 'trades', events: tradeEvents },
          ];
          const config = aConfig({ W_b: 14_400, SESSION_OPEN: null, ...overrides });
          const market = new MarketState(config, 'es', aClock());
          for (const event of merged(feeds)) {
            if (event.kind !== 'gap') deliver(event, event.timeNs, market);
          }
          for (const side of [BID, ASK]) {
            for (const tick of ticksOf(truths, side)) {
              const totals = totalsAt(market, side, tick);
              filled += totals.filled;
              expect(totals.filled).toBeLessThanOrEqual(tradedAt(feeds, side, tick));
              expect(Math.min(totals.added, totals.pulled, totals.filled)).toBeGreaterThanOrEqual(
                0,
              );
            }
          }
        },
      ),
      { numRuns: 40, seed: 4, unbiased: true },
    );
    expect(filled).toBeGreaterThan(1000);
  });
});
