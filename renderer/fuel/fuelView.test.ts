import { describe, expect, it } from 'vitest';
import { formatTick, formatFuel, roundBelow, wallText } from './fuelFigures.ts';
import { fuelReadout, readoutSentence } from './fuelReadout.ts';
import { fuelView, leadBook, type FuelView } from './fuelView.ts';
import { gammaAt } from './gammaAt.ts';
import { buildProfile, columnsOf } from './testing.ts';

const rowOf = (view: FuelView, strike: number) => {
  const row = view.rows.find((each) => each.strike === strike);
  if (row === undefined) throw new Error(`no row of ${strike}`);
  return row;
};

describe('the gamma profile on the screen', () => {
  it('has the highest strike first, with calls, puts and net of both books', () => {
    const view = fuelView(buildProfile(), 'both', 'shares');
    expect(view.rows.map(({ strike }) => strike)).toEqual([689, 688, 687, 686, 685]);
    expect(rowOf(view, 685)).toMatchObject({
      flow: { calls: 100, puts: -9000, net: -8900 },
      inventory: { calls: 0, puts: -12_000, net: -12_000 },
      contracts: { puts: -120 },
    });
  });

  it('is in dollars per point at the spot where the gamma is', () => {
    const view = fuelView(buildProfile({ spot: 500 }), 'inventory', 'dollars');
    expect(rowOf(view, 688).inventory.calls).toBe(30_000 * 500);
    expect(view.curve.points[1]).toEqual({ price: 685, gamma: -5000 * 685 });
    expect(view.books[0]?.total).toBe(21_400 * 687.4);
  });

  it('scales each book by its own largest bar, and an empty one by any', () => {
    const nothing = columnsOf([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]);
    const view = fuelView(buildProfile({ flow: nothing }), 'both', 'shares');
    expect(view.books.map(({ name, scale }) => [name, scale])).toEqual([
      ['flow', 1],
      ['inventory', 30_400],
    ]);
  });

  it('sums the flow up by strike to its flip, and prices the inventory elsewhere', () => {
    const flow = fuelView(buildProfile(), 'flow', 'shares').curve;
    expect(flow.points.map(({ gamma }) => gamma)).toEqual([
      -8900, -12_900, -19_900, -39_900, -39_400,
    ]);
    expect(flow).toMatchObject({ kind: 'running', flips: [685.02] });
    const repriced = fuelView(buildProfile(), 'inventory', 'shares').curve;
    expect(repriced).toMatchObject({ kind: 'repriced', flips: [686.25] });
  });

  it('shows no running sum without its beginning', () => {
    const view = fuelView(buildProfile({ omitted_strikes: 3 }), 'flow', 'shares');
    expect(view.curve.points).toEqual([]);
  });

  it('names walls and flips of the book that drives, where it is shown', () => {
    const driven = buildProfile({ fuel_book: 'inventory' });
    expect(leadBook(fuelView(driven, 'both', 'shares'))?.name).toBe('inventory');
    expect(leadBook(fuelView(driven, 'flow', 'shares'))?.name).toBe('flow');
  });

  it('of no strike at all is empty and draws nothing', () => {
    const none = columnsOf([], []);
    const view = fuelView(
      buildProfile({
        strikes: new Float64Array(),
        flow: none,
        inventory: none,
        contracts: none,
        curve: { spots: new Float64Array(), gamma: new Float64Array() },
        flips: { flow: null, inventory: [] },
      }),
      'both',
      'shares',
    );
    expect(view.rows).toEqual([]);
    expect(view.curve.points).toEqual([]);
  });
});

describe('the readout at a strike', () => {
  it('tells both sides of the books, contracts, and where the volatilities came from', () => {
    const view = fuelView(buildProfile(), 'both', 'shares');
    const row = rowOf(view, 688);
    const lines = fuelReadout(view, row);
    expect(lines).toEqual([
      { name: 'flow', text: 'calls −20.0k, puts 0.0k, net −20.0k' },
      { name: 'inventory', text: 'calls +30.0k, puts +0.4k, net +30.4k' },
      { name: 'contracts', text: 'calls +300, puts +5' },
      { name: 'IV', text: 'calls 17.0% quote, puts 18.0% default' },
    ]);
    expect(readoutSentence(row, lines)).toMatch(/^688: flow calls −20\.0k/);
  });

  it('leaves out what there is not: an option that nobody holds, a curve that ends before', () => {
    const view = fuelView(buildProfile(), 'inventory', 'shares');
    const [, , iv] = fuelReadout(view, rowOf(view, 689));
    expect(iv?.text).toBe('calls 16.0% nearest');
    expect(fuelReadout(view, rowOf(view, 687)).map(({ name }) => name)).toEqual([
      'inventory',
      'contracts',
      'IV',
    ]);
    expect(gammaAt(view.curve, 679.9)).toBeUndefined();
    expect(gammaAt(view.curve, 695)).toBe(0);
  });
});

describe('figures of the fuel panel', () => {
  it('read in their unit', () => {
    expect(formatFuel(-14_600, 'shares')).toBe('−14.6k');
    expect(formatFuel(-10_050_000, 'dollars')).toBe('−10.05M');
    expect(formatFuel(undefined, 'dollars')).toBe('–');
    expect(wallText({ strike: 688, gamma: -20_000 }, 'dollars', 500)).toBe('688 −10.00M');
    expect(wallText(null, 'shares', 500)).toBe('–');
  });

  it('stand on an axis as round numbers', () => {
    expect([0.4, 1, 4.9, 30_400, 9.99e6].map(roundBelow)).toEqual([0.2, 1, 2, 20_000, 5e6]);
    expect([20_000, -5e6, 0.2, 2e9].map(formatTick)).toEqual(['+20k', '−5M', '+0.20', '+2B']);
  });
});
