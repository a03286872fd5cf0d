import type { Side } from '../../../core/events.ts';
import { BID } from '../../../core/events.ts';
import type { Prng } from '../prng.ts';
import type { Conditions } from './conditions.ts';

/** Price moves for sure only when the target is at least this far from the mid, in usual spreads. */
export const MOVE = 0.75;
/** Round sizes people like, and how often. */
const ROUND_SIZES = [10, 20, 25, 50, 100] as const;
const ROUND_WEIGHTS = [50, 22, 14, 10, 4] as const;

/** Contracts of a limit order: mostly one, some small, now and then a round number. */
export function limitSize(prng: Prng): number {
  const draw = prng.below(1000);
  if (draw < 550) return 1;
  if (draw < 860) return 2 + prng.below(3);
  if (draw < 965) return 5 + prng.below(10);
  return ROUND_SIZES[prng.weighted(ROUND_WEIGHTS)] ?? 10;
}

/** Contracts of a market order. */
export function marketSize(prng: Prng): number {
  const draw = prng.below(1000);
  if (draw < 500) return 1;
  if (draw < 700) return 2 + prng.below(2);
  if (draw < 915) return 4 + prng.below(9);
  if (draw < 975) return 13 + prng.below(28);
  return ROUND_SIZES[prng.weighted(ROUND_WEIGHTS)] ?? 10;
}

/** What makers want to show at each price. */
export class WantedDepth {
  readonly #conditions: Conditions;

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  /**
   * Contracts wanted at a price.
   * @param level distance from the best price, in usual gaps between prices
   * @param drift from the mid to where price is drawn, in usual spreads
   */
  at(side: Side, tick: number, level: number, drift: number): number {
    const { depthByLevel, zones, depthPercent } = this.#conditions;
    const usual = depthByLevel[Math.min(depthByLevel.length - 1, Math.floor(level))] ?? 1;
    let wanted = (usual * depthPercent) / 100;
    if (level === 0) {
      const towards = side === BID ? -drift : drift;
      if (towards >= MOVE) wanted *= 0.3;
      else if (towards <= -MOVE) wanted *= 1.4;
    }
    wanted *= 0.7 + relief(side, tick) * 0.6;
    for (let zone = 0; zone < zones.length; zone++) {
      const { side: zoneSide, fromTick, toTick, depthPercent: percent } = zones[zone] ?? NO_ZONE;
      if (zoneSide === side && tick >= fromTick && tick <= toTick) wanted *= percent / 100;
    }
    return Math.max(this.#conditions.leastDepth, wanted);
  }

  /** Whether makers use a price at all: all prices, or some where the tick is small. */
  isUsed(side: Side, tick: number): boolean {
    const { gapTicks } = this.#conditions;
    return gapTicks === 1 || relief(side, tick) * gapTicks < 1;
  }
}

const NO_ZONE = { side: BID, fromTick: 1, toTick: 0, depthPercent: 100 };

/** A fixed pseudo-random 0…1 for each price, so that the book keeps its own relief. */
function relief(side: Side, tick: number): number {
  let hash = Math.imul(tick * 2 + side + 1, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
