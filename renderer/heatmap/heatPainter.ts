/** Turns columns of depth into pixels: what is in sight, and what was seen last, fading. */
import { UNSEEN_DEPTH } from '../../engine/core/protocol.ts';
import type { DepthTrail } from './depthTrail.ts';
import { rampSteps } from './heatRamp.ts';

/** Strength of what was in sight a moment ago and is not now; it fades with this time constant. */
const LAST_SEEN = 0.42;
const FADE_MS = 60_000;
const LEAST_STRENGTH = 0.03;
/** Columns before the first one drawn from which something may still be seen. */
export const FADE_COLUMNS = Math.ceil((FADE_MS / 1000) * Math.log(LAST_SEEN / LEAST_STRENGTH));

/** The prices that the picture's rows stand for, highest first; level prices. */
export interface HeatRows {
  readonly lowPx: number;
  /** Height of a row. */
  readonly rowPx: number;
  readonly count: number;
}

export interface HeatStyle {
  /** See `heatRamp`. */
  readonly ramp: Uint32Array;
  /** Contracts at the end of the ramp. */
  readonly top: number;
  /** Futures price of one tick. */
  readonly tickSize: number;
}

export class HeatPainter {
  readonly #rows: HeatRows;
  readonly #style: HeatStyle;
  readonly #steps: Uint8Array;
  /** What each row showed last, and when; −1 where nothing was ever seen. */
  readonly #size: Int32Array;
  readonly #seenTs: Float64Array;

  constructor(rows: HeatRows, style: HeatStyle) {
    this.#rows = rows;
    this.#style = style;
    this.#steps = rampSteps(style.top);
    this.#size = new Int32Array(rows.count).fill(-1);
    this.#seenTs = new Float64Array(rows.count);
  }

  /** Takes a column into account; columns come in their order. */
  step(depth: DepthTrail, column: number): void {
    const sizes = depth.sizesAt(column);
    const ts = depth.tsAt(column);
    const tickPx = this.#style.tickSize / depth.ratioAt(column);
    const lowestPx = (depth.firstTickAt(column) - 0.5) * tickPx;
    for (let tick = 0; tick < sizes.length; tick += 1) {
      const size = sizes[tick] ?? UNSEEN_DEPTH;
      if (size !== UNSEEN_DEPTH) this.#see(lowestPx + tick * tickPx, tickPx, size, ts);
    }
  }

  #see(lowPx: number, heightPx: number, size: number, ts: number): void {
    const { rowPx, count } = this.#rows;
    const offset = (lowPx - this.#rows.lowPx) / rowPx;
    const from = Math.max(0, Math.round(offset));
    const to = Math.min(count, Math.round(offset + heightPx / rowPx));
    for (let row = from; row < to; row += 1) {
      this.#size[row] = size;
      this.#seenTs[row] = ts;
    }
  }

  /**
   * Draws what the last column left as one column of pixels.
   * @param pixels an image of `width` pixels a row
   */
  paint(pixels: Uint32Array, width: number, x: number, ts: number): void {
    const { count } = this.#rows;
    for (let row = 0; row < count; row += 1) {
      pixels[(count - 1 - row) * width + x] = this.#pixel(row, ts);
    }
  }

  #pixel(row: number, ts: number): number {
    const size = this.#size[row] ?? -1;
    if (size <= 0) return 0;
    const ageMs = ts - (this.#seenTs[row] ?? 0);
    const strength = ageMs === 0 ? 1 : LAST_SEEN * Math.exp(-ageMs / FADE_MS);
    if (strength < LEAST_STRENGTH) return 0;
    const step = this.#steps[Math.min(size, this.#steps.length - 1)] ?? 0;
    const colour = this.#style.ramp[step] ?? 0;
    return ((Math.round(strength * 255) << 24) | colour) >>> 0;
  }
}
