import type { IvSource } from '../../engine/core/gammaProfile.ts';

export interface IvGlyph {
  /** Drawn around 0, 0 on a field of 8 × 8. */
  readonly d: string;
  readonly isFilled: boolean;
}

/** Where a volatility came from, told apart by shape: on the canvas and in its key. */
export const IV_GLYPHS: Readonly<Record<IvSource, IvGlyph>> = {
  quote: { d: 'M-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0', isFilled: true },
  last_good: { d: 'M-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0', isFilled: false },
  parity: { d: 'M-3-1.2h6M-3 1.2h6', isFilled: false },
  smile: { d: 'M-3.4-2q3.4 6.5 6.8 0', isFilled: false },
  nearest: { d: 'M-2.5-2.5h5v5h-5z', isFilled: false },
  default: { d: 'M-2.6-2.6l5.2 5.2M2.6-2.6l-5.2 5.2', isFilled: false },
};

/** The sources in words. */
export const IV_SOURCE_WORDS: Readonly<Record<IvSource, string>> = {
  quote: 'quote',
  last_good: 'last good',
  parity: 'parity',
  smile: 'smile',
  nearest: 'nearest',
  default: 'default',
};
