/** How gamma reads in the fuel panel. */
import type { GammaWall } from '../../engine/core/gammaProfile.ts';
import { formatGamma, formatPrice, formatSigned, UNKNOWN } from '../format/number.ts';
import type { FuelUnit } from './fuelView.ts';

/** A figure in its unit: shares as `−14.6k`, dollars as `−10.05M`. */
export const formatFuel = (value: number | undefined, unit: FuelUnit): string =>
  unit === 'shares'
    ? formatGamma(value)
    : value === undefined
      ? UNKNOWN
      : `${formatSigned(value / 1e6, 2)}M`;

/** The largest of 1, 2, 5, 10, 20 … that is at most `limit`; `limit` is above 0. */
export function roundBelow(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const digit = [5, 2].find((each) => each * power <= limit) ?? 1;
  return digit * power;
}

const SUFFIXES = [
  { size: 1e9, suffix: 'B' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'k' },
] as const;

/** A round number on an axis: `+50k`, `−2M`, `0`. */
export function formatTick(value: number): string {
  const { size, suffix } = SUFFIXES.find((each) => Math.abs(value) >= each.size) ?? {
    size: 1,
    suffix: '',
  };
  const scaled = value / size;
  const decimals = Number.isInteger(scaled) ? 0 : 2;
  return formatSigned(scaled, decimals) + suffix;
}

/** A strike without decimals that say nothing. */
export const formatStrike = (strike: number): string =>
  Number.isInteger(strike) ? strike.toFixed(0) : formatPrice(strike);

/** Strike and gamma of a wall, whose gamma the profile gives in shares. */
export function wallText(wall: GammaWall | null, unit: FuelUnit, spot: number): string {
  if (wall === null) return UNKNOWN;
  const gamma = unit === 'dollars' ? wall.gamma * spot : wall.gamma;
  return `${formatStrike(wall.strike)} ${formatFuel(gamma, unit)}`;
}
