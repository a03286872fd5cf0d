import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type WheelEvent,
} from 'react';
import { useSize } from '../timeline/useSize.ts';
import { priceAtX } from './drawCurve.ts';
import { FuelCanvas, type FuelPicture } from './fuelCanvas.ts';
import { layOutFuel, nearestRow, rowAtY } from './fuelLayout.ts';
import { fuelReadout, readoutSentence } from './fuelReadout.ts';
import { FuelTip } from './FuelTip.tsx';
import type { FuelView } from './fuelView.ts';

/** The price under the pointer: a strike's among the bars, any along the curve. */
function priceUnder(picture: FuelPicture, event: PointerEvent<HTMLElement>): number | undefined {
  const box = event.currentTarget.getBoundingClientRect();
  const y = event.clientY - box.top;
  const { curve } = picture.layout;
  if (curve !== undefined && y >= curve.top) return priceAtX(picture, event.clientX - box.left);
  return rowAtY(picture.layout, y)?.strike;
}

/** Rows that a key goes up the list; Infinity to its end; undefined for other keys. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -5,
  PageDown: 5,
  Home: -Infinity,
  End: Infinity,
};

function Canvas({ view, layout, cursorPx }: FuelPicture): ReactElement {
  const element = useRef<HTMLCanvasElement>(null);
  const painter = useRef<FuelCanvas>(null);
  useEffect(() => {
    if (element.current === null) return undefined;
    const made = new FuelCanvas(element.current);
    painter.current = made;
    return () => {
      made.remove();
      painter.current = null;
    };
  }, []);
  useEffect(() => painter.current?.show({ view, layout, cursorPx }), [view, layout, cursorPx]);
  return <canvas ref={element} data-testid="fuel-canvas" />;
}

/** Bars by strike and the curve below, with one crosshair for pointer and keys. */
export function FuelFigure({ view }: { readonly view: FuelView }): ReactElement {
  /** The price looked at; undefined where none is. */
  const [cursorPx, setCursorPx] = useState<number>();
  const room = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(room);
  // Of more strikes than rows those around spot are shown, until keys or wheel lead elsewhere.
  const [soughtPx, setSoughtPx] = useState<number>();
  const centrePx = soughtPx ?? view.spot;
  const layout = useMemo(
    () => (width === 0 ? undefined : layOutFuel(view, width, height, centrePx)),
    [view, width, height, centrePx],
  );
  const { rows } = view;
  const atPx = cursorPx ?? view.spot;
  const row = rows[nearestRow(rows, atPx)];
  const strikeFrom = (price: number, step: number): number | undefined =>
    rows[Math.min(Math.max(nearestRow(rows, price) + step, 0), rows.length - 1)]?.strike;

  const onMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (layout !== undefined) setCursorPx(priceUnder({ view, layout, cursorPx }, event));
  };
  const onWheel = (event: WheelEvent): void => {
    if (layout === undefined || layout.rows.length === rows.length) return;
    setSoughtPx(strikeFrom(centrePx, Math.sign(event.deltaY)));
  };
  const leave = (): void => {
    setCursorPx(undefined);
    setSoughtPx(undefined);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step !== undefined) {
      const strike = strikeFrom(atPx, cursorPx === undefined ? 0 : step);
      setCursorPx(strike);
      setSoughtPx(strike);
    } else if (event.key === 'Escape' && cursorPx !== undefined) leave();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={room}
      className="fuel-figure"
      role="slider"
      tabIndex={0}
      aria-label="Dealer gamma by strike"
      aria-orientation="vertical"
      aria-valuemin={rows.at(-1)?.strike}
      aria-valuemax={rows[0]?.strike}
      aria-valuenow={row?.strike ?? 0}
      aria-valuetext={row === undefined ? '' : readoutSentence(row, fuelReadout(view, row))}
      onPointerMove={onMove}
      onPointerLeave={leave}
      onWheel={onWheel}
      onKeyDown={onKey}
    >
      {layout !== undefined && <Canvas view={view} layout={layout} cursorPx={cursorPx} />}
      {layout !== undefined && cursorPx !== undefined && (
        <FuelTip view={view} layout={layout} cursorPx={cursorPx} />
      )}
    </div>
  );
}
