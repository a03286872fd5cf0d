/** Where things stand on the timeline; CSS pixels from the top of the strip. */

export interface TimelineLayout {
  readonly width: number;
  readonly height: number;
  /** Base line of the key; undefined where there is no room for one. */
  readonly keyY: number | undefined;
  /** Top of the bookmarks' ribbons. */
  readonly flagY: number;
  /** Centre of the row of signals. */
  readonly signalY: number;
  /** Highest and lowest price. */
  readonly topY: number;
  readonly bottomY: number;
  /** The touches stand on this line; the bar of what was surveyed lies below it. */
  readonly baseY: number;
  /** Base line of the clock times. */
  readonly labelY: number;
}

/** Left and right of the axis. */
export const SIDE_PX = 14;
/** Height of the bar under the path. */
export const BAR_PX = 3;
/** Half the height of the row of signals: here the pointer means a signal. */
export const SIGNAL_REACH_PX = 8;
/** Height of the row of touches, above the base line: here the pointer means a touch. */
export const TOUCH_REACH_PX = 11;

/** Height of the row of differences, below the base line: here the pointer means one. */
export const DIFFERENCE_REACH_PX = 9;

export function layOut(width: number, height: number): TimelineLayout {
  const hasKey = height >= 100 && width >= 900;
  const signalY = hasKey ? 24 : 10;
  const baseY = height - 22;
  return {
    width,
    height,
    keyY: hasKey ? 12 : undefined,
    flagY: signalY + 8,
    signalY,
    topY: signalY + 12,
    bottomY: baseY - TOUCH_REACH_PX - 2,
    baseY,
    labelY: height - 6,
  };
}
