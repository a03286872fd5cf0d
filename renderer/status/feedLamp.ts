/** How fresh a feed is, by shape as well as colour (design page, §3). */
export type LampState = 'fresh' | 'late' | 'dead' | 'off';

const LATE_MS = { book: 1000, trades: 1000, options: 10_000 } as const;

/**
 * @param ageMs age of the feed's last event; null when there was none
 * @param staleMs the engine's own limit; undefined where it has none
 */
export function lampState(
  feed: keyof typeof LATE_MS,
  ageMs: number | null,
  staleMs: number | undefined,
): LampState {
  if (ageMs === null) return 'off';
  if (staleMs !== undefined && ageMs > staleMs) return 'dead';
  return ageMs > LATE_MS[feed] ? 'late' : 'fresh';
}
