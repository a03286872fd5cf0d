/** SPEC §10: the wire form of a snap and of a level, in the order of its keys. */
import type { EngineConfig } from '../../core/config.ts';
import type {
  BarrierPayload,
  FuelPayload,
  LevelPayload,
  QuotePayload,
  SnapPayload,
  SweepPayload,
  TapePayload,
  WallPayload,
} from '../../core/payload.ts';
import type { Barrier } from './barrier.ts';
import { flowGamma, inventoryGamma, unsignedShare, type Fuel } from './fuel.ts';
import { health } from './health.ts';
import type { Position } from './inventory.ts';
import type { Level } from './levels.ts';
import type { Moment } from './moment.ts';
import { hasSpread, type Scores } from './score.ts';
import type { Smoothed } from './smoothing.ts';
import type { Spread } from './spread.ts';
import type { Tape } from './tape.ts';
import { toCent, toMicro } from './words.ts';

export function barrierPayload(barrier: Barrier, smooth: Smoothed): BarrierPayload {
  const { defending_quote: quote } = barrier;
  return {
    state: barrier.state,
    delta_liq: barrier.delta_liq,
    delta_liq_smooth: toMicro(smooth.delta_liq),
    replenishment_ratio: toMicro(barrier.replenishment_ratio),
    replenishment_ratio_smooth: toMicro(smooth.replenishment_ratio),
    added: barrier.added,
    pulled: barrier.pulled,
    filled: barrier.filled,
    churn: barrier.churn,
    depth_in_zone: barrier.depth_in_zone,
    defending_quote: quote && { price: toMicro(quote.price), size: quote.size },
    visibility: toMicro(barrier.visibility),
    confidence: toMicro(barrier.confidence),
  };
}

const sweepPayload = (sweep: SweepPayload): SweepPayload => ({
  ...sweep,
  notional: toMicro(sweep.notional),
});

export function tapePayload(tape: Tape, smooth: Smoothed): TapePayload {
  return {
    imbalance: toMicro(tape.imbalance),
    buy_vol: tape.buy_vol,
    sell_vol: tape.sell_vol,
    velocity: toMicro(tape.velocity),
    velocity_smooth: toMicro(smooth.velocity),
    activity: toMicro(tape.activity),
    sweep: sweepPayload(tape.sweep),
    confidence: toMicro(tape.confidence),
  };
}

const wallPayload = (wall: WallPayload | null): WallPayload | null =>
  wall && {
    strike: toMicro(wall.strike),
    net_gamma: toMicro(wall.net_gamma),
    strong: wall.strong,
  };

export function fuelPayload(fuel: Fuel, smooth: Smoothed): FuelPayload {
  return {
    effect: fuel.effect,
    net_dealer_gamma: toMicro(fuel.net_dealer_gamma),
    net_dealer_gamma_smooth: toMicro(smooth.net_dealer_gamma),
    call_wall: wallPayload(fuel.call_wall),
    put_wall: wallPayload(fuel.put_wall),
    hvl: fuel.hvl === null ? null : toMicro(fuel.hvl),
    confidence: toMicro(fuel.confidence),
    flow_gamma: toMicro(fuel.flow_gamma),
    inventory_gamma: toMicro(fuel.inventory_gamma),
  };
}

/** Totals over all strikes of the day's expiry; null where there is nothing to add up. */
export function dealersPayload(
  { options }: Moment,
  positions: readonly Position[],
): SnapPayload['dealers'] {
  const share = unsignedShare(options);
  return {
    flow_gamma: options.length === 0 ? null : toMicro(flowGamma(options)),
    inventory_gamma: positions.length === 0 ? null : toMicro(inventoryGamma(positions)),
    unsigned_share: share === undefined ? null : toMicro(share),
  };
}

const orNull = (value: number | null): number | null => (value === null ? null : toMicro(value));

export const spreadPayload = (spread: Spread): Spread => ({
  state: spread.state,
  spread_bps: orNull(spread.spread_bps),
  percentile: orNull(spread.percentile),
  confidence: toMicro(spread.confidence),
});

export const scoresPayload = (scores: Scores, config: EngineConfig): LevelPayload['scores'] => ({
  liquidity: toCent(scores.liquidity),
  hedge: toCent(scores.hedge),
  tape: toCent(scores.tape),
  ...(hasSpread(config) ? { spread: toCent(scores.spread) } : {}),
});

function quotePayload(moment: Moment): QuotePayload {
  const { view } = moment.market;
  const price = (tick: number | undefined): number | null =>
    tick === undefined ? null : toMicro(moment.levelOfTick(tick));
  return {
    spot: toMicro(moment.spot),
    bid: price(view?.bids[0]?.[0]),
    ask: price(view?.asks[0]?.[0]),
  };
}

export function snapPayload(
  moment: Moment,
  profile: { readonly name: string; readonly underlying: 'spy' | 'es' },
  levels: LevelPayload[],
  watch: readonly Level[],
  dealers: SnapPayload['dealers'],
): SnapPayload {
  const quote = quotePayload(moment);
  return {
    ts: moment.ts,
    profile: profile.name,
    ...(profile.underlying === 'spy' ? { spy: quote } : { es: quote }),
    levels,
    watch: watch.map(({ id, kind, price }) => ({
      id,
      kind,
      price: toMicro(price),
      distance: toMicro(moment.spot - price),
    })),
    health: health(moment.market, moment.nowNs, moment.config),
    dealers,
  };
}
