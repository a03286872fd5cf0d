import { round6 } from '../core/rounding.ts';
import { isSigned, SIGNING_CLASSES, type SigningClass } from '../core/signing.ts';
import type { SigningFindings } from '../session/verify/signingCheck.ts';
import { sumOf, type ClassTally } from '../session/verify/signingTally.ts';

/** Trades of one class; shares are of them, null where there are none. */
export interface SignedRow {
  readonly trades: number;
  readonly contracts: number;
  /** Share of the trades whose side is the customer's; absent where the class has no side. */
  readonly right?: number | null;
  /** The same by contracts. */
  readonly right_contracts?: number | null;
}

/** `option_signing` of `breakwater verify --json`. */
export interface SigningJson {
  readonly signed: SignedRow;
  readonly unsigned: SignedRow;
  /** Share of the contracts that have no side; null without any. */
  readonly unsigned_share: number | null;
  readonly classes: Readonly<Record<SigningClass, SignedRow>>;
  readonly truth_rows: number;
  /** Rows of the truth that are no trade of the run, and trades that the truth does not know. */
  readonly not_seen: number;
  readonly untold: number;
}

export function signingJson({ tally, truthRows }: SigningFindings): SigningJson {
  const { classes, notSeen, untold } = tally;
  const ofClasses = (names: readonly SigningClass[]) => sumOf(names.map((name) => classes[name]));
  const signed = ofClasses(SIGNING_CLASSES.filter(isSigned));
  const unsigned = ofClasses(SIGNING_CLASSES.filter((name) => !isSigned(name)));
  return {
    signed: signedRow(signed),
    unsigned: unsignedRow(unsigned),
    unsigned_share: share(unsigned.contracts, signed.contracts + unsigned.contracts),
    classes: Object.fromEntries(
      SIGNING_CLASSES.map((name) => [
        name,
        isSigned(name) ? signedRow(classes[name]) : unsignedRow(classes[name]),
      ]),
    ) as Record<SigningClass, SignedRow>,
    truth_rows: truthRows,
    not_seen: notSeen,
    untold,
  };
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : round6(part / whole);

const signedRow = ({ trades, contracts, rightTrades, rightContracts }: ClassTally): SignedRow => ({
  trades,
  contracts,
  right: share(rightTrades, trades),
  right_contracts: share(rightContracts, contracts),
});

const unsignedRow = ({ trades, contracts }: ClassTally): SignedRow => ({ trades, contracts });
