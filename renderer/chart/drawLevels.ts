import { formatPrice } from '../format/number.ts';
import type { Drawing } from './geometry.ts';
import { LEVEL_LOOKS } from './levelLooks.ts';
import type { SceneLevel } from './scene.ts';
import { FIGURE_FONT, UI_FONT, withAlpha } from './tokens.ts';

const OUTSIDE_PX = 12;
const FAINT = 0.42;
const HANDLE_WIDTH_PX = 26;

const strengthOf = ({ isActive, isLit }: SceneLevel): number =>
  isLit ? 1 : isActive ? 0.92 : FAINT;

/** Crisp lines: odd widths sit on half pixels. */
const crisp = (y: number, widthPx: number): number =>
  widthPx % 2 === 1 ? Math.round(y) + 0.5 : Math.round(y);

function drawBand(drawing: Drawing, level: SceneLevel): void {
  const { context, scene, tokens, lineEndX, yOf } = drawing;
  const top = yOf(level.price + scene.tickPx);
  const bottom = yOf(level.price - scene.tickPx);
  if (top === undefined || bottom === undefined) return;
  context.fillStyle = withAlpha(tokens.user, level.isLit ? 0.17 : 0.1);
  context.fillRect(0, top, lineEndX, bottom - top);
  context.strokeStyle = withAlpha(tokens.user, level.isLit ? 0.95 : 0.4);
  context.lineWidth = 1;
  context.setLineDash([]);
  for (const y of [top, bottom]) {
    context.beginPath();
    context.moveTo(0, crisp(y, 1));
    context.lineTo(lineEndX, crisp(y, 1));
    context.stroke();
  }
}

function drawHandle(drawing: Drawing, y: number): void {
  const { context, tokens } = drawing;
  context.fillStyle = tokens['bg-1'];
  context.strokeStyle = tokens.user;
  context.lineWidth = 1.4;
  context.setLineDash([]);
  context.beginPath();
  context.roundRect(18, y - 4, HANDLE_WIDTH_PX, 8, 4);
  context.fill();
  context.stroke();
  context.beginPath();
  context.moveTo(26, y);
  context.lineTo(36, y);
  context.stroke();
}

/** Level lines and hotzone bands, behind price. VWAP has its own path; only its end is drawn. */
export function drawLevels(drawing: Drawing): void {
  const { context, scene, tokens, height, lineEndX, nowX, yOf } = drawing;
  for (const level of scene.levels) {
    const y = yOf(level.price);
    if (y === undefined || y < -OUTSIDE_PX || y > height + OUTSIDE_PX) continue;
    if (level.kind === 'HOTZONE') drawBand(drawing, level);
    const { token, widthPx, dash } = LEVEL_LOOKS[level.kind];
    context.strokeStyle = withAlpha(tokens[token], strengthOf(level));
    context.lineWidth = level.isLit && widthPx < 2 ? widthPx + 0.75 : widthPx;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(level.kind === 'VWAP' ? nowX : 0, crisp(y, widthPx));
    context.lineTo(lineEndX, crisp(y, widthPx));
    context.stroke();
    if (level.kind === 'HOTZONE' && level.isLit) drawHandle(drawing, y);
  }
  context.setLineDash([]);
}

/** From the top of the chart to the word, below the readout of the bar. */
const GAP_WORD_Y_PX = 46;

/** Where data are missing price did not stand still: a hatched line says so, by name. */
export function drawGaps(drawing: Drawing): void {
  const { context, scene, tokens, height, xOf } = drawing;
  context.strokeStyle = withAlpha(tokens.warn, 0.7);
  context.lineWidth = 3;
  context.setLineDash([2, 4]);
  for (const ts of scene.gaps) {
    const x = xOf(ts);
    if (x === undefined || x < 0) continue;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height);
    context.stroke();
  }
  context.setLineDash([]);
  context.fillStyle = tokens.warn;
  context.font = `500 11px ${UI_FONT}`;
  context.textAlign = 'right';
  for (const ts of scene.gaps) {
    const x = xOf(ts);
    if (x !== undefined) context.fillText('gap', x - 6, GAP_WORD_Y_PX);
  }
}

/** The price that a hotzone would get where the pointer is. */
export function drawPreview(drawing: Drawing): void {
  const { context, tokens, previewPx, lineEndX, yOf } = drawing;
  const y = previewPx === undefined ? undefined : yOf(previewPx);
  if (previewPx === undefined || y === undefined) return;
  context.strokeStyle = tokens.user;
  context.lineWidth = 1.5;
  context.setLineDash([6, 3]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(lineEndX, y);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = tokens.user;
  context.fillRect(8, y - 20, 62, 17);
  context.fillStyle = tokens['bg-0'];
  context.font = `700 12px ${FIGURE_FONT}`;
  context.textAlign = 'left';
  context.fillText(formatPrice(previewPx), 14, y - 7);
}
