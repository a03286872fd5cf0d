import type {
  ISeriesPrimitive,
  IPrimitivePaneView,
  IPrimitivePaneRenderer,
  PrimitivePaneViewZOrder,
  Time,
} from 'lightweight-charts';
import { drawGaps } from './drawGaps.ts';
import { drawLevels, drawPreview } from './drawLevels.ts';
import { drawPrints, drawSweeps } from './drawPrints.ts';
import { drawRunwayLabels, drawRunways } from './drawRunways.ts';
import { drawTags } from './drawTags.ts';
import { drawMarks } from './drawVerdict.ts';
import type { Drawing } from './geometry.ts';

/** The canvas that the library hands to a renderer. */
export type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Makes the drawing for one pass; undefined while the chart has no scale yet. */
export type DrawingFactory = (
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
) => Drawing | undefined;

function view(
  zOrder: PrimitivePaneViewZOrder,
  factory: DrawingFactory,
  paint: (drawing: Drawing) => void,
): IPrimitivePaneView {
  const renderer: IPrimitivePaneRenderer = {
    draw: (target: Target) => {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        const drawing = factory(context, mediaSize.width, mediaSize.height);
        if (drawing === undefined) return;
        context.save();
        context.textBaseline = 'alphabetic';
        paint(drawing);
        context.restore();
      });
    },
  };
  return { zOrder: () => zOrder, renderer: () => renderer };
}

export interface Overlay {
  readonly primitive: ISeriesPrimitive<Time>;
  /** Asks for a new picture; the library draws on its next animation frame. */
  readonly redraw: () => void;
}

/** What is drawn around price, in the design's order: levels behind it, verdicts in front. */
export function createOverlay(factory: DrawingFactory): Overlay {
  const views = [
    view('bottom', factory, (drawing) => {
      drawGaps(drawing);
      drawLevels(drawing);
    }),
    view('top', factory, (drawing) => {
      drawPrints(drawing);
      drawSweeps(drawing);
      drawRunways(drawing);
      drawMarks(drawing);
      drawTags(drawing);
      drawRunwayLabels(drawing);
      drawPreview(drawing);
    }),
  ];
  let requestUpdate: () => void = () => undefined;
  const primitive: ISeriesPrimitive<Time> = {
    paneViews: () => views,
    attached: (parameter) => {
      requestUpdate = parameter.requestUpdate;
    },
  };
  return { primitive, redraw: () => requestUpdate() };
}
