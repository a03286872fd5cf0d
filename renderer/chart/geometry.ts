import type { LargePrint } from './prints.ts';
import type { ChartScene } from './scene.ts';
import type { Tokens } from './tokens.ts';

/** Everything that the drawing functions need; lengths in CSS pixels. */
export interface Drawing {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly scene: ChartScene;
  readonly tokens: Tokens;
  /** Where level lines end and leaders to the tags begin. */
  readonly lineEndX: number;
  /** Centre of the verdict badges. */
  readonly badgeX: number;
  /** Right edge of the newest bar, at most the beginning of the tags. */
  readonly nowX: number;
  /** True when there is no room for long names. */
  readonly isNarrow: boolean;
  /** Level price of a hotzone that is being placed or dragged. */
  readonly previewPx: number | undefined;
  /** y of a level price; undefined when the scale is not ready. */
  readonly yOf: (price: number) => number | undefined;
  /** x of the bar that a snap belongs to; undefined when it is not in the data. */
  readonly xOf: (tsMs: number) => number | undefined;
  /** x of a moment, inside its bar; of one without a bar, that of the nearest. */
  readonly xAt: (tsMs: number) => number | undefined;
  /** Large prints in sight. */
  readonly prints: readonly LargePrint[];
  /** Contracts from which a print is large. */
  readonly printThreshold: number;
}

/** Below this width the tags take short names. */
export const NARROW_PX = 720;

/** Pixels kept free at the right for verdicts, tags and runways. */
export const roomFor = (width: number): number =>
  width < NARROW_PX ? 240 : Math.min(300, Math.max(250, width * 0.3));

/** From the right edge to the centre of the verdict badges. */
export const badgeInset = (width: number): number => (width < NARROW_PX ? 138 : 176);
