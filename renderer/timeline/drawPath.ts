/** The ground of the timeline: price, VWAP, what was surveyed, the clock. Canvas, CSS pixels. */
import { formatClock, formatDay, formatMinute } from '../format/time.ts';
import { FIGURE_FONT, UI_FONT, withAlpha, type Tokens } from '../chart/tokens.ts';
import type { LoopState } from '../../engine/core/protocol.ts';
import type { SeenJournal } from '../journal/seenJournal.ts';
import { timeTicks, xOf, type Axis } from './axis.ts';
import type { PathColumn } from './columns.ts';
import { BAR_PX, type TimelineLayout } from './layout.ts';
import type { TimelineView } from './timelineView.ts';

/** What the trader put on the timeline. */
export interface TraderMarks extends SeenJournal {
  readonly loop: LoopState;
}

/** Everything that a picture of the timeline is made from. */
export interface TimelineDrawing {
  readonly context: CanvasRenderingContext2D;
  readonly tokens: Tokens;
  readonly layout: TimelineLayout;
  readonly axis: Axis;
  readonly view: TimelineView;
  readonly trader: TraderMarks;
  readonly columns: readonly PathColumn[];
  /** y of a level price. */
  readonly yOf: (price: number) => number;
  /** Unix ms of the snap on the screen; undefined before the first. */
  readonly positionTs: number | undefined;
  /** Unix ms that is being sought; undefined while none is. */
  readonly targetTs: number | undefined;
  /** Unix ms under the pointer; undefined while it is elsewhere. */
  readonly hoverTs: number | undefined;
}

/** Diagonal lines across a rectangle. */
export function hatch(
  context: CanvasRenderingContext2D,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colour: string,
): void {
  const { x, y, width, height } = box;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let start = Math.floor((x - height) / 6) * 6; start < x + width; start += 6) {
    context.moveTo(start, y + height);
    context.lineTo(start + height, y);
  }
  context.stroke();
  context.restore();
}

/** The line of prices, with the full swing of every pixel. */
function trace(drawing: TimelineDrawing, columns: readonly PathColumn[]): void {
  const { context, yOf } = drawing;
  context.beginPath();
  columns.forEach(({ x, first, low, high, last, isStart }, index) => {
    const centre = x + 0.5;
    if (isStart || index === 0) context.moveTo(centre, yOf(first));
    else context.lineTo(centre, yOf(first));
    if (low !== high) {
      context.lineTo(centre, yOf(low));
      context.lineTo(centre, yOf(high));
    }
    context.lineTo(centre, yOf(last));
  });
  context.stroke();
}

function fillUnder(drawing: TimelineDrawing, columns: readonly PathColumn[]): void {
  const { context, yOf, layout } = drawing;
  for (const [index, { x, high, low }] of columns.entries()) {
    const next = columns[index + 1];
    const width = next === undefined || next.isStart ? 1 : next.x - x;
    const y = yOf((high + low) / 2);
    context.fillRect(x, y, width, layout.baseY - y);
  }
}

/** What has been played stands out from what lies ahead. */
export function drawPrice(drawing: TimelineDrawing): void {
  const { context, tokens, columns, axis, positionTs } = drawing;
  const now = positionTs === undefined ? axis.leftPx : xOf(axis, positionTs);
  const played = columns.filter((column) => column.x <= now);
  // One column is shared, so that the line does not break at the playhead.
  const ahead = columns.slice(Math.max(0, played.length - 1));
  context.lineJoin = 'round';
  context.fillStyle = tokens['bg-2'];
  fillUnder(drawing, ahead);
  context.fillStyle = tokens['bg-3'];
  fillUnder(drawing, played);
  context.lineWidth = 1.1;
  context.strokeStyle = tokens['line-3'];
  trace(drawing, ahead);
  context.lineWidth = 1.3;
  context.strokeStyle = tokens['tx-2'];
  trace(drawing, played);
}

/** VWAP never decides the scale: what lies outside is cut off. */
export function drawVwap(drawing: TimelineDrawing): void {
  const { context, tokens, columns, yOf, layout, axis } = drawing;
  context.save();
  context.beginPath();
  context.rect(
    axis.leftPx,
    layout.topY - 4,
    axis.rightPx - axis.leftPx,
    layout.baseY - layout.topY,
  );
  context.clip();
  context.strokeStyle = withAlpha(tokens.vwap, 0.75);
  context.lineWidth = 1;
  context.beginPath();
  let isOpen = false;
  for (const { x, vwap, isStart } of columns) {
    const isKnown = Number.isFinite(vwap);
    if (isKnown && isOpen && !isStart) context.lineTo(x + 0.5, yOf(vwap));
    else if (isKnown) context.moveTo(x + 0.5, yOf(vwap));
    isOpen = isKnown;
  }
  context.stroke();
  context.restore();
}

function note(drawing: TimelineDrawing, text: string, fromX: number, toX: number): void {
  const { context, tokens, layout } = drawing;
  context.font = `400 11px ${UI_FONT}`;
  const width = context.measureText(text).width + 14;
  if (toX - fromX < width + 8) return;
  const x = (fromX + toX) / 2;
  const y = (layout.topY + layout.baseY) / 2;
  context.fillStyle = tokens['bg-1'];
  context.fillRect(x - width / 2, y - 9, width, 18);
  context.fillStyle = tokens['tx-2'];
  context.textAlign = 'center';
  context.fillText(text, x, y + 4);
}

/** What was not surveyed yet, or is hidden: hatched, and it says why. */
export function drawUnseen(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view } = drawing;
  const from = Math.max(axis.leftPx, xOf(axis, view.coveredTs ?? axis.fromTs));
  if (axis.rightPx - from < 1) return;
  const box = {
    x: from,
    y: layout.topY - 4,
    width: axis.rightPx - from,
    height: layout.baseY - layout.topY + 4,
  };
  hatch(context, box, tokens['line-2']);
  note(
    drawing,
    view.isBlind ? 'Hidden until you get there' : 'Not surveyed yet',
    from,
    axis.rightPx,
  );
}

/** Base line, and below it how far the survey and the playhead are. */
export function drawBar(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view, positionTs } = drawing;
  const { leftPx, rightPx } = axis;
  const bar = (toPx: number, colour: string): void => {
    context.fillStyle = colour;
    context.fillRect(
      leftPx,
      layout.baseY + 1,
      Math.max(0, Math.min(toPx, rightPx) - leftPx),
      BAR_PX,
    );
  };
  context.fillStyle = tokens['line-2'];
  context.fillRect(leftPx, layout.baseY, rightPx - leftPx, 1);
  bar(rightPx, tokens['bg-4']);
  if (view.coveredTs !== undefined) bar(xOf(axis, view.coveredTs), tokens['tx-3']);
  if (positionTs !== undefined) bar(xOf(axis, positionTs), tokens['tx-1']);
}

const TICKS_APART_PX = 92;
/** Half the width of the playhead's own label, with some room. */
const PILL_HALF_PX = 36;

/** Round times, but for those that the playhead's label would cover. */
export function drawClock(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, positionTs, targetTs } = drawing;
  const shownTs = targetTs ?? positionTs;
  const pillX = shownTs === undefined ? undefined : xOf(axis, shownTs);
  const { ts, hasSeconds } = timeTicks(axis, TICKS_APART_PX);
  const half = hasSeconds ? 26 : 16;
  context.font = `400 11px ${FIGURE_FONT}`;
  context.textAlign = 'center';
  for (const tick of ts) {
    const x = xOf(axis, tick);
    context.fillStyle = tokens['line-3'];
    context.fillRect(Math.round(x), layout.baseY + BAR_PX + 1, 1, 3);
    if (pillX !== undefined && Math.abs(x - pillX) < half + PILL_HALF_PX) continue;
    context.fillStyle = tokens['tx-3'];
    const label = hasSeconds ? formatClock(tick) : formatMinute(tick);
    context.fillText(
      label,
      Math.min(axis.rightPx - half, Math.max(axis.leftPx + half, x)),
      layout.labelY,
    );
  }
}

/** A new session begins: its day, where the line is not the axis's own beginning. */
export function drawSessions(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view } = drawing;
  context.font = `400 11px ${UI_FONT}`;
  context.textAlign = 'left';
  for (const { kind, ts } of view.marks) {
    const x = Math.round(xOf(axis, ts));
    if (kind !== 'session' || x < axis.leftPx + 4) continue;
    context.fillStyle = tokens['line-3'];
    for (let y = layout.topY - 4; y < layout.baseY; y += 5) context.fillRect(x, y, 1, 3);
    context.fillStyle = tokens['tx-3'];
    context.fillText(formatDay(ts).slice(0, -5), x + 4, layout.topY + 6);
  }
}
