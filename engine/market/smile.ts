import { nsOfSeconds } from '../core/time.ts';
import type { KnownIv } from './ivMemory.ts';

/** Older volatilities say nothing about the present smile. */
const MAX_AGE_NS = nsOfSeconds(300);
/** The weight of a volatility halves every minute. */
const HALF_LIFE_NS = nsOfSeconds(60);
/** With fewer strikes there is no curve to speak of; as many carry a local line at least. */
const MIN_STRIKES = 5;
/** In the logarithm: a volatility 30% off what its neighbours let expect is an odd print. */
const MAX_OFF = Math.log(1.3);

interface SmilePoint {
  readonly strike: number;
  readonly logStrike: number;
  /** Logarithm of the volatility; where call and put both count, their mean. */
  logIv: number;
  /** 2^(−age in minutes), 1 for one of this very moment. */
  weight: number;
}

/**
 * The volatility smile of one expiry: volatility by strike, from the last good volatilities of
 * options that were out of the money when they traded. Each counts by its age; one far off its
 * neighbours is left out. In between it is a line fitted locally by weighted least squares, the
 * logarithm of volatility over that of strike, with tricube weights (W. S. Cleveland, JASA 74, 1979)
 * that reach over the five nearest strikes, and at least over one deviation σ·√T of the
 * at-the-money volatility. Beyond the outermost strikes it is flat.
 */
export class Smile {
  readonly #points: readonly SmilePoint[];
  readonly #deviation: number;
  readonly #lowestLogIv: number;
  readonly #highestLogIv: number;

  private constructor(points: readonly SmilePoint[], deviation: number) {
    this.#points = points;
    this.#deviation = deviation;
    this.#lowestLogIv = Math.min(...points.map(({ logIv }) => logIv));
    this.#highestLogIv = Math.max(...points.map(({ logIv }) => logIv));
  }

  /**
   * @param known the expiry's volatilities
   * @param forward price of the underlying at expiry
   * @param years time left
   * @returns undefined where fewer than five strikes have a recent volatility
   */
  static of(
    known: Iterable<KnownIv>,
    nowNs: number,
    forward: number,
    years: number,
  ): Smile | undefined {
    const points = withoutOutliers(pointsOf(known, nowNs));
    if (points.length < MIN_STRIKES) return undefined;
    const atTheMoney = points.reduce((best, point) =>
      Math.abs(point.strike - forward) < Math.abs(best.strike - forward) ? point : best,
    );
    return new Smile(points, Math.exp(atTheMoney.logIv) * Math.sqrt(years));
  }

  /** The smile's volatility at a strike, between the lowest and the highest that it is made of. */
  at(strike: number): number {
    const first = this.#points[0]?.logStrike ?? 0;
    const last = this.#points.at(-1)?.logStrike ?? 0;
    const logIv = this.#lineAt(Math.min(Math.max(Math.log(strike), first), last));
    return Math.exp(Math.min(Math.max(logIv, this.#lowestLogIv), this.#highestLogIv));
  }

  /** The weighted least squares line through the points around a strike, there. */
  #lineAt(logStrike: number): number {
    const reach = this.#reachAt(logStrike);
    let [sumW, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
    for (const point of this.#points) {
      const x = (point.logStrike - logStrike) / reach;
      const share = Math.abs(x);
      if (share >= 1) continue;
      const weight = point.weight * (1 - share ** 3) ** 3;
      sumW += weight;
      sumX += weight * x;
      sumY += weight * point.logIv;
      sumXX += weight * x * x;
      sumXY += weight * x * point.logIv;
    }
    return (sumXX * sumY - sumX * sumXY) / (sumW * sumXX - sumX * sumX);
  }

  /** Half-width of the weights: a little over the distance of the fifth nearest strike. */
  #reachAt(logStrike: number): number {
    let from = 0;
    let to = this.#points.length - 1;
    const distance = (index: number): number =>
      Math.abs((this.#points[index]?.logStrike ?? 0) - logStrike);
    while (to - from >= MIN_STRIKES) {
      if (distance(from) > distance(to)) from++;
      else to--;
    }
    return Math.max(this.#deviation, 1.1 * Math.max(distance(from), distance(to)));
  }
}

/** One point a strike, in the order of strikes. */
function pointsOf(known: Iterable<KnownIv>, nowNs: number): SmilePoint[] {
  const byStrike = new Map<number, SmilePoint>();
  for (const { contract, iv, atNs, isOtm } of known) {
    const ageNs = nowNs - atNs;
    if (!isOtm || ageNs > MAX_AGE_NS) continue;
    const { strike } = contract;
    const weight = 2 ** (-ageNs / HALF_LIFE_NS);
    const logIv = Math.log(iv);
    const other = byStrike.get(strike);
    if (other === undefined) {
      byStrike.set(strike, { strike, logStrike: Math.log(strike), logIv, weight });
    } else {
      const sum = other.weight + weight;
      other.logIv += ((logIv - other.logIv) * weight) / sum;
      other.weight = sum;
    }
  }
  return [...byStrike.values()].sort((a, b) => a.strike - b.strike);
}

/**
 * Leaves out a volatility that is more than 30% off what its neighbours let expect: those of the next
 * strike on either side, and the lines on which the two on its left and the two on its right go on.
 * The bottom of a steep smile and its outermost strikes lie on one of these; an odd print lies on
 * none.
 */
const withoutOutliers = (points: readonly SmilePoint[]): SmilePoint[] =>
  points.filter((point, index) => {
    const left = points[index - 1];
    const right = points[index + 1];
    const expected = [
      left?.logIv,
      right?.logIv,
      lineThrough(points[index - 2], left, point),
      lineThrough(right, points[index + 2], point),
    ].filter((value) => value !== undefined);
    return (
      expected.length === 0 ||
      (point.logIv > Math.min(...expected) - MAX_OFF &&
        point.logIv < Math.max(...expected) + MAX_OFF)
    );
  });

/** What the line through two points says of the strike of a third. */
function lineThrough(
  one: SmilePoint | undefined,
  other: SmilePoint | undefined,
  { logStrike }: SmilePoint,
): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  const slope = (other.logIv - one.logIv) / (other.logStrike - one.logStrike);
  return one.logIv + slope * (logStrike - one.logStrike);
}
