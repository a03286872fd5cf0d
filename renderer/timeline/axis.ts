/** The timeline's scale: times to pixels, how far it reaches, and where it is labelled. */
import { newYorkOffsetMs } from '../format/newYork.ts';
import type { TimelineView } from './timelineView.ts';

/** From `fromTs` at `leftPx` to `toTs` at `rightPx`; Unix ms and CSS pixels. */
export interface Axis {
  readonly fromTs: number;
  readonly toTs: number;
  readonly leftPx: number;
  readonly rightPx: number;
}

export const xOf = ({ fromTs, toTs, leftPx, rightPx }: Axis, ts: number): number =>
  leftPx + ((ts - fromTs) / Math.max(1, toTs - fromTs)) * (rightPx - leftPx);

/** Time at a pixel, within the axis. */
export function tsAt({ fromTs, toTs, leftPx, rightPx }: Axis, x: number): number {
  const share = (x - leftPx) / Math.max(1, rightPx - leftPx);
  return fromTs + Math.min(1, Math.max(0, share)) * (toTs - fromTs);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far a blind timeline reaches: it may depend on nothing but the time played. */
const HORIZONS = [10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6.5 * HOUR, 12 * HOUR, DAY];

function blindSpan(playedMs: number): number {
  const needed = playedMs * 1.1;
  return HORIZONS.find((span) => span >= needed) ?? Math.ceil(needed / DAY) * DAY;
}

/** Length of the session, guessed from how much of the input led how far; coarse, so it rests. */
function guessedSpan(surveyedMs: number, progress: number): number {
  const guess = surveyedMs / Math.max(0.02, progress);
  const step = guess < 30 * MINUTE ? MINUTE : guess < 3 * HOUR ? 10 * MINUTE : 30 * MINUTE;
  return Math.ceil(guess / step) * step;
}

/** A guess that is wrong by less than this part is not corrected before the end is known. */
const REST = 0.2;

/**
 * Unix ms at which the axis ends; undefined while nothing is known. It moves as seldom as it can.
 * @param before what it was for the same session in the same mode
 */
export function axisEnd(
  before: number | undefined,
  view: TimelineView,
  positionTs: number | undefined,
): number | undefined {
  const { startTs, coveredTs, endTs, progress, isBlind } = view;
  if (startTs === undefined) return undefined;
  const reached = Math.max(positionTs ?? startTs, coveredTs ?? startTs);
  if (endTs !== undefined) return Math.max(endTs, reached, startTs + SECOND);
  if (isBlind) return Math.max(startTs + blindSpan(reached - startTs), before ?? 0);
  const guess = startTs + guessedSpan((coveredTs ?? startTs) - startTs, progress ?? 0);
  const isNear =
    before !== undefined &&
    reached <= before &&
    Math.abs(guess - before) <= REST * (before - startTs);
  return isNear ? before : Math.max(guess, reached + SECOND);
}

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 12].map((count) => count * HOUR),
  DAY,
  2 * DAY,
  7 * DAY,
];

export interface Ticks {
  /** Unix ms, at round New York times. */
  readonly ts: readonly number[];
  /** True when the labels need their seconds. */
  readonly hasSeconds: boolean;
}

/** Round times to label, at least `apartPx` pixels from each other. */
export function timeTicks(axis: Axis, apartPx: number): Ticks {
  const { fromTs, toTs, leftPx, rightPx } = axis;
  const most = Math.max(1, Math.floor((rightPx - leftPx) / apartPx));
  const step = STEPS.find((each) => (toTs - fromTs) / each <= most) ?? 28 * DAY;
  const offset = newYorkOffsetMs(fromTs);
  const ts: number[] = [];
  let tick = Math.ceil((fromTs + offset) / step) * step - offset;
  for (; tick <= toTs && ts.length <= most + 1; tick += step) ts.push(tick);
  return { ts, hasSeconds: step < MINUTE };
}
