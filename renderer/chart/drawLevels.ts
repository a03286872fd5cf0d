import { formatPrice } from '../format/number.ts';
import type { Drawing } from './geometry.ts';
import { LEVEL_LOOKS } from './levelLooks.ts';
import type { SceneLevel } from './scene.ts';
import { FIGURE_FONT, withAlpha } from './tokens.ts';

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
