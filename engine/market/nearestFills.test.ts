import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../core/events.ts';
import type { BookSides, Quote } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const nearest = (overrides = {}) => aMarket({ fill_habit: 'nearest', ...overrides });

/** Bids from 6870 down a tick at a time, against one ask. */
const bids = (...levels: (number | readonly [size: number, orders: number])[]): BookSides => ({
  bids: levels.map((level, index): Quote => {
    const px = 6870 - index * 0.25;
    return typeof level === 'number' ? [px, level] : [px, ...level];
  }),
  asks: [[6870.25, 100]],
});

/** What the snap shows of one price: `[pulled, filled]`. */
function lost(script: MarketScript, side: Side, px: number): [pulled: number, filled: number] {
  const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
  script.market.flows.addTotals(side, px / 0.25, totals);
  return [totals.pulled, totals.filled];
}
/** The script at its snap: what is open is decided. */
function snapped(script: MarketScript): MarketScript {
  script.looked();
  return script;
}
const lostAt6870 = (script: MarketScript) => lost(snapped(script), BID, 6870);

describe('with the nearest fill habit a decrease is a fill', () => {
  it('when its trade comes 300 µs later', () => {
    const script = nearest().book(bids(10)).later(5).book(bids(7)).later(0.3).sells(6870, 3);
    expect(lostAt6870(script)).toEqual([0, 3]);
  });

  it('when its trade came 300 µs before', () => {
    const script = nearest().book(bids(10)).later(5).sells(6870, 3).later(0.3).book(bids(7));
    expect(lostAt6870(script)).toEqual([0, 3]);
  });

  it('when its trade has the same time, before or after it in the file', () => {
    const before = nearest().book(bids(10)).later(5).sells(6870, 3).book(bids(7));
    expect(lostAt6870(before)).toEqual([0, 3]);
    const after = nearest().book(bids(10)).later(5).book(bids(7)).sells(6870, 3);
    expect(lostAt6870(after)).toEqual([0, 3]);
  });

  it('when the trade record itself shows it', () => {
    const script = nearest().book(bids(10)).later(5).sells(6870, 3, bids(7)).book(bids(7));
    expect(lostAt6870(script)).toEqual([0, 3]);
  });

  it('on the ask side, when somebody bought', () => {
    const asks = (size: number): BookSides => ({ bids: [[6870, 9]], asks: [[6870.25, size]] });
    const script = nearest().book(asks(10)).later(5).book(asks(6)).later(0.2).buys(6870.25, 4);
    expect(lost(snapped(script), ASK, 6870.25)).toEqual([0, 4]);
  });

  it('at every price that a sweep went through', () => {
    const script = nearest()
      .book(bids(5, 8, 20))
      .later(5)
      .sells(6869.75, 8)
      .sells(6869.5, 4);
    script.later(0.4).book({ bids: [[6869.5, 16]], asks: [[6870.25, 100]] });
    snapped(script.later(0.1).sells(6870, 5));
    expect(lost(script, BID, 6870)).toEqual([0, 5]);
    expect(lost(script, BID, 6869.75)).toEqual([0, 8]);
    expect(lost(script, BID, 6869.5)).toEqual([0, 4]);
  });

  it('as far as the trades go, when several took it or it was refreshed meanwhile', () => {
    const two = nearest().book(bids(10)).later(5).book(bids(3)).later(0.1).sells(6870, 3);
    expect(lostAt6870(two.later(0.1).sells(6870, 4))).toEqual([0, 7]);
    const iceberg = nearest().book(bids(10)).later(5).book(bids(8)).later(0.1).sells(6870, 6);
    expect(lostAt6870(iceberg)).toEqual([0, 2]);
    const both = nearest().book(bids(10)).later(5).book(bids(3)).later(0.1).sells(6870, 4);
    expect(lostAt6870(both)).toEqual([3, 4]);
  });
});

describe('with the nearest fill habit a decrease is pulled', () => {
  it('without a trade, or with one of the other side, another price or no side', () => {
    expect(lostAt6870(nearest().book(bids(10)).later(5).book(bids(7)))).toEqual([3, 0]);
    const script = nearest().book(bids(10)).later(5).book(bids(7)).later(0.1);
    script.buys(6870, 3).sells(6869.75, 3).prints(6870, 3);
    expect(lostAt6870(script)).toEqual([3, 0]);
  });

  it('when better prices still stand before it, unless the trade has its very time', () => {
    const script = nearest().book(bids(5, 8)).later(5).book(bids(5, 6)).later(0.1);
    snapped(script.sells(6869.75, 2));
    expect(lost(script, BID, 6869.75)).toEqual([2, 0]);
    const same = nearest().book(bids(5, 8)).later(5).sells(6869.75, 2).book(bids(5, 6));
    expect(lost(snapped(same), BID, 6869.75)).toEqual([0, 2]);
  });

  it('when the order only moved to another price', () => {
    const script = nearest().book(bids(5, 8)).later(5).book(bids(3, 10)).later(0.1);
    expect(lostAt6870(script.sells(6870, 2))).toEqual([2, 0]);
  });

  it('when a trade of its size lies nearer to another decrease', () => {
    const script = nearest().book(bids(10)).later(5).book(bids(8)).later(0.2).sells(6870, 2);
    snapped(script.later(0.1).book(bids(6)));
    expect(script.market.flows.size).toBe(2);
    const [first, second] = flowsOf(script);
    expect([first?.filled, second?.filled]).toEqual([0, 2]);
  });

  it('when another decrease lost several orders at once, which no cancellation does', () => {
    const script = nearest()
      .book(bids([10, 6]))
      .later(5)
      .book(bids([8, 4]))
      .later(0.2);
    snapped(
      script
        .sells(6870, 2)
        .later(0.1)
        .book(bids([6, 3])),
    );
    const [first, second] = flowsOf(script);
    expect([first?.filled, second?.filled]).toEqual([2, 0]);
  });

  it('beyond 51.2 ms from the trade', () => {
    const near = nearest().book(bids(10)).later(5).book(bids(7)).later(51.2).sells(6870, 3);
    expect(lostAt6870(near)).toEqual([0, 3]);
    const far = nearest().book(bids(10)).later(5).book(bids(7)).later(51.21).sells(6870, 3);
    expect(lostAt6870(far)).toEqual([3, 0]);
  });
});

describe('what a snap has shown with the nearest fill habit', () => {
  it('is corrected by the next one where the trade comes after it', () => {
    const script = snapped(nearest().book(bids(10)).later(5).book(bids(7)));
    expect(flowsOf(script)).toMatchObject([{ pulled: 3, filled: 0 }]);
    snapped(script.later(0.2).sells(6870, 3).later(0.2));
    expect(flowsOf(script)).toMatchObject([{ pulled: 0, filled: 3 }]);
  });

  it('stays once two have shown it, and still uses the late trade up', () => {
    const script = snapped(snapped(nearest().book(bids(10)).later(5).book(bids(7))).later(0.05));
    snapped(script.later(0.05).sells(6870, 3).later(0.2).book(bids(4)));
    const [first, second] = flowsOf(script);
    expect(first).toMatchObject({ pulled: 3, filled: 0 });
    expect(second).toMatchObject({ pulled: 3, filled: 0 });
  });

  it('leaves early trades in force for changes after it', () => {
    const script = snapped(nearest().book(bids(10)).later(5).sells(6870, 3));
    expect(lostAt6870(script.later(0.2).book(bids(7)))).toEqual([0, 3]);
  });

  it('says the same when nothing came since', () => {
    const script = nearest().book(bids(10)).later(5).book(bids(7)).later(0.3).sells(6870, 3);
    expect(lostAt6870(script)).toEqual([0, 3]);
    expect(lostAt6870(script.later(250))).toEqual([0, 3]);
  });
});

describe('a late trade whose record still shows the book before it', () => {
  const stale = () =>
    nearest().book(bids(10)).later(5).book(bids(7)).later(0.3).sells(6870, 3, bids(10)).later(0.1);

  it('explains its change, not what only undoes that older book', () => {
    const flows = flowsOf(snapped(stale().book(bids(7))));
    expect(flows.map(({ added, filled }) => [added, filled])).toEqual([
      [0, 3],
      [3, 0],
      [0, 0],
    ]);
  });

  it('leaves what really went meanwhile to its own trade', () => {
    const script = stale().book(bids(5)).later(0.1).sells(6870, 2);
    expect(flowsOf(snapped(script)).map(({ filled }) => filled)).toEqual([3, 0, 2]);
  });

  it('is forgotten at an image of the book, which undoes nothing', () => {
    const script = stale().snapshot(bids(7)).later(0.1).book(bids(3)).later(0.1).sells(6870, 4);
    expect(flowsOf(snapped(script)).map(({ filled }) => filled)).toEqual([3, 0, 4]);
  });
});

describe('a book reset with the nearest fill habit', () => {
  it('decides what is open, and lets no trade reach across', () => {
    const script = nearest().book(bids(10)).later(5).book(bids(7)).later(0.1).sells(6870, 3);
    expect(lostAt6870(script.clearBook())).toEqual([0, 3]);
    const across = nearest().book(bids(10)).later(5).book(bids(7)).clearBook().book(bids(7));
    expect(lostAt6870(across.later(0.1).sells(6870, 3))).toEqual([3, 0]);
    const image = nearest().book(bids(10)).later(5).sells(6870, 3).snapshot(bids(9));
    expect(lostAt6870(image.later(0.1).book(bids(6)))).toEqual([3, 0]);
  });
});

describe('whatever comes, the nearest fill habit', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 60 }),
    kind: fc.constantFrom('book', 'trade', 'snap', 'clear', 'image'),
    size: fc.integer({ min: 1, max: 9 }),
    depth: fc.integer({ min: 0, max: 1 }),
  });
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

  /** Plays steps; fills seen at each price, and every snap's sums. */
  function play(steps: readonly Step[], habit: string) {
    const script = aMarket({ fill_habit: habit }).book(bids(5, 5));
    const traded = [0, 0];
    const shown: string[] = [];
    for (const { afterMs, kind, size, depth } of steps) {
      script.later(afterMs);
      const record = depth === 0 ? bids(size, 5) : bids(5, size);
      if (kind === 'book') script.book(record);
      else if (kind === 'image') script.snapshot(record);
      else if (kind === 'clear') script.clearBook();
      else if (kind === 'snap') shown.push(sums(snapped(script)));
      else {
        script.sells(6870 - 0.25 * depth, size);
        traded[depth] = (traded[depth] ?? 0) + size;
      }
    }
    return { script: snapped(script), traded, shown };
  }
  const sums = (script: MarketScript): string =>
    JSON.stringify([lost(script, BID, 6870), lost(script, BID, 6869.75)]);

  it('fills no more than was traded, and loses exactly what the same-time rule loses', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { script, traded } = play(steps, 'nearest');
        const other = play(steps, 'same-time').script;
        for (const [depth, contracts] of traded.entries()) {
          const px = 6870 - 0.25 * depth;
          const [pulled, filled] = lost(script, BID, px);
          const [otherPulled, otherFilled] = lost(other, BID, px);
          expect(filled).toBeLessThanOrEqual(contracts);
          expect(pulled + filled).toBe(otherPulled + otherFilled);
        }
      }),
    );
  });

  it('shows the same twice, and never takes back what two snaps have shown', () => {
    const halves = fc.tuple(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 20 }));
    fc.assert(
      fc.property(halves, ([before, after]) => {
        const snapStep: Step = { afterMs: 0, kind: 'snap', size: 1, depth: 0 };
        const twice = [...before, snapStep, snapStep];
        const { script, shown } = play(twice, 'nearest');
        const known = flowsOf(script);
        expect(play(twice, 'nearest').shown).toEqual(shown);
        const whole = play([...twice, ...after], 'nearest').script;
        expect(flowsOf(whole).slice(0, known.length)).toEqual(known);
      }),
    );
  });
});

function flowsOf({ market: { flows } }: MarketScript) {
  const records = [];
  for (let sequence = flows.first; sequence < flows.next; sequence++) {
    const record = { timeNs: 0, side: BID, tick: 0, added: 0, pulled: 0, filled: 0 };
    flows.read(sequence, record);
    records.push(record);
  }
  return records;
}
