import type { Drawing } from './geometry.ts';
import type { SceneGap } from './scene.ts';
import { UI_FONT, withAlpha } from './tokens.ts';
import { formatDuration } from '../format/time.ts';

/** From the top of the chart to the word, below the readout of the bar. */
const GAP_WORD_Y_PX = 46;
const LEAST_WIDTH_PX = 4;
const HATCH_STEP_PX = 6;

interface GapBand {
  readonly gap: SceneGap;
  readonly left: number;
  readonly width: number;
}

function bandOf({ xAt }: Drawing, gap: SceneGap): GapBand | undefined {
  const to = xAt(gap.toTs);
  if (to === undefined) return undefined;
  const from = gap.fromTs === undefined ? to : (xAt(gap.fromTs) ?? to);
  const width = Math.max(LEAST_WIDTH_PX, to - from);
  return { gap, left: to - width, width };
}

function drawHatch({ context, height }: Drawing, { left, width }: GapBand): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, width, height);
  context.clip();
  context.beginPath();
  for (let y = -width; y < height + width; y += HATCH_STEP_PX) {
    context.moveTo(left, y + width);
    context.lineTo(left + width, y);
  }
  context.stroke();
  context.restore();
}

/** Where data are missing price did not stand still: a hatched band says so, with its length. */
export function drawGaps(drawing: Drawing): void {
  const { context, scene, tokens, height, width } = drawing;
  const bands = scene.gaps.flatMap((gap) => bandOf(drawing, gap) ?? []);
  for (const band of bands) {
    if (band.left + band.width < 0 || band.left > width) continue;
    context.fillStyle = withAlpha(tokens.warn, 0.07);
    context.fillRect(band.left, 0, band.width, height);
    context.strokeStyle = withAlpha(tokens.warn, 0.55);
    context.lineWidth = 1;
    context.setLineDash([]);
    drawHatch(drawing, band);
    context.fillStyle = withAlpha(tokens.warn, 0.8);
    context.fillRect(band.left, 0, 1, height);
    context.fillRect(band.left + band.width - 1, 0, 1, height);
    context.fillStyle = tokens.warn;
    context.font = `500 11px ${UI_FONT}`;
    context.textAlign = 'right';
    const { fromTs, toTs } = band.gap;
    const words = fromTs === undefined ? 'gap' : `gap ${formatDuration(toTs - fromTs)}`;
    context.fillText(words, band.left - 6, GAP_WORD_Y_PX);
  }
}
