/** Calls, puts and net at each strike as mirrored bars, one column per book. */
import { FIGURE_FONT, UI_FONT, withAlpha } from '../chart/tokens.ts';
import { crisp, line, type FuelDrawing } from './drawing.ts';
import { formatFuel, formatStrike, formatTick, roundBelow } from './fuelFigures.ts';
import type { ColumnPlace } from './fuelLayout.ts';
import type { BookView, StrikeRow } from './fuelView.ts';

/** Bars end this far from the column's edge. */
const BAR_MARGIN_PX = 4;

const perUnit = ({ left, zeroX }: ColumnPlace, { scale }: BookView): number =>
  (zeroX - left - BAR_MARGIN_PX) / scale;

/** Puts are hatched, calls solid: the two are told apart without their colour. */
function hatch({ context, tokens }: FuelDrawing): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = 4;
  tile.height = 4;
  const pen = tile.getContext('2d');
  if (pen === null) return tokens['gamma-2'];
  pen.fillStyle = withAlpha(tokens['gamma-2'], 0.35);
  pen.fillRect(0, 0, 4, 4);
  pen.strokeStyle = tokens.gamma;
  pen.lineWidth = 1;
  for (const shift of [-4, 0, 4]) {
    pen.beginPath();
    pen.moveTo(shift, 4);
    pen.lineTo(shift + 4, 0);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? tokens['gamma-2'];
}

function drawGround(drawing: FuelDrawing, column: ColumnPlace): void {
  const { context, tokens, layout } = drawing;
  const { rowsTop, rowsBottom } = layout;
  const { left, right, zeroX } = column;
  context.fillStyle = withAlpha(tokens.break, 0.05);
  context.fillRect(left, rowsTop, zeroX - left, rowsBottom - rowsTop);
  context.fillStyle = withAlpha(tokens.hold, 0.055);
  context.fillRect(zeroX, rowsTop, right - zeroX, rowsBottom - rowsTop);
  context.strokeStyle = tokens['line-3'];
  line(drawing, [zeroX + 0.5, rowsTop], [zeroX + 0.5, rowsBottom]);
}

function drawBars(
  drawing: FuelDrawing,
  column: ColumnPlace,
  book: BookView,
  pattern: CanvasPattern | string,
): void {
  const { context, tokens, layout } = drawing;
  const { rows, rowPx, rowsTop } = layout;
  const barPx = Math.max(2, Math.min(6, rowPx / 2 - 2));
  const factor = perUnit(column, book);
  rows.forEach((row, index) => {
    const { calls, puts, net } = row[book.name];
    const middle = rowsTop + (index + 0.5) * rowPx;
    const bar = (value: number, y: number): void => {
      const length = value * factor;
      if (Math.abs(length) >= 0.5) context.fillRect(column.zeroX, y, length, barPx);
    };
    context.fillStyle = tokens.gamma;
    bar(calls, middle - barPx - 0.5);
    context.fillStyle = pattern;
    bar(puts, middle + 0.5);
    if (net === 0) return;
    context.fillStyle = tokens['tx-1'];
    context.fillRect(column.zeroX + net * factor - 1, middle - barPx - 1, 2, 2 * barPx + 2);
  });
}

function drawAxis(drawing: FuelDrawing, column: ColumnPlace, book: BookView): void {
  const { context, tokens, layout } = drawing;
  const tick = roundBelow(book.scale);
  context.font = `400 11px ${FIGURE_FONT}`;
  context.fillStyle = tokens['tx-3'];
  context.strokeStyle = tokens['line-3'];
  context.textAlign = 'center';
  for (const value of [-tick, 0, tick]) {
    const x = crisp(column.zeroX + value * perUnit(column, book) - 0.5);
    line(drawing, [x, layout.rowsBottom], [x, layout.rowsBottom + 3]);
    context.fillText(value === 0 ? '0' : formatTick(value), x, layout.rowsBottom + 13);
  }
}

/** What a side means, or which book it is. */
function drawHeads(drawing: FuelDrawing, column: ColumnPlace, book: BookView): void {
  const { context, tokens, view } = drawing;
  const { left, right } = column;
  context.font = `400 11px ${UI_FONT}`;
  if (view.books.length > 1) {
    context.textAlign = 'center';
    context.fillStyle = book.isDriving ? tokens['tx-1'] : tokens['tx-2'];
    context.fillText(book.isDriving ? `${book.name}, drives` : book.name, (left + right) / 2, 12);
    return;
  }
  context.textAlign = 'left';
  context.fillStyle = tokens.break;
  context.fillText('short: chase', left, 12);
  context.textAlign = 'right';
  context.fillStyle = tokens.hold;
  context.fillText('long: fade', right, 12);
}

function drawValue(drawing: FuelDrawing, row: StrikeRow, y: number): void {
  const { context, tokens, view, layout } = drawing;
  const [book] = view.books;
  if (layout.valueRight === undefined || book === undefined) return;
  context.textAlign = 'right';
  context.fillStyle = tokens['tx-2'];
  context.fillText(formatFuel(row[book.name].net, view.unit), layout.valueRight, y);
}

function drawRows(drawing: FuelDrawing): void {
  const { context, tokens, layout } = drawing;
  const { rows, rowPx, rowsTop, labelRight, width } = layout;
  context.font = `400 11px ${FIGURE_FONT}`;
  rows.forEach((row, index) => {
    const y = rowsTop + index * rowPx;
    context.strokeStyle = tokens['line-1'];
    line(drawing, [0, crisp(y)], [width, crisp(y)]);
    context.textAlign = 'right';
    context.fillStyle = tokens['tx-2'];
    context.fillText(formatStrike(row.strike), labelRight, y + rowPx / 2 + 4);
    drawValue(drawing, row, y + rowPx / 2 + 4);
  });
}

/** Everything that belongs to the strikes, behind the marks. */
export function drawStrikes(drawing: FuelDrawing): void {
  const { view, layout } = drawing;
  const pattern = hatch(drawing);
  drawRows(drawing);
  view.books.forEach((book, index) => {
    const column = layout.columns[index];
    if (column === undefined) return;
    drawGround(drawing, column);
    drawBars(drawing, column, book, pattern);
    drawAxis(drawing, column, book);
    drawHeads(drawing, column, book);
  });
}
