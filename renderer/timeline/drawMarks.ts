/** What stands on the timeline: signals, touches, gaps, the playhead. Canvas, CSS pixels. */
import { FIGURE_FONT, UI_FONT, withAlpha, type Tokens } from '../chart/tokens.ts';
import { drawDifference } from '../compare/drawDifferences.ts';
import { formatClock } from '../format/time.ts';
import { drawFlag } from '../journal/drawJournal.ts';
import { VERDICT_TOKENS } from '../icons/signalIcon.ts';
import { xOf } from './axis.ts';
import { hatch, type TimelineDrawing } from './drawPath.ts';
import { priceAt } from './findMark.ts';
import { placeGlyphs, type SignalName } from './placeGlyphs.ts';

/** Strength of what lies ahead of the playhead. */
const AHEAD = 0.6;

/** The badge's silhouette, small: pointed for BREAK, square for REJECT, edged for CONTESTED. */
function drawGlyph(
  context: CanvasRenderingContext2D,
  colour: string,
  glyph: { readonly signal: SignalName; readonly direction: 'UP' | 'DOWN' | null },
  x: number,
  y: number,
): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.beginPath();
  if (glyph.signal === 'REJECT') {
    context.fillRect(x - 3.5, y - 3.5, 7, 7);
    return;
  }
  if (glyph.signal === 'BREAK') {
    const down = glyph.direction === 'UP' ? -1 : 1;
    context.moveTo(x - 4.5, y - 4 * down);
    context.lineTo(x + 4.5, y - 4 * down);
    context.lineTo(x, y + 4 * down);
    context.closePath();
    context.fill();
    return;
  }
  context.lineWidth = 1.5;
  context.moveTo(x, y - 4.2);
  context.lineTo(x + 4.2, y);
  context.lineTo(x, y + 4.2);
  context.lineTo(x - 4.2, y);
  context.closePath();
  context.stroke();
}

/** A row of glyphs, and on the path a dot at every signal, also where there is no room for more. */
export function drawSignals(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view, yOf, positionTs } = drawing;
  const now = positionTs ?? Number.NEGATIVE_INFINITY;
  for (const { kind, value, ts } of view.marks) {
    const colour = kind === 'signal' ? signalColour(tokens, value) : undefined;
    const price = colour === undefined ? undefined : priceAt(view.path, ts);
    if (colour === undefined || price === undefined) continue;
    context.globalAlpha = ts > now ? AHEAD : 1;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(xOf(axis, ts), yOf(price), 1.8, 0, 2 * Math.PI);
    context.fill();
  }
  for (const glyph of placeGlyphs(view.marks, axis)) {
    context.globalAlpha = glyph.ts > now ? AHEAD : 1;
    const colour = tokens[VERDICT_TOKENS[glyph.signal]];
    drawGlyph(context, colour, glyph, glyph.x, layout.signalY);
  }
  context.globalAlpha = 1;
}

function signalColour(tokens: Tokens, value: string): string | undefined {
  const token = Object.entries(VERDICT_TOKENS).find(([signal]) => signal === value)?.[1];
  return token === undefined ? undefined : tokens[token];
}

/** Outcomes by colour, height and cap: broke is tall, held has a lid, the rest is short. */
function drawTouch(drawing: TimelineDrawing, value: string, x: number): void {
  const { context, tokens, layout } = drawing;
  const isKnown = value === 'BREAK' || value === 'REJECT';
  const height = value === 'BREAK' ? 10 : value === 'REJECT' ? 7 : 4;
  context.fillStyle = isKnown ? tokens[VERDICT_TOKENS[value]] : tokens['tx-3'];
  context.fillRect(x - 0.75, layout.baseY - height, 1.5, height);
  if (value === 'REJECT') context.fillRect(x - 2.5, layout.baseY - height, 5, 1.5);
}

export function drawTouches(drawing: TimelineDrawing): void {
  const { context, axis, view, positionTs } = drawing;
  const now = positionTs ?? Number.NEGATIVE_INFINITY;
  for (const { kind, ts, value } of view.marks) {
    if (kind !== 'touch') continue;
    context.globalAlpha = ts > now ? AHEAD : 1;
    drawTouch(drawing, value, xOf(axis, ts));
  }
  context.globalAlpha = 1;
}

/** Missing data, at least wide enough to be seen. */
export function drawGaps(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view } = drawing;
  for (const { kind, ts, end_ts } of view.marks) {
    if (kind !== 'gap') continue;
    const x = xOf(axis, ts);
    const width = Math.max(4, xOf(axis, end_ts ?? ts) - x);
    const box = { x, y: layout.topY - 4, width, height: layout.baseY - layout.topY + 4 };
    context.fillStyle = withAlpha(tokens.warn, 0.16);
    context.fillRect(box.x, box.y, box.width, box.height);
    hatch(context, box, withAlpha(tokens.warn, 0.85));
    context.fillStyle = tokens.warn;
    context.fillRect(box.x, box.y, 1, box.height);
    context.fillRect(box.x + box.width - 1, box.y, 1, box.height);
  }
}

function drawPill(drawing: TimelineDrawing, ts: number, ground: string, ink: string): void {
  const { context, axis, layout } = drawing;
  const text = formatClock(ts);
  context.font = `600 11px ${FIGURE_FONT}`;
  const half = context.measureText(text).width / 2 + 5;
  const x = Math.min(layout.width - half - 2, Math.max(half + 2, xOf(axis, ts)));
  context.fillStyle = ground;
  context.fillRect(x - half, layout.labelY - 11, 2 * half, 15);
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.fillText(text, x, layout.labelY);
}

/** The present: a white line with its time; where it is going, a dashed one. */
export function drawPlayhead(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, positionTs, targetTs, hoverTs } = drawing;
  const line = (ts: number, width: number, colour: string, dash: readonly number[]): void => {
    const x = xOf(axis, ts);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(x, layout.signalY - 9);
    context.lineTo(x, layout.baseY + 4);
    context.stroke();
    context.setLineDash([]);
  };
  if (hoverTs !== undefined) line(hoverTs, 1, tokens['tx-3'], [2, 3]);
  if (positionTs !== undefined) {
    const x = xOf(axis, positionTs);
    line(positionTs, 1.6, tokens['tx-1'], []);
    context.fillStyle = tokens['tx-1'];
    context.beginPath();
    context.moveTo(x - 5, layout.signalY - 10);
    context.lineTo(x + 5, layout.signalY - 10);
    context.lineTo(x, layout.signalY - 3);
    context.closePath();
    context.fill();
  }
  if (targetTs !== undefined) {
    line(targetTs, 1.6, tokens['tx-1'], [4, 3]);
    drawPill(drawing, targetTs, tokens['bg-4'], tokens['tx-1']);
  } else if (positionTs !== undefined) {
    drawPill(drawing, positionTs, tokens['tx-1'], tokens['bg-0']);
  }
}

const KEY = [
  { word: 'break', signal: 'BREAK' },
  { word: 'reject', signal: 'REJECT' },
  { word: 'contested', signal: 'CONTESTED' },
] as const;

/** What the signs mean, where there is room for it. */
export function drawKey(drawing: TimelineDrawing): void {
  const { context, tokens, layout, axis, view } = drawing;
  if (layout.keyY === undefined) return;
  const y = layout.keyY;
  let x = axis.leftPx + 4;
  context.font = `400 11px ${UI_FONT}`;
  context.textAlign = 'left';
  const say = (word: string): void => {
    context.fillStyle = tokens['tx-3'];
    context.fillText(word, x + 9, y);
    x += context.measureText(word).width + 27;
  };
  for (const { word, signal } of KEY) {
    drawGlyph(context, tokens[VERDICT_TOKENS[signal]], { signal, direction: 'DOWN' }, x, y - 4);
    say(word);
  }
  context.fillStyle = tokens.warn;
  context.fillRect(x - 1, y - 9, 4, 10);
  say('gap');
  const base = { ...drawing, layout: { ...layout, baseY: y + 1 } };
  for (const [value, word] of [
    ['BREAK', 'touch, broke'],
    ['REJECT', 'held'],
    ['TIMEOUT', 'timed out'],
  ] as const) {
    drawTouch(base, value, x);
    say(word);
  }
  context.fillStyle = tokens.vwap;
  context.fillRect(x - 5, y - 4, 10, 1);
  say('VWAP');
  drawFlag(drawing, x, y - 9);
  say('bookmark');
  if (!view.marks.some(({ kind }) => kind === 'difference')) return;
  drawDifference(context, tokens, x, y - 6);
  say('differs');
}
