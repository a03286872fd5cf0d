/** What tests of the engine start from. Every default is fixed, so a test says only what matters. */
import { resolveConfig, type ConfigOverrides, type EngineConfig } from '../core/config.ts';
import type { BookRecord, OptionContract, OptionQuote, OptionRight } from '../core/events.ts';
import { dayNumber } from '../core/newYork.ts';
import { findProfile } from '../core/profiles.ts';
import { MS_PER_DAY, TradingClock } from '../core/time.ts';

/** The day on which scripts play: a Tuesday in winter, New York five hours behind UTC. */
export const TEST_DAY = dayNumber(2025, 12, 16);
const NEW_YORK_BEHIND_MS = 5 * 3_600_000;

/** A session's clock whose day is {@link TEST_DAY}. */
export const aClock = (): TradingClock => new TradingClock(TEST_DAY * MS_PER_DAY);

/** Session ns of a New York time of day on {@link TEST_DAY}: `10:00`, `10:00:00.250`. */
export function newYorkNs(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000 + NEW_YORK_BEHIND_MS) * 1e6;
}

/** A profile's configuration with some keys changed. */
export function aConfig(overrides: ConfigOverrides = {}, profile = 'es-0dte'): EngineConfig {
  return resolveConfig(findProfile(profile).config, overrides);
}

/** Price, displayed size, and where a test is about them the orders behind it. */
export type Quote = readonly [px: number, size: number, orders?: number];

export interface BookSides {
  /** Best first. */
  readonly bids?: readonly Quote[];
  readonly asks?: readonly Quote[];
  /** Levels a side the feed can show. */
  readonly depth?: number;
  readonly tickSize?: number;
}

/** A book record: `aBook({ bids: [[6870, 100]], asks: [[6870.25, 80]] })`. */
export function aBook({
  bids = [],
  asks = [],
  depth = 10,
  tickSize = 0.25,
}: BookSides): BookRecord {
  const ticks = (side: readonly Quote[]) =>
    Int32Array.from({ length: depth }, (_, i) => Math.round((side[i]?.[0] ?? 0) / tickSize));
  const sizes = (side: readonly Quote[]) =>
    Float64Array.from({ length: depth }, (_, i) => side[i]?.[1] ?? 0);
  const orders = (side: readonly Quote[]) =>
    Uint32Array.from({ length: depth }, (_, i) => side[i]?.[2] ?? 0);
  const countsOrders = [...bids, ...asks].some(([, , count]) => count !== undefined);
  return {
    depth,
    ...(countsOrders && { bidOrders: orders(bids), askOrders: orders(asks) }),
    bidCount: bids.length,
    askCount: asks.length,
    bidTicks: ticks(bids),
    askTicks: ticks(asks),
    bidSizes: sizes(bids),
    askSizes: sizes(asks),
  };
}

/** `count` levels a tick apart, best first, all of one size. */
export function ladder(bestPx: number, step: number, count: number, size = 100): Quote[] {
  return Array.from({ length: count }, (_, i) => [bestPx + i * step, size] as const);
}

/** An option contract; expires on {@link TEST_DAY} unless told otherwise. */
export function anOption(
  right: OptionRight,
  strike: number,
  expiryDay: number = TEST_DAY,
): OptionContract {
  return { symbol: `${right}${strike}@${expiryDay}`, right, strike, expiryDay };
}

/** An option's quote in dollars; ten contracts a side unless told otherwise. */
export function aQuote(bid: number, ask: number, bidSize = 10, askSize = 10): OptionQuote {
  return { bidNanos: nanos(bid), askNanos: nanos(ask), bidSize, askSize };
}

/** A price in units of 1e-9. */
export const nanos = (px: number): number => Math.round(px * 1e9);
