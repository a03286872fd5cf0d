import type { Aggressor } from '../../core/events.ts';
import { SIGNING_CLASSES, type SigningClass } from '../../core/signing.ts';
import type { OptionRow } from './optionTruth.ts';

/** Trades and contracts of one class, and those of them whose side is the customer's. */
export interface ClassTally {
  trades: number;
  contracts: number;
  rightTrades: number;
  rightContracts: number;
}

/** How the engine signed option trades, against the truth. */
export interface SigningTally {
  readonly classes: Readonly<Record<SigningClass, ClassTally>>;
  /** Rows of the truth that no trade of the engine is. */
  notSeen: number;
  /** Trades of the engine that the truth does not know. */
  untold: number;
}

const noTrades = (): ClassTally => ({ trades: 0, contracts: 0, rightTrades: 0, rightContracts: 0 });

export const emptySigningTally = (): SigningTally => ({
  classes: Object.fromEntries(SIGNING_CLASSES.map((name) => [name, noTrades()])) as Record<
    SigningClass,
    ClassTally
  >,
  notSeen: 0,
  untold: 0,
});

/** Sums of several classes. */
export function sumOf(tallies: readonly ClassTally[]): ClassTally {
  const sum = noTrades();
  for (const { trades, contracts, rightTrades, rightContracts } of tallies) {
    sum.trades += trades;
    sum.contracts += contracts;
    sum.rightTrades += rightTrades;
    sum.rightContracts += rightContracts;
  }
  return sum;
}

/** Counts a trade that was given this side. */
export function countTrade(
  tally: ClassTally,
  side: Aggressor,
  { size, customer }: OptionRow,
): void {
  const isRight = side === customer;
  tally.trades++;
  tally.contracts += size;
  tally.rightTrades += isRight ? 1 : 0;
  tally.rightContracts += isRight ? size : 0;
}
