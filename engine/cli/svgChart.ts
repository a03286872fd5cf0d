import { figureText } from '../core/explanationWords.ts';

/** A rectangle of the picture, in pixels from its upper left corner. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A linear axis: values of a domain to pixels, and the values that are labelled. */
export interface Axis {
  readonly ticks: readonly number[];
  at(value: number): number;
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** Multiples of a round step that lie in a domain, no more than `most`. */
export function roundTicks(low: number, high: number, most: number): number[] {
  const least = (high - low) / Math.max(1, most);
  if (!(least > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * (STEPS.find((factor) => factor * power >= least) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** The axis from `low` at pixel `from` to `high` at pixel `to`. */
export function linearAxis(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
  most: number,
): Axis {
  const scale = (to - from) / (high - low || 1);
  return {
    ticks: roundTicks(low, high, most),
    at: (value) => from + (value - low) * scale,
  };
}

/** The domain of values with 0 in it and a little room; never empty. */
export function domainOf(values: Iterable<number>): [number, number] {
  let low = 0;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === high) return [-1, 1];
  const room = (high - low) * 0.08;
  return [low - (low < 0 ? room : 0), high + room];
}

/** What the labels of an axis count in. */
export interface Unit {
  readonly factor: number;
  /** With a space behind it, or nothing. */
  readonly prefix: 'million ' | 'thousand ' | '';
}

/** The unit in which the larger end of a domain reads best. */
export function unitOf([low, high]: readonly [number, number]): Unit {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest >= 2e6) return { factor: 1e6, prefix: 'million ' };
  return largest >= 2e4 ? { factor: 1e3, prefix: 'thousand ' } : { factor: 1, prefix: '' };
}

/** Text that stands in XML as it is meant. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Pixels to a tenth. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

export const svgText = (
  x: number,
  y: number,
  text: string,
  attributes = 'text-anchor="middle"',
): string => `<text x="${px(x)}" y="${px(y)}" ${attributes}>${escaped(text)}</text>`;

export const svgLine = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  className: string,
): string =>
  `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${className}"/>`;

/** Grid, labels and names of both axes around a frame. */
export function svgAxes(
  { left, top, width, height }: Frame,
  x: Axis,
  y: Axis,
  names: { readonly x: string; readonly y: string; readonly unit: Unit },
): string[] {
  const [right, bottom] = [left + width, top + height];
  return [
    ...y.ticks.flatMap((value) => [
      svgLine([left, y.at(value)], [right, y.at(value)], value === 0 ? 'zero' : 'grid'),
      svgText(
        left - 8,
        y.at(value) + 4,
        figureText(value / names.unit.factor),
        'text-anchor="end"',
      ),
    ]),
    ...x.ticks.flatMap((value) => [
      svgLine([x.at(value), bottom], [x.at(value), bottom + 5], 'tick'),
      svgText(x.at(value), bottom + 18, figureText(value)),
    ]),
    svgLine([left, bottom], [right, bottom], 'tick'),
    svgText(left + width / 2, bottom + 36, names.x),
    svgText(
      0,
      0,
      `${names.unit.prefix}${names.y}`,
      `text-anchor="middle" transform="translate(${px(left - 74)} ${px(top + height / 2)}) rotate(-90)"`,
    ),
  ];
}
