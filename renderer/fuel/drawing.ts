import type { Tokens } from '../chart/tokens.ts';
import type { FuelLayout } from './fuelLayout.ts';
import type { FuelView } from './fuelView.ts';

/** What every part of the figure is drawn from. */
export interface FuelDrawing {
  readonly context: CanvasRenderingContext2D;
  readonly tokens: Tokens;
  readonly view: FuelView;
  readonly layout: FuelLayout;
  /** The price looked at; undefined where none is. */
  readonly cursorPx: number | undefined;
}

/** Crisp hairlines sit on half pixels. */
export const crisp = (at: number): number => Math.round(at) + 0.5;

export function line(
  { context }: FuelDrawing,
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
