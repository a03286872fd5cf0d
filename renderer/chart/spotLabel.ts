import type { IPrimitivePaneView, ISeriesPrimitive, Time } from 'lightweight-charts';
import { formatPrice } from '../format/number.ts';
import type { Target } from './overlay.ts';
import { FIGURE_FONT, type Tokens } from './tokens.ts';

export interface SpotPrices {
  /** Level price. */
  readonly spotPx: number;
  /** Futures price; undefined where it is the same. */
  readonly futuresPx: number | undefined;
  /** y of spot in CSS pixels. */
  readonly y: number;
}

/** Half the height of an axis figure, and a little. */
const AXIS_FIGURE_PX = 8;

/** Spot on the price axis, in both price spaces where there are two. */
export function createSpotLabel(
  tokens: Tokens,
  read: () => SpotPrices | undefined,
): ISeriesPrimitive<Time> {
  const draw = (target: Target): void => {
    const prices = read();
    if (prices === undefined) return;
    const { spotPx, futuresPx, y } = prices;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const height = futuresPx === undefined ? 18 : 31;
      // Axis figures that would look out from under the label are covered with the ground.
      context.fillStyle = tokens['bg-0'];
      context.fillRect(1, y - 9 - AXIS_FIGURE_PX, mediaSize.width - 1, height + 2 * AXIS_FIGURE_PX);
      context.fillStyle = tokens['tx-1'];
      context.fillRect(1, y - 9, mediaSize.width - 1, height);
      context.textAlign = 'left';
      context.fillStyle = tokens['bg-0'];
      context.font = `700 12px ${FIGURE_FONT}`;
      context.fillText(formatPrice(spotPx), 7, y + 4);
      if (futuresPx === undefined) return;
      context.fillStyle = tokens['bg-4'];
      context.font = `500 11px ${FIGURE_FONT}`;
      context.fillText(formatPrice(futuresPx), 7, y + 18);
    });
  };
  const views: readonly IPrimitivePaneView[] = [
    { zOrder: () => 'top', renderer: () => ({ draw }) },
  ];
  return { priceAxisPaneViews: () => views };
}
