import { prepareCanvas } from '../canvas/prepareCanvas.ts';
import { drawBookmarks, drawCalls, drawLoop } from '../journal/drawJournal.ts';
import { drawDifferences } from '../compare/drawDifferences.ts';
import { readTokens, type Tokens } from '../chart/tokens.ts';
import { type Axis } from './axis.ts';
import { pathColumns, priceRange, type PathColumn } from './columns.ts';
import { drawGaps, drawKey, drawPlayhead, drawSignals, drawTouches } from './drawMarks.ts';
import {
  drawBar,
  drawClock,
  drawPrice,
  drawSessions,
  drawUnseen,
  drawVwap,
  type TimelineDrawing,
} from './drawPath.ts';
import type { TimelineLayout } from './layout.ts';
import type { TimelineView } from './timelineView.ts';

/** What the canvas shows; see {@link TimelineDrawing} for the parts. */
export type TimelinePicture = Pick<
  TimelineDrawing,
  'view' | 'trader' | 'axis' | 'layout' | 'positionTs' | 'targetTs' | 'hoverTs'
>;

const isSameAxis = (a: Axis, b: Axis): boolean =>
  a.fromTs === b.fromTs && a.toTs === b.toTs && a.leftPx === b.leftPx && a.rightPx === b.rightPx;

/** Draws the timeline outside React, at most once per frame of the browser. */
export class TimelineCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #tokens: Tokens;
  #picture: TimelinePicture | undefined;
  #columns: readonly PathColumn[] = [];
  #columnsOf: { view: TimelineView; axis: Axis } | undefined;
  #request: number | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#tokens = readTokens(canvas);
  }

  /** @param picture undefined while there is nothing to show */
  show(picture: TimelinePicture | undefined): void {
    this.#picture = picture;
    this.#request ??= requestAnimationFrame(() => {
      this.#request = undefined;
      this.#draw();
    });
  }

  remove(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
  }

  /** The path changes far less often than the playhead. */
  #thin({ view, axis }: TimelinePicture): readonly PathColumn[] {
    const known = this.#columnsOf;
    const isKnown =
      known !== undefined && known.view.path.ts === view.path.ts && isSameAxis(known.axis, axis);
    if (!isKnown) {
      this.#columns = pathColumns(view.path, axis);
      this.#columnsOf = { view, axis };
    }
    return this.#columns;
  }

  #draw(): void {
    const picture = this.#picture;
    if (picture === undefined) {
      this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
      return;
    }
    const context = prepareCanvas(this.#canvas, picture.layout);
    if (context === null) return;
    const columns = this.#thin(picture);
    const drawing = {
      ...picture,
      context,
      tokens: this.#tokens,
      columns,
      yOf: scaleOf(columns, picture.layout),
    };
    drawPrice(drawing);
    drawVwap(drawing);
    drawUnseen(drawing);
    drawSessions(drawing);
    drawGaps(drawing);
    drawTouches(drawing);
    drawBar(drawing);
    drawClock(drawing);
    drawDifferences(drawing);
    drawLoop(drawing);
    drawSignals(drawing);
    drawBookmarks(drawing);
    drawCalls(drawing);
    drawKey(drawing);
    drawPlayhead(drawing);
  }
}

/** Half of this range around a price that never moved, level price. */
const LEAST_RANGE_PX = 0.1;

function scaleOf(
  columns: readonly PathColumn[],
  { topY, bottomY }: TimelineLayout,
): (price: number) => number {
  const { low, high } = priceRange(columns) ?? { low: 0, high: 0 };
  const range = Math.max(high - low, LEAST_RANGE_PX);
  const middle = (high + low) / 2;
  return (price) => (topY + bottomY) / 2 - ((price - middle) / range) * (bottomY - topY);
}
