import type { DepthTrail } from './depthTrail.ts';
import { FADE_COLUMNS, HeatPainter, type HeatRows, type HeatStyle } from './heatPainter.ts';

/** What of the depth is in sight: columns `from` up to `to`, and level prices. */
export interface HeatSight {
  readonly from: number;
  readonly to: number;
  readonly lowPx: number;
  readonly highPx: number;
}

/** More columns than this are thinned out: a screen has no more pixels. */
const MOST_PIXELS = 1600;
const MOST_ROWS = 700;
/** Room around what is in sight, so that panning and new columns need no new picture. */
const MARGIN = 0.3;
const LEAST_MARGIN_COLUMNS = 120;

/** The off-screen picture: one pixel a column (or `stride` columns), rows of half a tick. */
interface Picture {
  readonly depth: DepthTrail;
  readonly style: HeatStyle;
  readonly rows: HeatRows;
  readonly painter: HeatPainter;
  /** Depth column of the first pixel, and columns a pixel. */
  readonly first: number;
  readonly stride: number;
  readonly pixels: number;
  /** The next depth column to be drawn. */
  next: number;
}

/** How a picture for this sight is laid out. */
export function layOutHeat(
  depth: DepthTrail,
  { from, to, lowPx, highPx }: HeatSight,
  tickSize: number,
): Pick<Picture, 'rows' | 'first' | 'stride' | 'pixels'> {
  const margin = Math.max(LEAST_MARGIN_COLUMNS, Math.round((to - from) * MARGIN));
  const first = Math.max(0, from - margin);
  const columns = to + margin - first;
  const stride = Math.max(1, Math.ceil(columns / MOST_PIXELS));
  const pricePx = (highPx - lowPx) * (1 + 2 * MARGIN);
  const halfTickPx = tickSize / depth.ratioAt(Math.max(from, to - 1)) / 2;
  const rowPx = Math.max(halfTickPx, pricePx / MOST_ROWS);
  return {
    first,
    stride,
    pixels: Math.ceil(columns / stride),
    rows: {
      lowPx: lowPx - (highPx - lowPx) * MARGIN,
      rowPx,
      count: Math.max(1, Math.ceil(pricePx / rowPx)),
    },
  };
}

/** Whether a picture still shows all that is in sight, finely enough. */
function covers(picture: Picture, depth: DepthTrail, sight: HeatSight, style: HeatStyle): boolean {
  const { rows, first, stride, pixels } = picture;
  if (picture.depth !== depth || picture.style.top !== style.top) return false;
  const isInside =
    sight.from >= first &&
    sight.to <= first + pixels * stride &&
    sight.lowPx >= rows.lowPx &&
    sight.highPx <= rows.lowPx + rows.rowPx * rows.count;
  const { stride: wanted, rows: wantedRows } = layOutHeat(depth, sight, style.tickSize);
  return isInside && wanted === stride && wantedRows.rowPx > rows.rowPx / 2;
}

/** Keeps the picture of the depth off screen; new columns are appended to it. */
export class HeatBuffer {
  readonly #canvas = document.createElement('canvas');
  #picture: Picture | undefined;

  /** Makes sure that everything in sight is drawn, and gives the picture. */
  show(depth: DepthTrail, sight: HeatSight, style: HeatStyle): Picture {
    const kept = this.#picture;
    if (kept !== undefined && covers(kept, depth, sight, style)) {
      this.#extend(kept);
      return kept;
    }
    const layout = layOutHeat(depth, sight, style.tickSize);
    const painter = new HeatPainter(layout.rows, style);
    const picture: Picture = { depth, style, painter, ...layout, next: layout.first };
    for (
      let column = Math.max(0, layout.first - FADE_COLUMNS);
      column < layout.first;
      column += 1
    ) {
      painter.step(depth, column);
    }
    this.#canvas.width = layout.pixels;
    this.#canvas.height = layout.rows.count;
    this.#picture = picture;
    this.#extend(picture);
    return picture;
  }

  get image(): HTMLCanvasElement {
    return this.#canvas;
  }

  /** Draws whole pixels only: one that is not full yet waits for its columns. */
  #extend(picture: Picture): void {
    const { depth, painter, first, stride, pixels, rows } = picture;
    const from = (picture.next - first) / stride;
    const to = Math.min(pixels, Math.floor((depth.count - first) / stride));
    if (to <= from) return;
    const width = to - from;
    const image = new ImageData(width, rows.count);
    const words = new Uint32Array(image.data.buffer);
    for (let x = 0; x < width; x += 1) {
      for (let part = 0; part < stride; part += 1) painter.step(depth, picture.next++);
      painter.paint(words, width, x, depth.tsAt(picture.next - 1));
    }
    this.#canvas.getContext('2d')?.putImageData(image, from, 0);
  }
}
