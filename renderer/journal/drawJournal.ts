/** The trader's own marks on the timeline: bookmarks, calls, the loop. Canvas, CSS pixels. */
import { UI_FONT, withAlpha } from '../chart/tokens.ts';
import { xOf } from '../timeline/axis.ts';
import type { TimelineDrawing } from '../timeline/drawPath.ts';

const FLAG_PX = { width: 8, height: 10 };

/** A ribbon on a dotted thread, in the colour of what belongs to the trader. */
export function drawBookmarks(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, trader } = drawing;
  const top = layout.flagY;
  for (const { ts } of trader.bookmarks) {
    const x = xOf(axis, ts);
    context.strokeStyle = withAlpha(tokens.user, 0.7);
    context.lineWidth = 1;
    context.setLineDash([1, 3]);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, layout.baseY);
    context.stroke();
    context.setLineDash([]);
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
}

/** The silhouettes of the signals, hollow, at the level that was called; a ring for a pass. */
export function drawCalls(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, trader, yOf } = drawing;
  context.strokeStyle = tokens.user;
  context.fillStyle = tokens['bg-1'];
  context.lineWidth = 1.5;
  for (const { ts, price, choice, break_direction: through } of trader.calls) {
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
    if (ts === null || ts > axis.toTs) continue;
    const x = within(ts);
    context.fillStyle = colour;
    context.fillRect(x - 0.75, top, 1.5, layout.baseY - top);
    context.textAlign = side === 1 ? 'left' : 'right';
    context.fillText(letter, x + 3 * side, layout.baseY - 4);
  }
}
