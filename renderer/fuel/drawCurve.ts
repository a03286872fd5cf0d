/** Gamma over price: where dealers turn from fading to chasing. */
import { FIGURE_FONT, UI_FONT, withAlpha } from '../chart/tokens.ts';
import { formatPrice } from '../format/number.ts';
import { crisp, line, type FuelDrawing } from './drawing.ts';
import { formatFuel } from './fuelFigures.ts';
import type { CurvePlace } from './fuelLayout.ts';
import { gammaAt } from './gammaAt.ts';
import type { CurvePoint, FuelCurve } from './fuelView.ts';

const NAMES: Readonly<Record<FuelCurve['kind'], string>> = {
  repriced: 'inventory gamma if price were there',
  running: 'session flow summed up by strike',
};

interface CurveScale {
  readonly xOf: (price: number) => number;
  readonly yOf: (gamma: number) => number;
}

function scaleOf(
  points: readonly CurvePoint[],
  { left, right, top, bottom }: CurvePlace,
): CurveScale {
  const from = points[0]?.price ?? 0;
  const to = points.at(-1)?.price ?? 1;
  let high = 0;
  let low = 0;
  for (const { gamma } of points) {
    high = Math.max(high, gamma);
    low = Math.min(low, gamma);
  }
  const range = high - low || 1;
  // Room for the name above, and for nothing below.
  const upper = top + 16;
  return {
    xOf: (price) => left + ((price - from) / (to - from)) * (right - left),
    yOf: (gamma) => upper + ((high - gamma) / range) * (bottom - upper - 2),
  };
}

/** The area to zero, amber where dealers chase and blue where they fade. */
function drawAreas(drawing: FuelDrawing, place: CurvePlace, { xOf, yOf }: CurveScale): void {
  const { context, tokens, view } = drawing;
  const { points } = view.curve;
  const zeroY = yOf(0);
  for (const [token, top, bottom] of [
    ['hold', place.top, zeroY],
    ['break', zeroY, place.bottom],
  ] as const) {
    context.save();
    context.beginPath();
    context.rect(place.left, top, place.right - place.left, bottom - top);
    context.clip();
    context.beginPath();
    context.moveTo(place.left, zeroY);
    for (const { price, gamma } of points) context.lineTo(xOf(price), yOf(gamma));
    context.lineTo(place.right, zeroY);
    context.closePath();
    context.fillStyle = withAlpha(tokens[token], 0.16);
    context.fill();
    context.restore();
  }
}

function drawPath({ context, tokens, view }: FuelDrawing, { xOf, yOf }: CurveScale): void {
  context.strokeStyle = tokens.gamma;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const { price, gamma } of view.curve.points) context.lineTo(xOf(price), yOf(gamma));
  context.stroke();
}

function drawFlips({ context, tokens, view }: FuelDrawing, { xOf, yOf }: CurveScale): void {
  context.fillStyle = tokens.gamma;
  for (const flip of view.curve.flips) {
    const [x, y] = [xOf(flip), yOf(0)];
    context.beginPath();
    context.moveTo(x - 5, y);
    context.lineTo(x, y - 5);
    context.lineTo(x + 5, y);
    context.lineTo(x, y + 5);
    context.fill();
  }
}

/** Prices at the ends and at spot; one that would cover another gives way to it. */
function drawPrices(drawing: FuelDrawing, place: CurvePlace, { xOf }: CurveScale): void {
  const { context, tokens, view, layout } = drawing;
  const { points } = view.curve;
  const first = points[0]?.price;
  const last = points.at(-1)?.price;
  const y = layout.height - 3;
  context.font = `400 11px ${FIGURE_FONT}`;
  const spotX = xOf(view.spot);
  if (spotX >= place.left && spotX <= place.right) {
    context.strokeStyle = tokens['tx-1'];
    context.lineWidth = 1.2;
    line(drawing, [crisp(spotX), place.top + 16], [crisp(spotX), place.bottom]);
    context.fillStyle = tokens['tx-1'];
    context.textAlign = 'center';
    context.fillText(formatPrice(view.spot), Math.min(spotX, place.right - 22), y);
  }
  context.fillStyle = tokens['tx-3'];
  context.textAlign = 'left';
  if (spotX - place.left > 76) context.fillText(formatPrice(first), place.left, y);
  context.textAlign = 'right';
  if (place.right - spotX > 76) context.fillText(formatPrice(last), place.right, y);
}

function drawCursor(drawing: FuelDrawing, place: CurvePlace, { xOf, yOf }: CurveScale): void {
  const { context, tokens, view, cursorPx } = drawing;
  const gamma = cursorPx === undefined ? undefined : gammaAt(view.curve, cursorPx);
  if (cursorPx === undefined || gamma === undefined) return;
  const x = xOf(cursorPx);
  context.strokeStyle = tokens['tx-2'];
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  line(drawing, [crisp(x), place.top + 16], [crisp(x), place.bottom]);
  context.setLineDash([]);
  context.fillStyle = tokens['tx-1'];
  context.beginPath();
  context.arc(x, yOf(gamma), 3, 0, 2 * Math.PI);
  context.fill();
  context.textAlign = 'right';
  context.font = `500 11px ${FIGURE_FONT}`;
  const text = `${formatPrice(cursorPx)} ${formatFuel(gamma, view.unit)}`;
  context.fillText(text, place.right, place.top + 10);
}

export function drawCurve(drawing: FuelDrawing): void {
  const { context, tokens, view, layout } = drawing;
  const place = layout.curve;
  if (place === undefined) return;
  const scale = scaleOf(view.curve.points, place);
  context.font = `400 11px ${UI_FONT}`;
  context.textAlign = 'left';
  context.fillStyle = tokens['tx-3'];
  context.fillText(NAMES[view.curve.kind], place.left, place.top + 10);
  drawAreas(drawing, place, scale);
  context.strokeStyle = tokens['line-3'];
  context.lineWidth = 1;
  line(drawing, [place.left, crisp(scale.yOf(0))], [place.right, crisp(scale.yOf(0))]);
  drawPath(drawing, scale);
  drawPrices(drawing, place, scale);
  drawFlips(drawing, scale);
  drawCursor(drawing, place, scale);
}

/** The price at a place of the curve; undefined beside it. */
export function priceAtX(
  drawing: Pick<FuelDrawing, 'view' | 'layout'>,
  x: number,
): number | undefined {
  const place = drawing.layout.curve;
  const { points } = drawing.view.curve;
  const from = points[0]?.price;
  const to = points.at(-1)?.price;
  if (place === undefined || from === undefined || to === undefined) return undefined;
  if (x < place.left || x > place.right) return undefined;
  return from + ((x - place.left) / (place.right - place.left)) * (to - from);
}
