import { listedStrike, seriesIndex } from '../instruments.ts';
import type { Prng } from '../prng.ts';
import type { OptionMood } from './mood.ts';

/** How often strikes trade, by dollars from the money: −5 … +5. */
const STRIKE_WEIGHTS = [2, 3, 6, 12, 20, 26, 20, 12, 6, 3, 2] as const;
const STRIKES_EACH_WAY = 5;
/** Of a thousand orders: contracts from … to …; the odd large one comes beside the mood's blocks. */
const SIZES = [
  { perMille: 380, from: 1, to: 1 },
  { perMille: 320, from: 2, to: 5 },
  { perMille: 190, from: 6, to: 15 },
  { perMille: 100, from: 16, to: 50 },
  { perMille: 10, from: 51, to: 200 },
] as const;
const SIZE_WEIGHTS = SIZES.map(({ perMille }) => perMille);

/** What a customer wants. */
export interface CustomerOrder {
  /** Index into the listed series. */
  series: number;
  isBuyer: boolean;
  contracts: number;
}

/**
 * Draws the next customer's order.
 * @param anchor whole SPY dollars that the mood's focus counts from
 */
export function drawOrder(
  into: CustomerOrder,
  prng: Prng,
  mood: OptionMood,
  spot: number,
  anchor: number,
): CustomerOrder {
  const { callBuys, callSells, putBuys, putSells } = mood;
  const weights = [callBuys, callSells, putBuys, putSells];
  const kind = prng.weighted(weights);
  into.isBuyer = kind % 2 === 0;
  // Large orders go the way the mood leans.
  const leans = (weights[kind] ?? 0) >= Math.max(...weights) / 2;
  const isBlock = prng.chance(mood.blocksPerMille) && leans;
  const nearest = Math.round(spot) + prng.weighted(STRIKE_WEIGHTS) - STRIKES_EACH_WAY;
  const strike = isBlock ? anchor + mood.focus : nearest;
  into.series = seriesIndex(kind < 2 ? 'C' : 'P', listedStrike(strike));
  into.contracts = isBlock ? prng.between(40, 150) : usualSize(prng);
  return into;
}

function usualSize(prng: Prng): number {
  const { from, to } = SIZES[prng.weighted(SIZE_WEIGHTS)] ?? SIZES[0];
  return prng.between(from, to);
}
