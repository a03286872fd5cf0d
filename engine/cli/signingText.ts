import { isSigned, SIGNING_CLASSES, SIGNING_WORDS, type SigningClass } from '../core/signing.ts';
import type { SignedRow, SigningJson } from './signingJson.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** How option trades were signed, against the customers' sides: one row a class. */
export function signingLines(json: SigningJson): string[] {
  const { classes, truth_rows, not_seen, untold } = json;
  const rowsOf = (names: readonly SigningClass[]): string[][] =>
    names.map((name) => cells(`  ${SIGNING_WORDS[name]}`, classes[name]));
  return [
    `${grouped(truth_rows)} rows of truth about option trades, ${grouped(not_seen)} of them not seen, ` +
      `${grouped(untold)} trades not in the truth`,
    '',
    ...alignedRows([
      ['option trades', 'trades', 'contracts', 'right', 'right by contracts'],
      cells('signed', json.signed),
      ...rowsOf(SIGNING_CLASSES.filter(isSigned)),
      cells('not signed', json.unsigned),
      ...rowsOf(SIGNING_CLASSES.filter((name) => !isSigned(name))),
    ]),
    '',
    json.unsigned_share === null
      ? 'No option traded.'
      : `${percent(json.unsigned_share)} of the contracts have no side.`,
  ];
}

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

function cells(label: string, row: SignedRow): string[] {
  const { trades, contracts, right, right_contracts: byContracts } = row;
  const shares = [right, byContracts].map((part) =>
    typeof part === 'number' ? percent(part) : '',
  );
  return [label, grouped(trades), grouped(contracts), ...shares];
}
