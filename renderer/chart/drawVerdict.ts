import { drawIcon } from '../icons/drawIcon.ts';
import { isFlippedIcon, VERDICT_ICONS, VERDICT_TOKENS } from '../icons/signalIcon.ts';
import { formatMinutes } from '../format/time.ts';
import type { SignalMark } from '../model/signalMarks.ts';
import type { Drawing } from './geometry.ts';
import { placeMarksInSight, type PlacedMark } from './placeMarks.ts';
import type { SceneVerdict } from './scene.ts';
import { FIGURE_FONT, UI_FONT, withAlpha } from './tokens.ts';

type Shape = Pick<SceneVerdict, 'signal'> & { readonly direction: 'UP' | 'DOWN' | null };

const HEIGHT_PX = 17;
const MARK_WIDTH_PX = 22;
const TAG_WIDTH_PX = 44;
/** From the centre of a badge to its outcome. */
const OUTCOME_PX = 18;

/** Silhouettes: BREAK points where price goes, REJECT is square, CONTESTED a hexagon. */
function silhouette(
  context: CanvasRenderingContext2D,
  { signal, direction }: Shape,
  x: number,
  y: number,
  width: number,
): void {
  const w = width / 2;
  const h = HEIGHT_PX / 2;
  context.beginPath();
  if (signal === 'REJECT') {
    context.roundRect(x - w, y - h, width, HEIGHT_PX, 2);
    return;
  }
  const down = direction === 'UP' ? -1 : 1;
  const corners: readonly (readonly [number, number])[] =
    signal === 'BREAK'
      ? [
          [-w, -h * down],
          [w, -h * down],
          [w, (h - 5) * down],
          [0, (h + 2) * down],
          [-w, (h - 5) * down],
        ]
      : [
          [-w + 6, -h],
          [w - 6, -h],
          [w, 0],
          [w - 6, h],
          [-w + 6, h],
          [-w, 0],
        ];
  corners.forEach(([dx, dy], index) => {
    if (index === 0) context.moveTo(x + dx, y + dy);
    else context.lineTo(x + dx, y + dy);
  });
  context.closePath();
}

/** The icon sits in the wide part of the pointed badge. */
const iconShift = ({ signal, direction }: Shape): number =>
  signal === 'BREAK' ? (direction === 'UP' ? 2 : -2) : 0;

function drawBadge(drawing: Drawing, shape: Shape, x: number, y: number, width: number): void {
  const { context, tokens } = drawing;
  silhouette(context, shape, x, y, width);
  context.fillStyle = tokens[VERDICT_TOKENS[shape.signal]];
  context.fill();
  context.strokeStyle = tokens['bg-0'];
  context.lineWidth = 1.5;
  context.stroke();
}

/** A current verdict beside its tag, with the smoothed score. */
export function drawVerdict(drawing: Drawing, verdict: SceneVerdict, y: number): void {
  const { context, tokens, badgeX } = drawing;
  drawBadge(drawing, verdict, badgeX, y, TAG_WIDTH_PX);
  const shift = iconShift(verdict);
  const isFlipped = isFlippedIcon(verdict.signal, verdict.direction);
  drawIcon(
    context,
    VERDICT_ICONS[verdict.signal],
    badgeX - 9,
    y + shift,
    12,
    tokens['bg-0'],
    isFlipped,
  );
  context.fillStyle = tokens['bg-0'];
  context.font = `700 11.5px ${FIGURE_FONT}`;
  context.textAlign = 'center';
  context.fillText(verdict.score.toFixed(0), badgeX + 8, y + 4 + shift);
}

const OUTCOME_WORDS = { BREAK: 'broke', REJECT: 'held' } as const;

/** What became of a signal: `broke 0:16`, `held 0:24`, `timed out`; '' while it is open. */
export function outcomeText({ outcome, outcomeMs }: SignalMark): string {
  if (outcome === undefined || outcome === 'OPEN' || outcomeMs === undefined) return '';
  if (outcome === 'TIMEOUT') return 'timed out';
  return `${OUTCOME_WORDS[outcome]} ${formatMinutes(outcomeMs)}`;
}

const cameTrue = ({ signal, outcome }: SignalMark): boolean =>
  outcome !== undefined && signal === outcome;

function drawOutcome(drawing: Drawing, mark: SignalMark, x: number, y: number): void {
  const { context, tokens } = drawing;
  const text = outcomeText(mark);
  if (text === '') return;
  const isTrue = cameTrue(mark);
  context.font = `400 11px ${UI_FONT}`;
  const width = context.measureText(text).width + (isTrue ? 20 : 8);
  context.fillStyle = withAlpha(tokens['bg-1'], 0.88);
  context.fillRect(x - width / 2, y - 7, width, 14);
  if (isTrue) drawIcon(context, 'check', x - width / 2 + 8, y, 10, tokens['tx-1']);
  context.fillStyle = tokens[isTrue ? 'tx-1' : 'tx-2'];
  context.textAlign = 'center';
  context.fillText(text, x + (isTrue ? 7 : 0), y + 4);
}

/** A signal where it fired, joined to its level by a stem; a repeated one is only a foot. */
function drawMark(drawing: Drawing, placed: PlacedMark): void {
  const { context, tokens } = drawing;
  const { mark, x, y, levelY } = placed;
  const colour = tokens[VERDICT_TOKENS[mark.signal]];
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, levelY, placed.isRepeated ? 2 : 2.6, 0, 2 * Math.PI);
  context.fill();
  if (placed.isRepeated) return;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x, levelY);
  context.lineTo(x, y);
  context.stroke();
  drawBadge(drawing, mark, x, y, MARK_WIDTH_PX);
  const isFlipped = isFlippedIcon(mark.signal, mark.direction);
  const iconY = y + iconShift(mark);
  drawIcon(context, VERDICT_ICONS[mark.signal], x, iconY, 12, tokens['bg-0'], isFlipped);
}

/** Every signal in sight, and what became of it where there is room to say so. */
export function drawMarks(drawing: Drawing): void {
  const { scene, width, xOf, yOf } = drawing;
  const placed = placeMarksInSight(scene.marks, width, xOf, yOf);
  for (const each of placed) drawMark(drawing, each);
  const labels: { x: number; y: number }[] = [];
  for (const { mark, x, y, side, isRepeated } of placed) {
    const label = { x, y: y + side * OUTCOME_PX };
    if (isRepeated || outcomeText(mark) === '' || isCrowded(label, labels, placed)) continue;
    labels.push(label);
    drawOutcome(drawing, mark, label.x, label.y);
  }
}

const isCrowded = (
  label: { readonly x: number; readonly y: number },
  labels: readonly { readonly x: number; readonly y: number }[],
  placed: readonly PlacedMark[],
): boolean =>
  labels.some((other) => Math.abs(other.x - label.x) < 70 && Math.abs(other.y - label.y) < 15) ||
  placed.some(
    (other) =>
      !other.isRepeated && Math.abs(other.x - label.x) < 42 && Math.abs(other.y - label.y) < 15,
  );
