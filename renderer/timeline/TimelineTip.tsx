import type { ReactElement } from 'react';
import type { TimelineMark } from '../../engine/core/protocol.ts';
import { formatPrice } from '../format/number.ts';
import { formatClock, formatMinutes } from '../format/time.ts';
import { findBookmark } from '../journal/findBookmark.ts';
import { findMark, priceAt } from './findMark.ts';
import type { TimelineState } from './useTimelinePicture.ts';

/** Keeps the tip on the screen, pixels. */
const HALF_WIDTH_PX = 130;

/** What the mark is, where its own text says only why. */
function titleOf({ kind, value, price }: TimelineMark): string {
  if (kind === 'signal') return `${value} ${formatPrice(price)}`;
  if (kind === 'difference') return `Differs ${formatPrice(price)}`;
  return kind === 'touch' ? `Touch ${formatPrice(price)}` : '';
}

interface TimelineTipProps {
  readonly state: TimelineState;
  readonly pointer: { readonly x: number; readonly y: number };
  /** Unix ms that a click would seek. */
  readonly ts: number;
}

/** Time and price under the pointer, and the nearest mark in words. */
export function TimelineTip({ state, pointer, ts }: TimelineTipProps): ReactElement | null {
  const { view, trader, axis, layout } = state;
  if (axis === undefined) return null;
  const { x, y } = pointer;
  const bookmark = findBookmark(trader.bookmarks, axis, layout, x, y);
  const mark = bookmark === undefined ? findMark(view.marks, axis, layout, x, y)?.mark : undefined;
  const isSeen = view.coveredTs !== undefined && ts <= view.coveredTs;
  const price = isSeen ? priceAt(view.path, ts) : undefined;
  const left = Math.min(layout.width - HALF_WIDTH_PX, Math.max(HALF_WIDTH_PX, pointer.x));
  const length =
    mark?.kind === 'gap' && mark.end_ts !== null ? `, ${formatMinutes(mark.end_ts - mark.ts)}` : '';
  return (
    <div className="timeline-tip" style={{ left: `${left}px` }} data-testid="timeline-tip">
      <p>
        <span className="num">{formatClock(ts)}</span> <span className="t3">NY</span>{' '}
        {isSeen ? (
          <span className="num">{formatPrice(price)}</span>
        ) : (
          <span className="t3">{view.isBlind ? 'hidden' : 'not surveyed yet'}</span>
        )}
      </p>
      {bookmark !== undefined && (
        <p className="t2">
          <b>Bookmark</b> {bookmark.note}
        </p>
      )}
      {mark !== undefined && (
        <p className="t2">
          <span className="num t3">{formatClock(mark.ts)}</span> <b>{titleOf(mark)}</b> {mark.text}
          <span className="num t3">{length}</span>
        </p>
      )}
    </div>
  );
}
