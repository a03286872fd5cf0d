/** Spot, flips, walls and the sources of volatility, in front of the bars. */
import type { IvSource, GammaWalls } from '../../engine/core/gammaProfile.ts';
import { UI_FONT } from '../chart/tokens.ts';
import { crisp, line, type FuelDrawing } from './drawing.ts';
import { IV_GLYPHS } from './ivGlyphs.ts';
import { nearestRow, yOfPrice, type ColumnPlace } from './fuelLayout.ts';
import { leadBook, type BookView } from './fuelView.ts';

const DIAMOND_PX = 5;

function drawFlips(drawing: FuelDrawing, column: ColumnPlace, book: BookView): void {
  const { context, tokens, layout } = drawing;
  context.strokeStyle = tokens.gamma;
  context.fillStyle = tokens.gamma;
  context.lineWidth = 1.4;
  for (const flip of book.flips) {
    const y = yOfPrice(layout, flip);
    if (y === undefined) continue;
    context.setLineDash([10, 3, 2, 3]);
    line(drawing, [column.left, y], [column.right - DIAMOND_PX, y]);
    context.setLineDash([]);
    const x = column.right - DIAMOND_PX;
    context.beginPath();
    context.moveTo(x - DIAMOND_PX, y);
    context.lineTo(x, y - DIAMOND_PX);
    context.lineTo(x + DIAMOND_PX, y);
    context.lineTo(x, y + DIAMOND_PX);
    context.fill();
  }
}

function drawSpot(drawing: FuelDrawing): void {
  const { context, tokens, layout, view } = drawing;
  const y = yOfPrice(layout, view.spot);
  const left = layout.columns[0]?.left;
  const right = layout.columns.at(-1)?.right;
  if (y === undefined || left === undefined || right === undefined) return;
  context.strokeStyle = tokens['tx-1'];
  context.fillStyle = tokens['tx-1'];
  context.lineWidth = 1.2;
  line(drawing, [left, crisp(y)], [right, crisp(y)]);
  context.beginPath();
  context.moveTo(left - 8, y - 4.5);
  context.lineTo(left, y);
  context.lineTo(left - 8, y + 4.5);
  context.fill();
}

/** A wall's tag is solid now, and an outline where it will be half an hour before the expiry. */
function drawWallTag(drawing: FuelDrawing, strike: number, name: string, isLater: boolean): void {
  const { context, tokens, layout } = drawing;
  const index = layout.rows.findIndex((row) => row.strike === strike);
  if (index < 0) return;
  const height = Math.min(14, layout.rowPx - 1);
  const y = layout.rowsTop + (index + 0.5) * layout.rowPx - height / 2;
  context.beginPath();
  context.roundRect(layout.tagLeft + 0.5, y + 0.5, layout.tagPx - 1, height - 1, 2);
  if (isLater) {
    context.strokeStyle = tokens.gamma;
    context.lineWidth = 1;
    context.setLineDash([3, 2]);
    context.stroke();
    context.setLineDash([]);
  } else {
    context.fillStyle = tokens.gamma;
    context.fill();
  }
  context.fillStyle = isLater ? tokens.gamma : tokens['bg-0'];
  context.textAlign = 'center';
  context.fillText(name, layout.tagLeft + layout.tagPx / 2, y + height / 2 + 4);
}

function drawWalls(drawing: FuelDrawing, now: GammaWalls, later: GammaWalls | undefined): void {
  drawing.context.font = `700 11px ${UI_FONT}`;
  const taken = new Set<number>();
  const tag = (strike: number | undefined, name: string, isLater: boolean): void => {
    if (strike === undefined || taken.has(strike)) return;
    taken.add(strike);
    drawWallTag(drawing, strike, name, isLater);
  };
  const isBoth = now.call !== null && now.call.strike === now.put?.strike;
  tag(now.call?.strike, isBoth ? 'C+P' : 'CW', false);
  tag(now.put?.strike, 'PW', false);
  tag(later?.call?.strike, 'CW', true);
  tag(later?.put?.strike, 'PW', true);
}

function drawIvSource(drawing: FuelDrawing, source: IvSource, x: number, y: number): void {
  const { context } = drawing;
  const { d, isFilled } = IV_GLYPHS[source];
  context.save();
  context.translate(x, y);
  if (isFilled) context.fill(new Path2D(d));
  else context.stroke(new Path2D(d));
  context.restore();
}

function drawIvSources(drawing: FuelDrawing): void {
  const { context, tokens, layout } = drawing;
  const { rows, rowPx, rowsTop, ivX } = layout;
  if (ivX === undefined) return;
  context.font = `400 11px ${UI_FONT}`;
  context.textAlign = 'center';
  context.fillStyle = tokens['tx-3'];
  context.fillText('IV', (ivX[0] + ivX[1]) / 2, 12);
  context.fillText('c', ivX[0], layout.rowsBottom + 12);
  context.fillText('p', ivX[1], layout.rowsBottom + 12);
  context.fillStyle = tokens['tx-2'];
  context.strokeStyle = tokens['tx-2'];
  context.lineWidth = 1.2;
  rows.forEach(({ callIv, putIv }, index) => {
    const y = rowsTop + (index + 0.5) * rowPx;
    if (callIv !== undefined) drawIvSource(drawing, callIv.source, ivX[0], y);
    if (putIv !== undefined) drawIvSource(drawing, putIv.source, ivX[1], y);
  });
}

/** The row that is looked at. */
function drawCursorRow(drawing: FuelDrawing): void {
  const { context, tokens, layout, cursorPx } = drawing;
  const index = cursorPx === undefined ? -1 : nearestRow(layout.rows, cursorPx);
  if (index < 0) return;
  context.strokeStyle = tokens['tx-2'];
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  const top = crisp(layout.rowsTop + index * layout.rowPx);
  context.strokeRect(0.5, top, layout.width - 1, layout.rowPx - 1);
  context.setLineDash([]);
}

export function drawMarks(drawing: FuelDrawing): void {
  const { view, layout } = drawing;
  view.books.forEach((book, index) => {
    const column = layout.columns[index];
    if (column !== undefined) drawFlips(drawing, column, book);
  });
  drawSpot(drawing);
  const shown = leadBook(view);
  if (shown !== undefined) drawWalls(drawing, shown.walls, view.laterWalls);
  drawIvSources(drawing);
  drawCursorRow(drawing);
}
