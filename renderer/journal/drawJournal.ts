/** The trader's own marks on the timeline: bookmarks, calls, the loop. Canvas, CSS pixels. */
import { UI_FONT, withAlpha } from '../chart/tokens.ts';
import { xOf, type Axis } from '../timeline/axis.ts';
import type { TimelineDrawing } from '../timeline/drawPath.ts';

const FLAG_PX = { width: 8, height: 10 };

const isWithin = ({ fromTs, toTs }: Axis, { ts }: { readonly ts: number }): boolean =>
  ts >= fromTs && ts <= toTs;

/** A ribbon hanging from (x, top), in the colour of what belongs to the trader. */
export function drawFlag({ context, tokens }: TimelineDrawing, x: number, top: number): void {
  const half = FLAG_PX.width / 2;
  context.fillStyle = tokens.user;
  context.beginPath();
  context.moveTo(x - half, top);
  context.lineTo(x + half, top);
  context.lineTo(x + half, top + FLAG_PX.height);
  context.lineTo(x, top + FLAG_PX.height - 3.5);
  context.lineTo(x - half, top + FLAG_PX.height);
  context.closePath();
  context.fill();
}

/** Ribbons on dotted threads. */
export function drawBookmarks(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, trader } = drawing;
  for (const { ts } of trader.bookmarks.filter((each) => isWithin(axis, each))) {
    const x = xOf(axis, ts);
    context.strokeStyle = withAlpha(tokens.user, 0.7);
    context.lineWidth = 1;
    context.setLineDash([1, 3]);
    context.beginPath();
    context.moveTo(x, layout.flagY);
    context.lineTo(x, layout.baseY);
    context.stroke();
    context.setLineDash([]);
    drawFlag(drawing, x, layout.flagY);
  }
}

/** The silhouettes of the signals, hollow, at the level that was called; a ring for a pass. */
export function drawCalls(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, trader, yOf } = drawing;
  context.strokeStyle = tokens.user;
  context.fillStyle = tokens['bg-1'];
  context.lineWidth = 1.5;
  const calls = trader.calls.filter((each) => isWithin(axis, each));
  for (const { ts, price, choice, break_direction: through } of calls) {
    const x = xOf(axis, ts);
    const y = Math.min(layout.bottomY, Math.max(layout.topY, yOf(price)));
    context.beginPath();
    if (choice === 'REJECT') context.rect(x - 3.5, y - 3.5, 7, 7);
    else if (choice === 'PASS') context.arc(x, y, 3.5, 0, 2 * Math.PI);
    else {
      const down = through === 'UP' ? -1 : 1;
      context.moveTo(x - 4.5, y - 4 * down);
      context.lineTo(x + 4.5, y - 4 * down);
      context.lineTo(x, y + 4 * down);
      context.closePath();
    }
    context.fill();
    context.stroke();
  }
}

/** Ends with their letters, and while both are set the stretch between them. */
export function drawLoop(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, trader } = drawing;
  const { from_ts, to_ts, is_on } = trader.loop;
  const colour = is_on ? tokens['tx-1'] : tokens['tx-3'];
  const within = (ts: number): number =>
    Math.min(axis.rightPx, Math.max(axis.leftPx, xOf(axis, ts)));
  const top = layout.signalY - 9;
  if (from_ts !== null && to_ts !== null) {
    const left = within(from_ts);
    context.fillStyle = withAlpha(colour, is_on ? 0.1 : 0.05);
    context.fillRect(left, top, within(to_ts) - left, layout.baseY - top);
    context.fillStyle = colour;
    context.fillRect(left, layout.baseY - 1, within(to_ts) - left, 2);
  }
  context.font = `700 11px ${UI_FONT}`;
  for (const [letter, ts, side] of [
    ['A', from_ts, 1],
    ['B', to_ts, -1],
  ] as const) {
    if (ts === null || !isWithin(axis, { ts })) continue;
    const x = within(ts);
    context.fillStyle = colour;
    context.fillRect(x - 0.75, top, 1.5, layout.baseY - top);
    context.fillRect(Math.min(x, x + 13 * side), layout.baseY - 15, 13, 15);
    context.fillStyle = tokens['bg-0'];
    context.textAlign = 'center';
    context.fillText(letter, x + 6.5 * side, layout.baseY - 4);
  }
}
