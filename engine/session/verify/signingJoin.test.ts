import { describe, expect, it } from 'vitest';
import { BUY, SELL, type Aggressor } from '../../core/events.ts';
import { VERDICTS, type SignedTrade } from '../../market/optionAggressor.ts';
import { SigningJoin, type SeenOptionTrade } from './signingJoin.ts';

const SYMBOL = 'SPY   251216C00687000';

const seen = (signed: SignedTrade, other: Partial<SeenOptionTrade> = {}): SeenOptionTrade => ({
  timeNs: 100,
  symbol: SYMBOL,
  priceNanos: 640_000_000,
  size: 5,
  signed,
  ...other,
});
const row = (customer: Aggressor, other: Partial<SeenOptionTrade> = {}) => {
  const { timeNs, symbol, priceNanos, size } = seen(VERDICTS.mid, other);
  return { timeNs, symbol, priceNanos, size, customer };
};

/** Joins trades with rows and closes. */
function joined(trades: readonly SeenOptionTrade[], rows: readonly ReturnType<typeof row>[]) {
  const join = new SigningJoin();
  for (const trade of trades) join.addSeen(trade);
  for (const each of rows) join.addRow(each);
  join.closeUntil(Number.POSITIVE_INFINITY);
  return join.tally;
}

describe('trades and rows of the truth about them', () => {
  it('are right where both name one side, by trades and by contracts', () => {
    const { classes } = joined(
      [seen(VERDICTS.buyAtQuote), seen(VERDICTS.sellAtQuote, { timeNs: 101, size: 7 })],
      [row(BUY), row(BUY, { timeNs: 101, size: 7 })],
    );
    expect(classes.at_quote).toEqual({
      trades: 2,
      contracts: 12,
      rightTrades: 1,
      rightContracts: 5,
    });
  });

  it('are counted by how they were signed', () => {
    const { classes, notSeen, untold } = joined(
      [seen(VERDICTS.mid), seen(VERDICTS.sellByTolerance, { timeNs: 101 })],
      [row(SELL), row(SELL, { timeNs: 101 })],
    );
    expect(classes.mid).toMatchObject({ trades: 1, rightTrades: 0 });
    expect(classes.by_tolerance).toMatchObject({ trades: 1, rightTrades: 1 });
    expect([notSeen, untold]).toEqual([0, 0]);
  });

  it('meet in their order where several are alike: prints of one sweep', () => {
    const { classes } = joined(
      [seen(VERDICTS.buyAtQuote), seen(VERDICTS.sellAtQuote)],
      [row(BUY), row(SELL)],
    );
    expect(classes.at_quote).toMatchObject({ trades: 2, rightTrades: 2 });
  });

  it('may write the option as OCC pads it, or with the prefix of another vendor', () => {
    const { classes, notSeen } = joined(
      [seen(VERDICTS.buyAtQuote, { symbol: 'O:SPY251216C00687000' })],
      [row(BUY)],
    );
    expect(classes.at_quote.trades).toBe(1);
    expect(notSeen).toBe(0);
  });

  it.each([
    ['time', { timeNs: 101 }],
    ['option', { symbol: 'SPY   251216P00687000' }],
    ['price', { priceNanos: 650_000_000 }],
    ['size', { size: 6 }],
  ])('are two where they differ in %s', (_what, other) => {
    const { notSeen, untold, classes } = joined([seen(VERDICTS.buyAtQuote)], [row(BUY, other)]);
    expect([notSeen, untold, classes.at_quote.trades]).toEqual([1, 1, 0]);
  });

  it('wait for each other only as long as they may come', () => {
    const join = new SigningJoin();
    join.addSeen(seen(VERDICTS.buyAtQuote));
    join.addSeen(seen(VERDICTS.buyAtQuote, { timeNs: 200 }));
    join.closeUntil(100);
    expect(join.tally.untold).toBe(0);
    join.closeUntil(101);
    expect(join.tally.untold).toBe(1);
    join.addRow(row(BUY, { timeNs: 200 }));
    expect(join.tally.classes.at_quote.trades).toBe(1);
  });
});
