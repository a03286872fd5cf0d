import type { EngineConfig } from '../core/config.ts';
import type { OptionRight } from '../core/events.ts';
import type { FuelEffect, FuelPayload, WallPayload } from '../core/payload.ts';
import { above, atMost, below } from '../core/tolerance.ts';
import { gammaFlip } from '../market/gammaFlip.ts';
import type { MarketState } from '../market/marketState.ts';
import type { LevelView, PhysicsEngine } from './engine.ts';

const FULL_CONFIDENCE_TRADES = 50;

/** The payload's figures without their smoothed twin, which is not this engine's. */
export type FuelMetrics = Omit<FuelPayload, 'net_dealer_gamma_smooth'>;

/** Walls and flip of a snap: the same for every level, and levels themselves (SPEC §3). */
export interface GammaLevels {
  readonly callWall: WallPayload | null;
  readonly putWall: WallPayload | null;
  readonly flip: number | null;
}

const EFFECT_SCORES: Readonly<Record<FuelEffect, number>> = {
  AMPLIFY: 100,
  NEUTRAL: 50,
  DAMPEN: 0,
};

const CLAUSES: Readonly<Record<FuelEffect, string>> = {
  AMPLIFY: 'dealers chase',
  DAMPEN: 'dealers fade',
  NEUTRAL: 'dealers flat',
};

/** Walls and flip as of the market's snap (SPEC §6), of the book that drives. */
export function readGammaLevels(market: MarketState): GammaLevels {
  const { config, options, tradingDay } = market;
  const { flows, inventory } = options;
  const spot = market.converter.toLevel(market.spotPx ?? 0);
  const isInventory = config.fuel_book === 'inventory';
  const wall = (right: OptionRight): WallPayload | null => {
    const found = isInventory ? inventory.wall(right) : flows.wall(tradingDay, right, spot);
    if (found === undefined) return null;
    const strong = atMost(found.netGamma, -config.wall_strength_threshold);
    return { strike: found.strike, net_gamma: found.netGamma, strong };
  };
  const flip = isInventory
    ? inventory.curve().nearestFlip(spot)
    : gammaFlip(flows.strikesOf(tradingDay), spot);
  return { callWall: wall('C'), putWall: wall('P'), flip: flip ?? null };
}

/** What dealers with this net gamma do to a move (SPEC §6). */
export function fuelEffect(netGamma: number, { gamma_threshold }: EngineConfig): FuelEffect {
  if (below(netGamma, -gamma_threshold)) return 'AMPLIFY';
  return above(netGamma, gamma_threshold) ? 'DAMPEN' : 'NEUTRAL';
}

/** Fuel engine (SPEC §6): will dealers have to chase the move or to fade it? */
export class FuelEngine implements PhysicsEngine<FuelMetrics> {
  readonly id = 'fuel';
  readonly scoreKey = 'hedge';
  readonly weightKey = 'w_H';
  readonly smoothed = [{ metric: 'net_dealer_gamma', tauKey: 'tau_dealer_gamma' }] as const;
  readonly #config: EngineConfig;
  #levels: GammaLevels = { callWall: null, putWall: null, flip: null };
  #tradingDay = 0;
  #isBlind = true;
  /** What confidence is multiplied by: 1, or with `signed_confidence` the session's signed share. */
  #signedShare = 1;

  constructor(config: EngineConfig) {
    this.#config = config;
  }

  /** Walls and flip as of the last `startSnap`. */
  get gammaLevels(): GammaLevels {
    return this.#levels;
  }

  startSnap(market: MarketState): void {
    this.#levels = readGammaLevels(market);
    this.#tradingDay = market.tradingDay;
    this.#isBlind = market.health.lacksOptions(market.nowNs);
    const unsigned = market.options.signing.unsignedShare(this.#tradingDay) ?? 0;
    this.#signedShare = this.#config.signed_confidence ? 1 - unsigned : 1;
  }

  compute(level: LevelView, market: MarketState): FuelMetrics {
    const range = this.#config.FUEL_STRIKE_RANGE;
    const { flows, inventory } = market.options;
    const near = flows.near(this.#tradingDay, level.price, range);
    const inventoryGamma = inventory.near(level.price, range);
    const isInventory = this.#config.fuel_book === 'inventory';
    const netGamma = isInventory ? inventoryGamma : near.netGamma;
    return {
      effect: fuelEffect(netGamma, this.#config),
      net_dealer_gamma: netGamma,
      call_wall: this.#levels.callWall,
      put_wall: this.#levels.putWall,
      hvl: this.#levels.flip,
      confidence: this.#isBlind
        ? 0
        : Math.min(1, near.trades / FULL_CONFIDENCE_TRADES) * this.#signedShare,
      flow_gamma: near.netGamma,
      inventory_gamma: inventoryGamma,
    };
  }

  score(metrics: FuelMetrics): number {
    return EFFECT_SCORES[metrics.effect];
  }

  clause(metrics: FuelMetrics): string {
    return metrics.confidence === 0 ? 'no option flow' : CLAUSES[metrics.effect];
  }
}
