import { describe, expect, it } from 'vitest';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { aMarket } from '../testing/marketScript.ts';
import { ColumnStore } from './columnStore.ts';
import { TapeStore } from './tapeStore.ts';

const numbers = (rows: number): ColumnStore<'value' | 'double'> => {
  const store = new ColumnStore(['value', 'double'], { chunkRows: 4, maxChunks: 3 });
  for (let value = 0; value < rows; value++) store.append({ value, double: 2 * value });
  return store;
};
const values = (store: ColumnStore<'value' | 'double'>, from = 0, rows = 100) =>
  store.columns(from, rows);

describe('rows in columns', () => {
  it('come back from any number on, across chunks', () => {
    expect([...values(numbers(11), 3, 6).value]).toEqual([3, 4, 5, 6, 7, 8]);
    expect([...values(numbers(11), 9).double]).toEqual([18, 20]);
    expect(values(numbers(11), 11).value).toHaveLength(0);
    expect(values(numbers(0)).value).toHaveLength(0);
  });

  it('are dropped a chunk at a time when there are too many, and keep their numbers', () => {
    const store = numbers(17);
    expect([store.first, store.next, store.firstFrom(0)]).toEqual([8, 17, 8]);
    expect([...values(store).value]).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it('go back to a number without touching the store they are taken from', () => {
    const all = numbers(10);
    const earlier = numbers(0);
    earlier.takeOver(all, 6);
    earlier.append({ value: 60, double: 61 });
    expect([...values(earlier).value]).toEqual([0, 1, 2, 3, 4, 5, 60]);
    expect([...values(all).value]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('come back from a saved state, which then goes on', () => {
    const saved = new StateWriter();
    numbers(14).transfer(saved);
    const store = numbers(2);
    store.transfer(new StateReader(saved.bytes()));
    store.append({ value: 14, double: 28 });
    expect([...values(store).value]).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });
});

it('the tape keeps what each snap shows, in Unix ms and with the ratio in force', () => {
  const script = aMarket()
    .at('10:00')
    .book({ bids: [[6870, 9]], asks: [[6870.25, 9]] });
  const store = new TapeStore();
  script.underlying(687, 687.02).buys(6870.25, 12).later(250);
  store.noteSnap(script.looked());
  store.noteSnap(script.later(250).looked());
  const { market, nowNs } = script;
  const { first_row, ...columns } = store.slice(0, 10);
  expect(first_row).toBe(0);
  expect(
    Object.fromEntries(Object.entries(columns).map(([name, [value]]) => [name, value])),
  ).toEqual({
    ts: market.clock.toUnixMs(nowNs - 500e6),
    from_ts: market.clock.toUnixMs(nowNs - 500e6),
    aggressor: 1,
    px: 6870.25,
    from_px: 6870.25,
    ratio: market.converter.ratio,
    size: 12,
    notional: 12 * 6870.25,
    prints: 1,
    prices: 1,
    run: 1,
    session: 0,
  });
  expect(columns.ts).toHaveLength(1);
});
