import { formatPrice } from '../format/number.ts';
import { drawVerdict } from './drawVerdict.ts';
import type { Drawing } from './geometry.ts';
import { LEVEL_LOOKS } from './levelLooks.ts';
import type { SceneLevel } from './scene.ts';
import { spreadLabels } from './spreadLabels.ts';
import { FIGURE_FONT, UI_FONT, withAlpha } from './tokens.ts';

const TAG_GAP_PX = 20;
const TAG_HEIGHT_PX = 17;
const EDGE_PX = 11;
/** Long names end in an ellipsis here, so that tags never reach the verdicts. */
const MAX_NAME_PX = 92;

const NAME_FONT = `600 11px ${UI_FONT}`;
const PRICE_FONT = `600 11.5px ${FIGURE_FONT}`;

interface Tag {
  readonly level: SceneLevel;
  readonly y: number;
}

/** Levels with room on the chart, from top to bottom. */
function visibleTags({ scene, height, yOf }: Drawing): Tag[] {
  return scene.levels
    .flatMap((level) => {
      const y = yOf(level.price);
      return y === undefined || y < 0 || y > height ? [] : [{ level, y }];
    })
    .sort((a, b) => a.y - b.y);
}

function fitText(context: CanvasRenderingContext2D, text: string, maxWidth: number): string {
  if (context.measureText(text).width <= maxWidth) return text;
  let kept = text;
  while (kept.length > 1 && context.measureText(`${kept}\u2026`).width > maxWidth) {
    kept = kept.slice(0, -1);
  }
  return `${kept}\u2026`;
}

/** The name with `+2` for a confluence: the count is never cut off, the name may be shorter. */
function tagText(
  context: CanvasRenderingContext2D,
  level: SceneLevel,
  isNarrow: boolean,
  maxWidth: number,
): string {
  const more = level.moreCount === 0 ? '' : ` +${level.moreCount}`;
  const long = level.name + more;
  if (!isNarrow && context.measureText(long).width <= maxWidth) return long;
  const room = maxWidth - context.measureText(more).width;
  return fitText(context, level.shortName, room) + more;
}

function drawTag(drawing: Drawing, { level, y }: Tag, tagY: number): void {
  const { context, tokens, width, lineEndX, isNarrow } = drawing;
  const colour = tokens[LEVEL_LOOKS[level.kind].token];
  const isStrong = level.isActive || level.isLit;
  context.font = NAME_FONT;
  const maxName = isNarrow ? 58 : MAX_NAME_PX;
  const name = tagText(context, level, isNarrow, maxName);
  const nameWidth = context.measureText(name).width;
  const priceText = formatPrice(level.price);
  context.font = PRICE_FONT;
  const tagWidth = nameWidth + context.measureText(priceText).width + 23;
  const x = Math.round(width - tagWidth - 2) + 0.5;

  context.strokeStyle = withAlpha(colour, isStrong ? 1 : 0.6);
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(lineEndX, y);
  context.lineTo(lineEndX + 8, tagY);
  context.lineTo(x, tagY);
  context.stroke();

  context.beginPath();
  context.roundRect(x, Math.round(tagY - TAG_HEIGHT_PX / 2) + 0.5, tagWidth, TAG_HEIGHT_PX, 2);
  context.fillStyle = level.isLit ? tokens['bg-4'] : tokens['bg-1'];
  context.fill();
  context.strokeStyle = withAlpha(colour, isStrong ? 0.95 : 0.5);
  context.setLineDash(level.kind === 'ROUND' || level.kind === 'STRIKE' ? [3, 2] : []);
  context.lineWidth = 1;
  context.stroke();
  context.setLineDash([]);

  context.fillStyle = withAlpha(colour, isStrong ? 1 : 0.85);
  context.textAlign = 'left';
  context.font = NAME_FONT;
  context.fillText(name, x + 7, tagY + 4);
  context.font = PRICE_FONT;
  context.fillStyle = tokens[isStrong ? 'tx-1' : 'tx-2'];
  context.textAlign = 'right';
  context.fillText(priceText, width - 7, tagY + 4);
  if (level.verdict !== undefined) drawVerdict(drawing, level.verdict, tagY);
}

/** Tags at the right edge: kept 20 px apart with leaders to their levels, never hidden. */
export function drawTags(drawing: Drawing): void {
  const tags = visibleTags(drawing);
  const wanted = tags.map((tag) => tag.y);
  const placed = spreadLabels(wanted, TAG_GAP_PX, EDGE_PX, drawing.height - EDGE_PX);
  tags.forEach((tag, index) => drawTag(drawing, tag, placed[index] ?? tag.y));
}
