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

  #prepare(width: number, height: number): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio;
    const deviceWidth = Math.round(width * ratio);
    const deviceHeight = Math.round(height * ratio);
    if (this.#canvas.width !== deviceWidth) this.#canvas.width = deviceWidth;
    if (this.#canvas.height !== deviceHeight) this.#canvas.height = deviceHeight;
    const context = this.#canvas.getContext('2d');
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    context?.clearRect(0, 0, width, height);
    return context;
  }

  #draw(): void {
    const picture = this.#picture;
    if (picture === undefined) return;
    const context = this.#prepare(picture.layout.width, picture.layout.height);
    if (context === null) return;
    const drawing: FuelDrawing = { ...picture, context, tokens: this.#tokens };
    context.lineWidth = 1;
    drawStrikes(drawing);
    drawMarks(drawing);
    drawCurve(drawing);
  }
}
