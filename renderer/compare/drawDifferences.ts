/** Where two configurations differ, as the timeline marks it. Canvas, CSS pixels. */
import type { Tokens } from '../chart/tokens.ts';
import { xOf } from '../timeline/axis.ts';
import type { TimelineDrawing } from '../timeline/drawPath.ts';
import { BAR_PX } from '../timeline/layout.ts';

/** Strength of what lies ahead of the playhead. */
const AHEAD = 0.6;
const HEIGHT_PX = 4;

/** A triangle pointing up. */
export function drawDifference(
  context: CanvasRenderingContext2D,
  tokens: Tokens,
  x: number,
  top: number,
): void {
  context.fillStyle = tokens.gamma;
  context.beginPath();
  context.moveTo(x - 3, top + HEIGHT_PX);
  context.lineTo(x + 3, top + HEIGHT_PX);
  context.lineTo(x, top);
  context.closePath();
  context.fill();
}

/** A row of triangles under the bar, pointing up at their time. */
export function drawDifferences(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view, positionTs } = drawing;
  const now = positionTs ?? Number.NEGATIVE_INFINITY;
  const top = layout.baseY + BAR_PX + 1;
  for (const { kind, ts } of view.marks) {
    if (kind !== 'difference') continue;
    context.globalAlpha = ts > now ? AHEAD : 1;
    drawDifference(context, tokens, xOf(axis, ts), top);
  }
  context.globalAlpha = 1;
}
