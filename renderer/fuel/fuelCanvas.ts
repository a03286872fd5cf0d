import { prepareCanvas } from '../canvas/prepareCanvas.ts';
import { readTokens, type Tokens } from '../chart/tokens.ts';
import { drawCurve } from './drawCurve.ts';
import type { FuelDrawing } from './drawing.ts';
import { drawMarks } from './drawMarks.ts';
import { drawStrikes } from './drawStrikes.ts';

export type FuelPicture = Pick<FuelDrawing, 'view' | 'layout' | 'cursorPx'>;

/** Draws the figure outside React, at most once per frame of the browser. */
export class FuelCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #tokens: Tokens;
  #picture: FuelPicture | undefined;
  #request: number | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#tokens = readTokens(canvas);
  }

  show(picture: FuelPicture): void {
    this.#picture = picture;
    this.#request ??= requestAnimationFrame(() => {
      this.#request = undefined;
      this.#draw();
    });
  }

  remove(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
  }

  #draw(): void {
    const picture = this.#picture;
    if (picture === undefined) return;
    const context = prepareCanvas(this.#canvas, picture.layout);
    if (context === null) return;
    const drawing: FuelDrawing = { ...picture, context, tokens: this.#tokens };
    context.lineWidth = 1;
    drawStrikes(drawing);
    drawMarks(drawing);
    drawCurve(drawing);
  }
}
