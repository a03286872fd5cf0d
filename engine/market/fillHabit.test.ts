import { describe, expect, it } from 'vitest';
import { BID } from '../core/events.ts';
import type { BookSides } from '../testing/builders.ts';
import { aMarket, type MarketScript } from '../testing/marketScript.ts';

const auto = () => aMarket({ fill_habit: 'auto' });
const bid = (size: number): BookSides => ({ bids: [[6870, size]], asks: [[6870.25, 100]] });

/** `times` sales of 3 lots of a bid that starts at 1000, snapped after each. */
function sales(
  script: MarketScript,
  times: number,
  sale: (script: MarketScript, left: number) => void,
): MarketScript {
  let left = 1000;
  script.book(bid(left));
  for (let count = 0; count < times; count++) {
    left -= 3;
    sale(script.later(300), left);
    script.looked();
  }
  return script;
}
const inOrder = (script: MarketScript, left: number) => script.sells(6870, 3).book(bid(left));
const late = (script: MarketScript, left: number) =>
  script.book(bid(left)).later(0.4).sells(6870, 3);
const reduced = (script: MarketScript, left: number) =>
  script.sells(6870, 3, bid(left)).book(bid(left));
const hidden = (script: MarketScript) => script.sells(6870, 3);

const filledAt6870 = ({ market }: MarketScript): number => {
  const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
  market.flows.addTotals(BID, 27_480, totals);
  return totals.filled;
};

describe('the fill habit auto', () => {
  it('is undecided at first, and plays by the same-time rule until then', () => {
    const script = sales(auto(), 2, late);
    expect(script.market.fillHabit).toEqual({ key: 'auto', inUse: 'same-time', isDecided: false });
    expect(filledAt6870(script)).toBe(0);
  });

  it('finds trades that come right before their change after three of them', () => {
    const script = sales(auto(), 3, inOrder);
    expect(script.market.fillHabit).toEqual({ key: 'auto', inUse: 'same-time', isDecided: true });
    expect(filledAt6870(script)).toBe(9);
  });

  it.each([
    ['come late', late],
    ['show a book that is reduced already', reduced],
  ])('finds trades that %s after three of them, the third included', (_, sale) => {
    const script = sales(auto(), 3, sale);
    expect(script.market.fillHabit).toEqual({ key: 'auto', inUse: 'nearest', isDecided: true });
    expect(filledAt6870(script)).toBe(3);
    expect(filledAt6870(sales(auto(), 10, sale))).toBe(24);
  });

  it('learns nothing from hidden executions', () => {
    const script = sales(auto(), 20, hidden);
    expect(script.market.fillHabit).toMatchObject({ isDecided: false });
  });

  it('keeps what it has found', () => {
    const script = sales(sales(auto(), 3, inOrder), 20, late);
    expect(script.market.fillHabit).toMatchObject({ inUse: 'same-time' });
  });

  it('weighs the trades against each other', () => {
    const script = sales(auto(), 2, late);
    sales(script, 4, inOrder);
    expect(script.market.fillHabit).toMatchObject({ isDecided: false });
    sales(script, 1, inOrder);
    expect(script.market.fillHabit).toMatchObject({ inUse: 'same-time', isDecided: true });
  });
});

describe('a fixed fill habit', () => {
  it.each(['same-time', 'nearest'] as const)('%s is in use from the start', (habit) => {
    const { market } = aMarket({ fill_habit: habit });
    expect(market.fillHabit).toEqual({ key: habit, inUse: habit, isDecided: true });
  });
});
