/**
 * The level price of the futures tick nearest to a price, rounded to 1e-6 as on the wire.
 * @param tickSize futures price per tick
 * @param ratio futures price / level price
 */
export function snapToTick(price: number, tickSize: number, ratio: number): number {
  const ticks = Math.round((price * ratio) / tickSize);
  return Math.round(((ticks * tickSize) / ratio) * 1e6) / 1e6;
}
