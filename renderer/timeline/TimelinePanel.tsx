import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { useMover } from '../app/context.tsx';
import { formatPrice } from '../format/number.ts';
import { formatClock } from '../format/time.ts';
import { findBookmark } from '../journal/findBookmark.ts';
import { tsAt } from './axis.ts';
import { findMark, priceAt } from './findMark.ts';
import { TimelineCanvas } from './timelineCanvas.ts';
import { TimelineTip } from './TimelineTip.tsx';
import { useSize } from './useSize.ts';
import { useTimelinePicture, type TimelineState } from './useTimelinePicture.ts';

/** Where the pointer is on the strip; CSS pixels. */
interface Pointer {
  readonly x: number;
  readonly y: number;
}

const PAGE_MS = 60_000;

/** The time that is meant by a place: that of the mark aimed at, else that of the pixel. */
function meantTs(state: TimelineState, { x, y }: Pointer): number | undefined {
  const { view, trader, axis, layout } = state;
  if (axis === undefined) return undefined;
  const bookmark = findBookmark(trader.bookmarks, axis, layout, x, y);
  if (bookmark !== undefined) return bookmark.ts;
  const found = findMark(view.marks, axis, layout, x, y);
  return found?.isAimedAt === true ? found.mark.ts : tsAt(axis, x);
}

function placeOf(event: PointerEvent<HTMLElement>): Pointer {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** The value in words, for who does not see the strip. */
function valueText({ view, positionTs }: TimelineState): string {
  if (positionTs === undefined) return 'Before the first picture';
  const price = priceAt(view.path, positionTs);
  const clock = `${formatClock(positionTs)} New York`;
  return price === undefined ? clock : `${clock}, ${formatPrice(price)}`;
}

function Canvas(props: {
  readonly state: TimelineState;
  readonly hoverTs: number | undefined;
}): ReactElement {
  const { view, trader, axis, layout, positionTs, targetTs } = props.state;
  const { hoverTs } = props;
  const element = useRef<HTMLCanvasElement>(null);
  const painter = useRef<TimelineCanvas>(null);
  useEffect(() => {
    if (element.current === null) return undefined;
    const made = new TimelineCanvas(element.current);
    painter.current = made;
    return () => {
      made.remove();
      painter.current = null;
    };
  }, []);
  useEffect(() => {
    painter.current?.show(
      axis === undefined
        ? undefined
        : { view, trader, axis, layout, positionTs, targetTs, hoverTs },
    );
  }, [view, trader, axis, layout, positionTs, targetTs, hoverTs]);
  return <canvas ref={element} data-testid="timeline-canvas" />;
}

/** Where in the day, what is left, what is missing? */
export function TimelinePanel(): ReactElement {
  const mover = useMover();
  const strip = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(strip);
  const [pointer, setPointer] = useState<Pointer>();
  const [isDragging, setDragging] = useState(false);
  const state = useTimelinePicture(width, height, isDragging);
  const { view, trader, axis, positionTs } = state;
  const hoverTs = pointer === undefined ? undefined : meantTs(state, pointer);

  const seekTo = (place: Pointer): void => {
    const ts = meantTs(state, place);
    if (ts !== undefined) mover.seek(ts);
  };
  const onDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || axis === undefined) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragging(true);
    seekTo(placeOf(event));
  };
  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    const place = placeOf(event);
    setPointer(place);
    if (isDragging) seekTo(place);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (positionTs === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowUp') mover.step(1);
    else if (event.key === 'ArrowDown') mover.step(-1);
    else if (event.key === 'PageUp') mover.seek(positionTs + PAGE_MS);
    else if (event.key === 'PageDown') mover.seek(positionTs - PAGE_MS);
    else return;
    event.preventDefault();
  };

  return (
    <section className="timeline" aria-label="Timeline">
      <div
        ref={strip}
        className="timeline-strip"
        role="slider"
        tabIndex={0}
        aria-label="Position in the session"
        aria-valuemin={view.startTs ?? 0}
        aria-valuemax={Math.max(view.coveredTs ?? 0, positionTs ?? 0)}
        aria-valuenow={positionTs ?? view.startTs ?? 0}
        aria-valuetext={valueText(state)}
        aria-disabled={axis === undefined}
        data-testid="timeline"
        data-marks={view.marks.length}
        data-bookmarks={trader.bookmarks.length}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onPointerLeave={() => setPointer(undefined)}
        onKeyDown={onKey}
      >
        <Canvas state={state} hoverTs={hoverTs} />
        {axis === undefined && (
          <p className="timeline-empty t3">
            {view.isBlind ? 'Hidden until you get there' : 'Not surveyed yet'}
          </p>
        )}
      </div>
      {pointer !== undefined && hoverTs !== undefined && (
        <TimelineTip state={state} pointer={pointer} ts={hoverTs} />
      )}
    </section>
  );
}
