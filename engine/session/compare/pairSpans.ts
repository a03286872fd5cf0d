/** A stretch of time at one level, Unix ms, both ends included. */
export interface Span {
  readonly startTs: number;
  readonly endTs: number;
}

/** The same thing in two runs; one side is undefined where only the other has it. */
export type SpanPair<T> =
  | { readonly a: T; readonly b: T }
  | { readonly a: T; readonly b: undefined }
  | { readonly a: undefined; readonly b: T };

/**
 * Pairs the spans of two runs that overlap or start within `slackMs` of each other, in order of time
 * and without crossings; a span is left alone where its partner's neighbour starts nearer.
 *
 * @param a spans of one run by start, not overlapping each other; `b` likewise
 */
export function pairSpans<T extends Span>(
  a: readonly T[],
  b: readonly T[],
  slackMs: number,
): SpanPair<T>[] {
  const pairs: SpanPair<T>[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return pairs;
    if (x !== undefined && y !== undefined && match(x, y)) {
      pairs.push({ a: x, b: y });
      i++;
      j++;
    } else if (x !== undefined && (y === undefined || isLeftAlone(x, y))) {
      pairs.push({ a: x, b: undefined });
      i++;
    } else if (y !== undefined) {
      pairs.push({ a: undefined, b: y });
      j++;
    }
  }

  function match(x: T, y: T): boolean {
    return isNear(x, y, slackMs) && !isNearer(a[i + 1], x, y) && !isNearer(b[j + 1], y, x);
  }

  /** Whether `x` is the one of two unmatched spans that has no partner. */
  function isLeftAlone(x: T, y: T): boolean {
    return isNear(x, y, slackMs) ? isNearer(a[i + 1], x, y) : x.startTs <= y.startTs;
  }
}

const distanceMs = (x: Span, y: Span): number => Math.abs(x.startTs - y.startTs);

const isNear = (x: Span, y: Span, slackMs: number): boolean =>
  distanceMs(x, y) <= slackMs || (x.startTs <= y.endTs && y.startTs <= x.endTs);

/** Whether the span after `own` starts nearer to `other` than `own` does. */
const isNearer = (next: Span | undefined, own: Span, other: Span): boolean =>
  next !== undefined && distanceMs(next, other) < distanceMs(own, other);
