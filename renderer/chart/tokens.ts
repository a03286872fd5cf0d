/** The design's colours, read once from the style sheet for drawing on canvas. */

/** The heatmap's ramp, from the ground to the largest sizes. */
export const HEAT_TOKENS = ['heat-0', 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5'] as const;

const NAMES = [
  ...HEAT_TOKENS,
  'bg-0',
  'bg-1',
  'bg-2',
  'bg-3',
  'bg-4',
  'line-1',
  'line-2',
  'line-3',
  'tx-1',
  'tx-2',
  'tx-3',
  'up',
  'down',
  'break',
  'hold',
  'contest',
  'clear',
  'obstructed',
  'gamma',
  'gamma-2',
  'user',
  'vwap',
  'plain',
  'warn',
] as const;

export type TokenName = (typeof NAMES)[number];
export type Tokens = Readonly<Record<TokenName, string>>;

export const UI_FONT = '"Inter Variable", system-ui, sans-serif';
export const FIGURE_FONT = '"JetBrains Mono Variable", ui-monospace, monospace';

/** Colours in force at an element. */
export function readTokens(element: Element): Tokens {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Record<TokenName, string>;
}

/** A colour at part of its strength, for canvas. `colour` is `#rrggbb`. */
export function withAlpha(colour: string, alpha: number): string {
  const byte = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return colour + byte.toString(16).padStart(2, '0');
}
