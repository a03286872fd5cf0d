import type { IPrimitivePaneView, ISeriesPrimitive, Time } from 'lightweight-charts';
import type { Target } from '../chart/overlay.ts';
import type { TimeMap } from '../chart/timeMap.ts';
import type { DepthTrail } from './depthTrail.ts';
import { COLUMN_MS, heatBlocks } from './heatBlocks.ts';
import { HeatBuffer } from './heatBuffer.ts';

/** What of the chart the heatmap needs at each drawing. */
export interface HeatView {
  readonly depth: DepthTrail;
  readonly time: TimeMap;
  /** Unix ms of what is in sight. */
  readonly fromTs: number;
  readonly toTs: number;
  readonly tickSize: number;
  readonly yOf: (price: number) => number | undefined;
  readonly priceAt: (y: number) => number | undefined;
}

function drawHeat(
  context: CanvasRenderingContext2D,
  buffer: HeatBuffer,
  ramp: Uint32Array,
  view: HeatView,
  height: number,
): void {
  const { depth, time, tickSize, yOf, priceAt } = view;
  const from = depth.columnFrom(view.fromTs);
  const to = depth.columnFrom(view.toTs + COLUMN_MS);
  const [highPx, lowPx] = [priceAt(0), priceAt(height)];
  if (to <= from || highPx === undefined || lowPx === undefined || depth.top === 0) return;
  const style = { ramp, top: depth.top, tickSize };
  const { rows, first, stride } = buffer.show(depth, { from, to, lowPx, highPx }, style);
  const top = yOf(rows.lowPx + rows.rowPx * rows.count);
  const bottom = yOf(rows.lowPx);
  if (top === undefined || bottom === undefined) return;
  context.imageSmoothingEnabled = false;
  for (const block of heatBlocks(depth, from, to)) {
    const right = time.xAt(depth.tsAt(block.to - 1));
    if (right === undefined) continue;
    const spanMs = depth.tsAt(block.to - 1) - depth.tsAt(block.from) + COLUMN_MS;
    const width = spanMs * time.pxPerMs;
    context.drawImage(
      buffer.image,
      (block.from - first) / stride,
      0,
      (block.to - block.from) / stride,
      rows.count,
      right - width,
      top,
      width,
      bottom - top,
    );
  }
}

/**
 * Displayed liquidity over time behind the price, cut to what is in sight.
 * @param read what to draw; undefined while there is nothing, or the layer is off
 */
export function createHeatmap(
  ramp: Uint32Array,
  read: () => HeatView | undefined,
): ISeriesPrimitive<Time> {
  const buffer = new HeatBuffer();
  const draw = (target: Target): void => {
    const view = read();
    if (view === undefined) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      drawHeat(context, buffer, ramp, view, mediaSize.height);
    });
  };
  const views: readonly IPrimitivePaneView[] = [
    { zOrder: () => 'bottom', renderer: () => ({ draw }) },
  ];
  return { paneViews: () => views };
}
