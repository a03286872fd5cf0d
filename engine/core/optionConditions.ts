/**
 * What a feed's sale condition says of an option trade.
 *
 * - `ordinary`: the trade met the quote of its time, so the quote rule has meaning
 * - `unsignable`: late, out of sequence, an auction at a fixed price, a cross, the floor, a compression:
 *   the quote of now is not what it met
 * - `multi_leg`: a leg of a package, or tied to stock: its price comes from the package
 * - `cancel`: no trade, but the end of an earlier one
 * - `unknown`: a condition that nobody documents; not signed, and counted
 */
export type OptionConditionKind = 'ordinary' | 'unsignable' | 'multi_leg' | 'cancel' | 'unknown';

/**
 * OPRA's trade types by letter (OPRA Pillar output specification, category a; the vendor Massive
 * numbers them 200 + the letter's place in A…Z, a…z).
 */
const KINDS: Readonly<Record<string, OptionConditionKind>> = {
  // A CANC, C CNCL, E CNCO, G CNOL: the trade, the last, the opening, the only one is cancelled.
  A: 'cancel',
  C: 'cancel',
  E: 'cancel',
  G: 'cancel',
  // B OSEQ, D LATE, F OPEN, H OPNL: late or out of sequence. J REOP: a reopening's single price.
  B: 'unsignable',
  D: 'unsignable',
  F: 'unsignable',
  H: 'unsignable',
  J: 'unsignable',
  // I AUTO electronic, S ISOI intermarket sweep.
  I: 'ordinary',
  S: 'ordinary',
  // a SLAN, b SLAI: price improvement auctions, begun by an order that crosses the spread.
  a: 'ordinary',
  b: 'ordinary',
  // c SLCN, d SLCI single-leg crosses: both sides arranged. e SLFT: the floor.
  c: 'unsignable',
  d: 'unsignable',
  e: 'unsignable',
  // f MLET, g MLAT, h MLCT, i MLFT: legs of packages against packages.
  f: 'multi_leg',
  g: 'multi_leg',
  h: 'multi_leg',
  i: 'multi_leg',
  // j MESL, l MASL, m MFSL: packages against single orders. The price still is the package's.
  j: 'multi_leg',
  l: 'multi_leg',
  m: 'multi_leg',
  // k TLAT, n TLET, o TLCT, p TLFT, q TESL, r TASL, s TFSL: packages with stock.
  k: 'multi_leg',
  n: 'multi_leg',
  o: 'multi_leg',
  p: 'multi_leg',
  q: 'multi_leg',
  r: 'multi_leg',
  s: 'multi_leg',
  // t CBMO: proprietary products on the floor. u MCTP: compression. v EXHT: extended hours.
  t: 'unsignable',
  u: 'unsignable',
  v: 'unsignable',
};

/** A trade of several conditions is what the strictest of them makes it. */
const STRICTNESS: readonly OptionConditionKind[] = [
  'ordinary',
  'unsignable',
  'multi_leg',
  'unknown',
  'cancel',
];

const FIRST_ID = 201;
const LETTERS_UPPER = 26;
const CODE_A = 65;
const CODE_SMALL_A = 97;

/** The letter of a condition: a letter is its own, an id counts from 201 = A; else the text. */
function letterOf(condition: string): string {
  if (!/^\d{3}$/.test(condition)) return condition;
  const place = Number(condition) - FIRST_ID;
  const code = place < LETTERS_UPPER ? CODE_A + place : CODE_SMALL_A + place - LETTERS_UPPER;
  return String.fromCharCode(code);
}

/**
 * What a trade's conditions say together.
 * @param text OPRA letters or ids from 201 to 248, several parted by anything that is neither, such as
 *   `233`, `[209, 227]`, `I` or `f;S`; empty where the trade has none, which is an ordinary one
 */
export function optionConditionKind(text: string): OptionConditionKind {
  let kind: OptionConditionKind = 'ordinary';
  for (const condition of text.match(/[A-Za-z0-9]+/g) ?? []) {
    const letter = letterOf(condition);
    const found = Object.hasOwn(KINDS, letter) ? KINDS[letter] : undefined;
    const next = condition === '0' ? 'ordinary' : (found ?? 'unknown');
    if (STRICTNESS.indexOf(next) > STRICTNESS.indexOf(kind)) kind = next;
  }
  return kind;
}
