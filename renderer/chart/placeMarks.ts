/** Finds a free place on the chart for every signal that fired. */
import type { SignalMark } from '../model/signalMarks.ts';

/** Where a mark stands; CSS pixels. */
export interface PlacedMark {
  readonly mark: SignalMark;
  readonly x: number;
  readonly levelY: number;
  /** Centre of the badge. */
  readonly y: number;
  /** −1 above the level, +1 below: the side from which price came. */
  readonly side: 1 | -1;
  /** No badge of its own: the same signal stands here already. */
  readonly isRepeated: boolean;
}

const STEM_PX = 22;
const STEP_PX = 20;
const MAX_STEPS = 3;
const BADGE_WIDTH_PX = 24;
const BADGE_HEIGHT_PX = 20;
/** The same signal this near, in time and price, says nothing new. */
const REPEAT_X_PX = 30;
const REPEAT_Y_PX = 24;

/** BREAK and REJECT tell from where price came; CONTESTED stands above. */
function sideOf({ signal, direction }: SignalMark): 1 | -1 {
  const cameFromAbove = signal === 'REJECT' ? direction === 'UP' : direction !== 'UP';
  return cameFromAbove ? -1 : 1;
}

const isNear = (a: PlacedMark, x: number, y: number, width: number, height: number): boolean =>
  Math.abs(a.x - x) < width && Math.abs(a.y - y) < height;

const RANK = { BREAK: 0, REJECT: 1, CONTESTED: 2 } as const;

/**
 * Places marks so that badges do not cover each other: a badge moves away from its level until it
 * is free, and a signal that repeats one beside it keeps only its foot on the level. BREAK and
 * REJECT choose first.
 */
export function placeMarks(
  marks: readonly SignalMark[],
  xOf: (tsMs: number) => number | undefined,
  yOf: (price: number) => number | undefined,
): PlacedMark[] {
  const placed: PlacedMark[] = [];
  for (const mark of [...marks].sort((a, b) => RANK[a.signal] - RANK[b.signal] || a.ts - b.ts)) {
    const x = xOf(mark.ts);
    const levelY = yOf(mark.price);
    if (x === undefined || levelY === undefined) continue;
    const side = sideOf(mark);
    const badges = placed.filter((other) => !other.isRepeated);
    const isRepeated = badges.some(
      (other) =>
        other.mark.signal === mark.signal &&
        other.side === side &&
        Math.abs(other.x - x) < REPEAT_X_PX &&
        Math.abs(other.levelY - levelY) < REPEAT_Y_PX,
    );
    let y = levelY + side * STEM_PX;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (!badges.some((other) => isNear(other, x, y, BADGE_WIDTH_PX, BADGE_HEIGHT_PX))) break;
      y += side * STEP_PX;
    }
    placed.push({ mark, x, levelY, y, side, isRepeated });
  }
  return placed;
}

/** Marks further outside the chart than this are neither placed nor drawn. */
const OUTSIDE_PX = 22;

/** Places the marks whose time is in sight on a chart of this width. */
export function placeMarksInSight(
  marks: readonly SignalMark[],
  width: number,
  xOf: (tsMs: number) => number | undefined,
  yOf: (price: number) => number | undefined,
): PlacedMark[] {
  const inSight = (ts: number): number | undefined => {
    const x = xOf(ts);
    return x === undefined || x < -OUTSIDE_PX || x > width ? undefined : x;
  };
  return placeMarks(marks, inSight, yOf);
}

/** The badge at a place on the chart; the one drawn last where they touch. */
export function markAt(
  placed: readonly PlacedMark[],
  x: number,
  y: number,
): SignalMark | undefined {
  return placed.findLast(
    (each) => !each.isRepeated && isNear(each, x, y, BADGE_WIDTH_PX / 2, BADGE_HEIGHT_PX / 2),
  )?.mark;
}
