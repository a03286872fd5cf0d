import type { Bookmark } from '../../engine/core/journal.ts';
import { xOf, type Axis } from '../timeline/axis.ts';
import type { TimelineLayout } from '../timeline/layout.ts';

/** A ribbon this near to the pointer is meant, pixels. */
const REACH_PX = 6;
const FLAG_HEIGHT_PX = 12;

/** The bookmark whose ribbon the pointer is on. */
export function findBookmark(
  bookmarks: readonly Bookmark[],
  axis: Axis,
  { flagY }: TimelineLayout,
  x: number,
  y: number,
): Bookmark | undefined {
  if (y < flagY - 2 || y > flagY + FLAG_HEIGHT_PX) return undefined;
  const apart = ({ ts }: Bookmark): number => Math.abs(xOf(axis, ts) - x);
  const near = bookmarks.filter((bookmark) => apart(bookmark) <= REACH_PX);
  return near.toSorted((a, b) => apart(a) - apart(b))[0];
}
