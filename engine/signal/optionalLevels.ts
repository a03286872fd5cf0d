import type { OptionalLevelKind } from '../core/payload.ts';
import type { MarketState } from '../market/marketState.ts';
import type { PriceRange } from '../market/priceRange.ts';

/** A level that the configuration asks for; the price is a level price. */
export interface OptionalLevel {
  readonly id: string;
  readonly kind: OptionalLevelKind;
  readonly price: number;
}

/**
 * The kinds of level that are off unless the configuration switches them on (engine/README.md, "Levels
 * on demand"). None of them ends a runway.
 */
export function optionalLevels(market: MarketState): OptionalLevel[] {
  const { config, day } = market;
  const levels: OptionalLevel[] = [];
  if (config.prior_day_levels) addPriorDay(levels, market);
  if (config.overnight_levels) {
    addExtremes(levels, market, day.overnight, 'OVERNIGHT_HIGH', 'OVERNIGHT_LOW');
  }
  if (config.opening_range_min > 0) {
    addExtremes(levels, market, day.opening, 'OPENING_HIGH', 'OPENING_LOW');
  }
  if (config.vwap_bands > 0) addBands(levels, market);
  if (config.profile_levels) addValueArea(levels, market);
  return levels;
}

function add(
  levels: OptionalLevel[],
  { converter }: MarketState,
  kind: OptionalLevelKind,
  futuresPx: number,
  id: string = kind,
): void {
  levels.push({ id, kind, price: converter.toLevel(futuresPx) });
}

function addPriorDay(levels: OptionalLevel[], market: MarketState): void {
  const { prior } = market.day;
  if (prior === undefined) return;
  addExtremes(levels, market, prior, 'PRIOR_HIGH', 'PRIOR_LOW');
  add(levels, market, 'PRIOR_CLOSE', prior.lastPx);
}

function addExtremes(
  levels: OptionalLevel[],
  market: MarketState,
  range: PriceRange | undefined,
  high: OptionalLevelKind,
  low: OptionalLevelKind,
): void {
  if (range === undefined) return;
  add(levels, market, high, range.highPx);
  add(levels, market, low, range.lowPx);
}

function addBands(levels: OptionalLevel[], market: MarketState): void {
  const { stats, config } = market;
  if (!stats.hasTraded) return;
  const { vwapPx, deviationPx } = stats;
  // Where all traded at one price the bands are VWAP itself.
  if (deviationPx === 0) return;
  for (let band = 1; band <= config.vwap_bands; band++) {
    add(levels, market, 'BAND', vwapPx + band * deviationPx, `BAND_UP_${band}`);
    add(levels, market, 'BAND', vwapPx - band * deviationPx, `BAND_DOWN_${band}`);
  }
}

function addValueArea(levels: OptionalLevel[], market: MarketState): void {
  const area = market.profile.valueArea();
  if (area === undefined) return;
  const { TICK_SIZE } = market.config;
  add(levels, market, 'POC', area.controlTick * TICK_SIZE);
  add(levels, market, 'VALUE_HIGH', area.highTick * TICK_SIZE);
  add(levels, market, 'VALUE_LOW', area.lowTick * TICK_SIZE);
}
