import { newYorkOffsetMs } from '../core/newYork.ts';
import type { TradeTally } from '../feeds/dbn/inspect/tradeTally.ts';

const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;

/** Text of a file or a name, made harmless: control characters could rewrite the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '?');

/** ISO 8601 in UTC with nanoseconds. */
export function utcText(unixNs: bigint): string {
  const seconds = new Date(Number(unixNs / NS_PER_MS)).toISOString().slice(0, 19);
  return `${seconds}.${String(unixNs % NS_PER_S).padStart(9, '0')}Z`;
}

/** A time in UTC to the nanosecond, and in New York to the second. */
export function instant(unixNs: bigint | undefined): string {
  if (unixNs === undefined) return 'none';
  const unixMs = Number(unixNs / NS_PER_MS);
  const newYork = civil(unixMs + newYorkOffsetMs(unixMs));
  return `${utcText(unixNs).replace('T', ' ').replace('Z', '')} UTC, ${newYork} New York`;
}

/** A time in UTC to the second. */
export const second = (unixNs: bigint): string => civil(Number(unixNs / NS_PER_MS));

const civil = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** A duration in seconds, to the tenth. */
export const seconds = (ns: number): string => `${decimal(ns / 1e9, 1)} s`;

/** A number with thousands separators and a fixed number of digits after the point. */
export const decimal = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A share of 0…1 in percent, with more digits where it is small. */
export function percent(share: number): string {
  const isSmall = share > 0 && share < 0.0005;
  return `${decimal(share * 100, isSmall ? 4 : 1)} %`;
}

/** `3 records`, `1 record`. */
export const counted = (count: number, noun: string): string =>
  `${decimal(count, 0)} ${count === 1 ? noun : `${noun}s`}`;

/** The range of the prices traded. */
export function priceRange({ lowNanos, highNanos }: Readonly<TradeTally>): string {
  return lowNanos > highNanos ? 'none' : `${lowNanos / 1e9} to ${highNanos / 1e9}`;
}
