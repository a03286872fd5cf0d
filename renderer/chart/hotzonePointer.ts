/**
 * Pointer work on the chart that is not the library's: add by click, drag a zone, select, go to a
 * signal.
 */
import type { HotzoneState } from '../../engine/core/protocol.ts';
import type { PriceChart } from './priceChart.ts';

/** A pointer this near to a line means the line, pixels. */
const REACH_PX = 6;
/** A press that moved less than this is a click, pixels. */
const CLICK_PX = 3;

export interface PointerHost {
  readonly chart: PriceChart;
  hotzones(): readonly HotzoneState[];
  /** Level lines that can be selected, by id; level prices. */
  levels(): readonly { readonly id: string; readonly price: number }[];
  isPlacing(): boolean;
  /** Rounds a level price to the futures tick. */
  snap(price: number): number;
  /** A price being chosen; undefined when that is over. */
  preview(price: number | undefined): void;
  add(price: number): void;
  move(id: string, price: number): void;
  select(id: string): void;
  /** Goes to a time, Unix ms. */
  seek(ts: number): void;
  hover(id: string | undefined): void;
}

interface Drag {
  readonly zone: HotzoneState;
  price: number;
}

function nearest<T extends { readonly price: number }>(
  items: readonly T[],
  y: number,
  yOf: (price: number) => number | undefined,
): T | undefined {
  let best: { item: T; distancePx: number } | undefined;
  for (const item of items) {
    const lineY = yOf(item.price);
    if (lineY === undefined) continue;
    const distancePx = Math.abs(lineY - y);
    if (distancePx <= REACH_PX && distancePx < (best?.distancePx ?? Infinity)) {
      best = { item, distancePx };
    }
  }
  return best?.item;
}

/**
 * Listens on the chart's element before the library does, and takes a press away from it only
 * when it adds or drags a hotzone.
 * @returns stops listening
 */
export function attachHotzonePointer(element: HTMLElement, host: PointerHost): () => void {
  let drag: Drag | undefined;
  let pressed: { x: number; y: number } | undefined;

  const place = (event: MouseEvent): { x: number; y: number; isInPlot: boolean } => {
    const box = element.getBoundingClientRect();
    const x = event.clientX - box.left;
    return { x, y: event.clientY - box.top, isInPlot: x >= 0 && x < host.chart.plotWidth };
  };

  const priceUnder = (event: MouseEvent): number | undefined => {
    const price = host.chart.priceAt(place(event).y);
    return price === undefined ? undefined : host.snap(price);
  };

  const onDown = (event: MouseEvent): void => {
    const { x, y, isInPlot } = place(event);
    if (event.button !== 0 || !isInPlot) return;
    pressed = { x, y };
    if (host.isPlacing()) {
      event.stopPropagation();
      return;
    }
    const zone = nearest(host.hotzones(), y, host.chart.yOf);
    if (zone === undefined) return;
    event.stopPropagation();
    drag = { zone, price: zone.price };
  };

  const onMove = (event: MouseEvent): void => {
    const { x, y, isInPlot } = place(event);
    if (drag !== undefined) {
      drag.price = priceUnder(event) ?? drag.price;
      host.preview(drag.price);
      return;
    }
    if (host.isPlacing()) {
      host.preview(isInPlot ? priceUnder(event) : undefined);
      return;
    }
    const level = isInPlot ? nearest(host.levels(), y, host.chart.yOf) : undefined;
    const zone = isInPlot ? nearest(host.hotzones(), y, host.chart.yOf) : undefined;
    const isOnBadge = isInPlot && host.chart.markAt(x, y) !== undefined;
    element.style.cursor = isOnBadge ? 'pointer' : zone === undefined ? '' : 'ns-resize';
    host.hover(level?.id);
  };

  const onUp = (event: MouseEvent): void => {
    const { x, y } = place(event);
    const start = pressed;
    const finished = drag;
    pressed = undefined;
    drag = undefined;
    if (start === undefined) return;
    const isClick = Math.hypot(x - start.x, y - start.y) < CLICK_PX;
    if (finished !== undefined) {
      host.preview(undefined);
      if (!isClick) {
        host.move(finished.zone.id, finished.price);
        return;
      }
    }
    if (!isClick) return;
    const price = host.isPlacing() ? priceUnder(event) : undefined;
    const mark = host.chart.markAt(x, y);
    if (price !== undefined) host.add(price);
    else if (mark !== undefined) {
      host.select(mark.level);
      host.seek(mark.ts);
    } else {
      const level = nearest(host.levels(), y, host.chart.yOf);
      if (level !== undefined) host.select(level.id);
    }
  };

  const onLeave = (): void => {
    if (drag !== undefined) return;
    host.preview(undefined);
    host.hover(undefined);
  };

  const capture = { capture: true };
  element.addEventListener('mousedown', onDown, capture);
  element.addEventListener('mousemove', onMove, capture);
  element.addEventListener('mouseleave', onLeave);
  window.addEventListener('mouseup', onUp);
  return () => {
    element.removeEventListener('mousedown', onDown, capture);
    element.removeEventListener('mousemove', onMove, capture);
    element.removeEventListener('mouseleave', onLeave);
    window.removeEventListener('mouseup', onUp);
  };
}
