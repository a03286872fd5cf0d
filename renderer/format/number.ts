/** How figures read on the screen (design page, §4). Unknown values are an en dash, never 0. */

/** Shown where a figure is not known. */
export const UNKNOWN = '\u2013';
const MINUS = '\u2212';

type Figure = number | null | undefined;

const isKnown = (value: Figure): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** Digits of a magnitude; `−0.00` never occurs because the sign is decided after rounding. */
function withSign(value: number, decimals: number, plus: boolean, group = false): string {
  const digits = Math.abs(value).toFixed(decimals);
  const isZero = Number(digits) === 0;
  const text = group ? groupThousands(digits) : digits;
  if (isZero) return text;
  if (value < 0) return MINUS + text;
  return plus ? `+${text}` : text;
}

function groupThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A number with fixed decimals: `−1.50`. */
export const formatFixed = (value: Figure, decimals: number): string =>
  isKnown(value) ? withSign(value, decimals, false) : UNKNOWN;

/** A number with its sign always shown, except for zero: `+0.42`, `−0.50`, `0.00`. */
export const formatSigned = (value: Figure, decimals: number): string =>
  isKnown(value) ? withSign(value, decimals, true) : UNKNOWN;

/** Level price, spot and futures price: two decimals. */
export const formatPrice = (value: Figure): string => formatFixed(value, 2);

/** Spot minus level: two decimals, signed. */
export const formatDistance = (value: Figure): string => formatSigned(value, 2);

/** Futures price / level price: four decimals. */
export const formatRatio = (value: Figure): string => formatFixed(value, 4);

/** Contracts: whole, with comma thousands. */
export const formatContracts = (value: Figure): string =>
  isKnown(value) ? withSign(Math.round(value), 0, false, true) : UNKNOWN;

/** A flow of contracts: whole, signed. */
export const formatFlow = (value: Figure): string =>
  isKnown(value) ? withSign(Math.round(value), 0, true, true) : UNKNOWN;

/** Dealer gamma: signed thousands with one decimal, `−14.6k`. */
export const formatGamma = (value: Figure): string =>
  isKnown(value) ? `${withSign(value / 1000, 1, true, true)}k` : UNKNOWN;

/** Price × contracts in millions, no currency: `1.16M`. */
export const formatNotional = (value: Figure): string =>
  isKnown(value) ? `${withSign(value / 1e6, 2, false, true)}M` : UNKNOWN;

/** A share 0…1 as whole percent. Rounds down, so 100% means complete. */
export const formatPercent = (share: Figure): string =>
  isKnown(share) ? `${Math.floor(share * 100 + 1e-9)}%` : UNKNOWN;

/** Session seconds per real second, `5.0×`; whole numbers from 100, `0.25×` below 1. */
export const formatSpeed = (value: Figure): string =>
  isKnown(value)
    ? `${value >= 100 ? groupThousands(value.toFixed(0)) : value.toFixed(value < 0.95 ? 2 : 1)}\u00d7`
    : UNKNOWN;
