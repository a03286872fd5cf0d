/** Large prints as bubbles and sweeps as strokes, in front of the candles. */
import type { SweepPath } from '../../engine/core/protocol.ts';
import { formatContracts, formatNotional } from '../format/number.ts';
import type { Drawing } from './geometry.ts';
import type { LargePrint } from './prints.ts';
import { UI_FONT, withAlpha } from './tokens.ts';

const LEAST_RADIUS_PX = 3.5;
const MOST_RADIUS_PX = 13;
const HEAD_PX = 7;
/** A stroke of a sweep that took no time would have no direction. */
const LEAST_STROKE_PX = 14;

/** Area grows with size; a print at the threshold has the least. */
export const printRadius = (size: number, threshold: number): number =>
  Math.min(MOST_RADIUS_PX, LEAST_RADIUS_PX * Math.sqrt(Math.abs(size) / threshold));

/** Buyers ring, sellers disc: the side reads without its colour. */
function drawPrint(drawing: Drawing, { ts, price, size }: LargePrint, threshold: number): void {
  const { context, tokens, xAt, yOf } = drawing;
  const x = xAt(ts);
  const y = yOf(price);
  if (x === undefined || y === undefined) return;
  context.beginPath();
  context.arc(x, y, printRadius(size, threshold), 0, 2 * Math.PI);
  if (size > 0) {
    context.lineWidth = 1.6;
    context.strokeStyle = tokens.up;
    context.stroke();
    return;
  }
  context.fillStyle = withAlpha(tokens.down, 0.6);
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = tokens.down;
  context.stroke();
}

export function drawPrints(drawing: Drawing): void {
  const { prints, printThreshold } = drawing;
  for (const print of prints) drawPrint(drawing, print, printThreshold);
}

interface Stroke {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function strokeOf({ xAt, yOf }: Drawing, sweep: SweepPath): Stroke | undefined {
  const x0 = xAt(sweep.from_ts);
  const x1 = xAt(sweep.to_ts);
  const y0 = yOf(sweep.from_price);
  const y1 = yOf(sweep.to_price);
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) {
    return undefined;
  }
  // At one price and moment it still went somewhere: up or down by what it is called.
  const isShort = Math.hypot(x1 - x0, y1 - y0) < LEAST_STROKE_PX;
  if (!isShort) return { x0, y0, x1, y1 };
  const way = sweep.to_price < sweep.from_price ? 1 : -1;
  return { x0, y0: y1 - way * LEAST_STROKE_PX, x1, y1 };
}

/** Thin where it began, broad where it ended, with a head. */
function drawSweep(drawing: Drawing, sweep: SweepPath): void {
  const { context, tokens, width } = drawing;
  const stroke = strokeOf(drawing, sweep);
  if (stroke === undefined || stroke.x1 < 0 || stroke.x0 > width) return;
  const { x0, y0, x1, y1 } = stroke;
  const colour = y1 <= y0 ? tokens.up : tokens.down;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const [neckX, neckY] = [x1 - ux * HEAD_PX, y1 - uy * HEAD_PX];
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(neckX - uy * 3, neckY + ux * 3);
  context.lineTo(neckX - uy * HEAD_PX, neckY + ux * HEAD_PX);
  context.lineTo(x1, y1);
  context.lineTo(neckX + uy * HEAD_PX, neckY - ux * HEAD_PX);
  context.lineTo(neckX + uy * 3, neckY - ux * 3);
  context.closePath();
  context.fill();
  // Candles of the same colour lie behind it.
  context.lineWidth = 1;
  context.strokeStyle = tokens['bg-0'];
  context.stroke();
}

/** The newest sweep in sight is named; more names would cover the chart. */
function drawSweepName(drawing: Drawing, sweep: SweepPath): void {
  const { context, tokens } = drawing;
  const stroke = strokeOf(drawing, sweep);
  if (stroke === undefined || stroke.x1 < 0) return;
  const isUp = stroke.y1 <= stroke.y0;
  const lines = [
    `Sweep ${isUp ? 'up' : 'down'} ${formatContracts(sweep.size)} lots`,
    `${sweep.prices} ${sweep.prices === 1 ? 'price' : 'prices'}, ${formatNotional(sweep.notional)}`,
  ];
  context.font = `600 11px ${UI_FONT}`;
  context.textAlign = 'left';
  const boxWidth = Math.max(...lines.map((line) => context.measureText(line).width)) + 12;
  const left = Math.max(2, stroke.x1 - boxWidth - 14);
  const top = isUp ? stroke.y1 + 16 : stroke.y1 - 48;
  context.fillStyle = withAlpha(tokens['bg-1'], 0.88);
  context.fillRect(left, top, boxWidth, 32);
  context.fillStyle = isUp ? tokens.up : tokens.down;
  context.fillText(lines[0] ?? '', left + 6, top + 13);
  context.fillStyle = tokens['tx-2'];
  context.fillText(lines[1] ?? '', left + 6, top + 27);
}

export function drawSweeps(drawing: Drawing): void {
  const { sweeps } = drawing.scene;
  for (const sweep of sweeps) drawSweep(drawing, sweep);
  const newest = sweeps.at(-1);
  if (newest !== undefined) drawSweepName(drawing, newest);
}
