/** SPEC §11b, from every book record and gap there has been. */
import type { EngineConfig } from '../../core/config.ts';
import type { HealthPayload, HealthState } from '../../core/payload.ts';
import type { HealthEntry, NaiveMarket } from './market.ts';
import { NS_PER_MS, milliseconds, seconds } from './words.ts';

/** RESYNC from the last trouble until RESYNC_HOLD after the first good book record that follows. */
function isResyncing(log: readonly HealthEntry[], nowNs: number, config: EngineConfig): boolean {
  const last = log.findLastIndex((entry) => entry.what === 'trouble');
  if (last < 0) return false;
  const good = log[last + 1];
  return good === undefined || nowNs - good.timeNs < seconds(config.RESYNC_HOLD);
}

/** No option event within STALE_OPTION_MS. */
export function lacksOptions({ optionNs }: NaiveMarket, nowNs: number, config: EngineConfig) {
  return optionNs === undefined || optionNs <= nowNs - milliseconds(config.STALE_OPTION_MS);
}

export function healthState(market: NaiveMarket, nowNs: number, config: EngineConfig): HealthState {
  const { healthLog, bookNs } = market;
  if (isResyncing(healthLog, nowNs, config)) return 'RESYNC';
  const isStale = bookNs !== undefined && nowNs - bookNs > milliseconds(config.STALE_BOOK_MS);
  if (isStale) return 'STALE';
  return lacksOptions(market, nowNs, config) ? 'NO_OPTIONS' : 'OK';
}

const age = (nowNs: number, lastNs: number | undefined): number | null =>
  lastNs === undefined ? null : Math.floor((nowNs - lastNs) / NS_PER_MS);

export function health(market: NaiveMarket, nowNs: number, config: EngineConfig): HealthPayload {
  return {
    state: healthState(market, nowNs, config),
    book_age_ms: age(nowNs, market.bookNs),
    trade_age_ms: age(nowNs, market.tradeNs),
    option_age_ms: age(nowNs, market.optionNs),
    gaps: market.gaps,
  };
}
