/** `iv_fallback: smile`: volatility by strike, from what options out of the money told lately. */
import { seconds, total } from './words.ts';

/** A volatility that a trade gave. */
export interface ToldVol {
  readonly strike: number;
  readonly vol: number;
  readonly timeNs: number;
  /** Out of the money on the forward, or at it. */
  readonly isOutside: boolean;
}

interface Point {
  /** Logarithms of strike and volatility. */
  readonly x: number;
  readonly y: number;
  readonly strike: number;
  /** Halves every minute. */
  readonly weight: number;
}

const mean = (points: readonly Point[], of: (point: Point) => number): number =>
  total(points.map((point) => point.weight * of(point))) /
  total(points.map(({ weight }) => weight));

/** One point a strike, ascending: what call and put of a strike told, at most 300 s ago, on average. */
function pointsOf(told: readonly ToldVol[], nowNs: number): Point[] {
  const recent = told
    .filter(({ isOutside, timeNs }) => isOutside && nowNs - timeNs <= seconds(300))
    .map(({ strike, vol, timeNs }): Point => {
      const weight = Math.pow(0.5, (nowNs - timeNs) / seconds(60));
      return { strike, x: Math.log(strike), y: Math.log(vol), weight };
    });
  const strikes = [...new Set(recent.map(({ strike }) => strike))].sort((a, b) => a - b);
  return strikes.map((strike) => {
    const ofStrike = recent.filter((point) => point.strike === strike);
    const weight = total(ofStrike.map((point) => point.weight));
    return { strike, x: Math.log(strike), y: mean(ofStrike, ({ y }) => y), weight };
  });
}

/** A volatility 30 % off all that its neighbours and their lines let expect is an odd print. */
function isOdd(points: readonly Point[], index: number): boolean {
  const point = points[index];
  if (point === undefined) return false;
  const lineFrom = (far: number, near: number): number[] => {
    const [a, b] = [points[index + far], points[index + near]];
    if (a === undefined || b === undefined) return [];
    return [b.y + ((b.y - a.y) / (b.x - a.x)) * (point.x - b.x)];
  };
  const neighbours = [points[index - 1], points[index + 1]].flatMap((other) =>
    other === undefined ? [] : [other.y],
  );
  const expected = [...neighbours, ...lineFrom(-2, -1), ...lineFrom(2, 1)];
  if (expected.length === 0) return false;
  const off = Math.log(1.3);
  return point.y <= Math.min(...expected) - off || point.y >= Math.max(...expected) + off;
}

/** The line of weighted least squares through the points around `x`, at `x`. */
function localLine(points: readonly Point[], x: number, leastReach: number): number {
  const distances = points.map((point) => Math.abs(point.x - x)).sort((a, b) => a - b);
  const reach = Math.max(leastReach, 1.1 * (distances[4] ?? 0));
  const near = points
    .filter((point) => Math.abs(point.x - x) < reach)
    .map((point): Point => {
      const tricube = (1 - (Math.abs(point.x - x) / reach) ** 3) ** 3;
      return { ...point, weight: point.weight * tricube };
    });
  const [meanX, meanY] = [mean(near, (point) => point.x), mean(near, ({ y }) => y)];
  const covariance = mean(near, (point) => (point.x - meanX) * (point.y - meanY));
  const variance = mean(near, (point) => (point.x - meanX) ** 2);
  return meanY + (covariance / variance) * (x - meanX);
}

/**
 * @param told of all options of the expiry
 * @returns undefined where fewer than five strikes have told anything of use
 */
export function smileVol(
  told: readonly ToldVol[],
  strike: number,
  { nowNs, forward, years }: { nowNs: number; forward: number; years: number },
): number | undefined {
  const all = pointsOf(told, nowNs);
  const points = all.filter((_, index) => !isOdd(all, index));
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 5 || first === undefined || last === undefined) return undefined;
  const distance = (point: Point): number => Math.abs(point.strike - forward);
  const [atTheMoney = first] = [...points].sort(
    (a, b) => distance(a) - distance(b) || a.strike - b.strike,
  );
  const deviation = Math.exp(atTheMoney.y) * Math.sqrt(years);
  const x = Math.min(Math.max(Math.log(strike), first.x), last.x);
  const ys = points.map(({ y }) => y);
  const y = localLine(points, x, deviation);
  return Math.exp(Math.min(Math.max(y, Math.min(...ys)), Math.max(...ys)));
}
