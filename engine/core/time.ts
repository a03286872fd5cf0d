export const NS_PER_MS = 1e6;
export const NS_PER_S = 1e9;
export const MS_PER_DAY = 86_400_000;

/** A configured duration as whole ns: 4.15 · 1e9 alone is a rounding error beyond 4.15 s. */
export const nsOfSeconds = (seconds: number): number => Math.round(seconds * NS_PER_S);
/** {@link nsOfSeconds} for durations in ms. */
export const nsOfMs = (ms: number): number => Math.round(ms * NS_PER_MS);

/** Session times beyond this are no longer exact integers: 104 days of ns (SPEC §1). */
export const MAX_SESSION_NS = Number.MAX_SAFE_INTEGER;

const TWO_32 = 4_294_967_296;

/**
 * Converts between Unix time and the session's time: integer ns since `epochMs`, which is 00:00 UTC
 * of the day of the session's first event. Exact for 104 days.
 */
export class TradingClock {
  /** Unix ms of session time 0. */
  readonly epochMs: number;
  readonly #epochHigh: number;
  readonly #epochLow: number;

  /** @param firstEventMs Unix ms of the session's first event */
  constructor(firstEventMs: number) {
    this.epochMs = Math.floor(firstEventMs / MS_PER_DAY) * MS_PER_DAY;
    const epochNs = BigInt(this.epochMs) * 1_000_000n;
    this.#epochHigh = Number(epochNs >> 32n);
    this.#epochLow = Number(epochNs & 0xffff_ffffn);
  }

  /**
   * Session ns of a 64-bit Unix ns time given as its two halves. The result is exact only while
   * its magnitude is at most {@link MAX_SESSION_NS}; callers refuse what lies beyond.
   */
  fromHalves(high: number, low: number): number {
    return (high - this.#epochHigh) * TWO_32 + (low - this.#epochLow);
  }

  fromUnixMs(unixMs: number): number {
    return (unixMs - this.epochMs) * NS_PER_MS;
  }

  /** Unix ms, rounded down. */
  toUnixMs(sessionNs: number): number {
    return this.epochMs + Math.floor(sessionNs / NS_PER_MS);
  }
}

/** Unix ms (rounded down) and remaining ns of a 64-bit Unix ns time given as its two halves. */
export function unixTimeFromHalves(high: number, low: number): { ms: number; ns: number } {
  const total = BigInt(high) * BigInt(TWO_32) + BigInt(low);
  return { ms: Number(total / 1_000_000n), ns: Number(total % 1_000_000n) };
}
