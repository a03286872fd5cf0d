import { formatPrice } from '../format/number.ts';
import type { Drawing } from './geometry.ts';
import type { SceneRunway } from './scene.ts';
import { spreadLabels } from './spreadLabels.ts';
import { UI_FONT, withAlpha } from './tokens.ts';

/** Arrows stand side by side right of the newest bar. */
const COLUMN_PX = 30;
const LABEL_GAP_PX = 19;
const SHORT_ARROW_PX = 60;
const EDGE_PX = 12;
/** From the centre of a current verdict to where labels of runways may reach. */
const BADGE_ROOM_PX = 26;
/** From the newest bar to the right edge of a signal's badge on it. */
const MARK_ROOM_PX = 10;

interface Placed {
  readonly runway: SceneRunway;
  readonly x: number;
  readonly fromY: number;
  readonly toY: number;
  /** The end lies beyond the chart, so that the label has to name its price. */
  readonly isCut: boolean;
}

/** `0.30 obstructed`, and where the arrow's end is out of sight `2.39 clear to 684.61`. */
export function runwayText(
  { distancePx, isClear, hasObstacle, toPx }: SceneRunway,
  isCut: boolean,
): string {
  const words = `${formatPrice(distancePx)} ${isClear ? 'clear' : 'obstructed'}`;
  if (!isCut) return words;
  if (!hasObstacle) return `${words} to horizon`;
  return `${words} ${isClear ? 'to' : 'at'} ${formatPrice(toPx)}`;
}

/** Broad and outlined, with a tick where each weaker level lies. */
function drawClear(drawing: Drawing, { runway, x, fromY, toY }: Placed): void {
  const { context, tokens, yOf } = drawing;
  const way = toY > fromY ? 1 : -1;
  const tip = toY - way * 3;
  const neck = tip - way * 15;
  const start = fromY + way * 4;
  const colour = tokens.clear;
  context.beginPath();
  context.moveTo(x - 4.5, start);
  for (const [dx, y] of [
    [-4.5, neck],
    [-12, neck],
    [0, tip],
    [12, neck],
    [4.5, neck],
    [4.5, start],
  ] as const) {
    context.lineTo(x + dx, y);
  }
  context.closePath();
  context.fillStyle = withAlpha(colour, 0.2);
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.4;
  context.stroke();
  for (const price of runway.weakerPx) {
    const y = yOf(price);
    if (y === undefined || (y - start) * way < 0 || (neck - y) * way < 0) continue;
    drawBar(context, x, y, 9, 5, tokens['bg-1']);
    drawBar(context, x, y, 8, 1.6, colour);
  }
}

/** Thin and broken, against a bar. */
function drawObstructed(drawing: Drawing, { x, fromY, toY }: Placed): void {
  const { context, tokens } = drawing;
  const way = toY > fromY ? 1 : -1;
  const tip = toY - way * 5;
  const neck = tip - way * 9;
  const colour = tokens.obstructed;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(x, fromY + way * 3);
  context.lineTo(x, neck);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x - 8, neck);
  context.lineTo(x, tip);
  context.lineTo(x + 8, neck);
  context.closePath();
  context.fillStyle = tokens['bg-1'];
  context.fill();
  context.lineWidth = 1.4;
  context.stroke();
  drawBar(context, x, toY - way * 2, 11, 3, colour);
}

function drawBar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  half: number,
  thickness: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.beginPath();
  context.moveTo(x - half, y);
  context.lineTo(x + half, y);
  context.stroke();
}

/** The label stands on its arrow, or beyond the tip of one that is too short for it. */
function labelY({ fromY, toY }: Placed): number {
  if (Math.abs(toY - fromY) >= SHORT_ARROW_PX) return (fromY + toY) / 2;
  return toY + (toY > fromY ? LABEL_GAP_PX : -LABEL_GAP_PX);
}

/** Right of the newest signal's badge, unless a current verdict stands there at the same height. */
function labelX(drawing: Drawing, arrowX: number, y: number, width: number): number {
  const { scene, nowX, badgeX, yOf } = drawing;
  const isBesideBadge = scene.levels.some(({ price, verdict }) => {
    const levelY = verdict === undefined ? undefined : yOf(price);
    return levelY !== undefined && Math.abs(levelY - y) < BADGE_ROOM_PX;
  });
  return isBesideBadge
    ? Math.min(arrowX, badgeX - BADGE_ROOM_PX - width / 2)
    : Math.max(arrowX, nowX + MARK_ROOM_PX + width / 2);
}

function drawLabel(drawing: Drawing, { runway, x: arrowX, isCut }: Placed, y: number): void {
  const { context, tokens } = drawing;
  const text = runwayText(runway, isCut);
  context.font = `600 11px ${UI_FONT}`;
  const width = context.measureText(text).width + 10;
  const x = labelX(drawing, arrowX, y, width);
  context.fillStyle = withAlpha(tokens['bg-1'], 0.9);
  context.beginPath();
  context.roundRect(x - width / 2, y - 9, width, 18, 3);
  context.fill();
  context.fillStyle = tokens[runway.isClear ? 'clear' : 'obstructed'];
  context.textAlign = 'center';
  context.fillText(text, x, y + 4);
}

/** An arrow whose end is off the chart runs to the edge. */
function placeRunways({ scene, nowX, height, yOf }: Drawing): Placed[] {
  return scene.runways.flatMap((runway, column): Placed[] => {
    const fromY = yOf(runway.fromPx);
    const endY = yOf(runway.toPx);
    if (fromY === undefined || endY === undefined || fromY < 0 || fromY > height) return [];
    const toY = Math.min(Math.max(endY, 6), height - 6);
    const isCut = endY < 0 || endY > height;
    return [{ runway, x: nowX + 20 + column * COLUMN_PX, fromY, toY, isCut }];
  });
}

/** Runway arrows; their distances follow in {@link drawRunwayLabels}. */
export function drawRunways(drawing: Drawing): void {
  for (const each of placeRunways(drawing)) {
    if (each.runway.isClear) drawClear(drawing, each);
    else drawObstructed(drawing, each);
  }
}

/** The distances, in front of everything: an arrow never stands without its own. */
export function drawRunwayLabels(drawing: Drawing): void {
  const { height } = drawing;
  const labelled = placeRunways(drawing)
    .map((each) => ({ ...each, y: labelY(each) }))
    .sort((a, b) => a.y - b.y);
  const wanted = labelled.map((each) => each.y);
  const rows = spreadLabels(wanted, LABEL_GAP_PX, EDGE_PX, height - EDGE_PX);
  labelled.forEach((each, index) => drawLabel(drawing, each, rows[index] ?? each.y));
}
