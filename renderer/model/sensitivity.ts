/** How much a level's signal owes to fuel, in words. */
import type { LevelPayload, Signal } from '../../engine/core/payload.ts';

/**
 * `stands`: the same signal with fuel neutral and with its sign turned. `needs`: none without fuel.
 * `ends`: stands without fuel, not against it. `flips`: another signal when the sign is wrong.
 * `held`: no signal, but one would show without this fuel.
 */
export type SensitivityKind = 'stands' | 'needs' | 'ends' | 'flips' | 'held';

export interface FuelSensitivity {
  readonly kind: SensitivityKind;
  /** A few words: `flips if fuel is wrong`. */
  readonly words: string;
  /** The same where there is little room: `flips if wrong`. */
  readonly shortWords: string;
  /** A sentence that names both other signals. */
  readonly detail: string;
}

type Sides = Readonly<Record<'signal' | 'neutral' | 'reversed', Signal>>;

function kindOf({ signal, neutral, reversed }: Sides): SensitivityKind {
  if (neutral === signal && reversed === signal) return 'stands';
  if (signal === 'NEUTRAL') return 'held';
  if (reversed !== signal && reversed !== 'NEUTRAL') return 'flips';
  return neutral === signal ? 'ends' : 'needs';
}

function wordsOf(
  kind: SensitivityKind,
  { neutral, reversed }: Sides,
): Pick<FuelSensitivity, 'words' | 'shortWords'> {
  switch (kind) {
    case 'stands':
      return { words: 'stands without fuel', shortWords: 'stands' };
    case 'needs':
      return { words: 'needs fuel', shortWords: 'needs fuel' };
    case 'ends':
      return { words: 'ends if fuel is wrong', shortWords: 'ends if wrong' };
    case 'flips':
      return { words: 'flips if fuel is wrong', shortWords: 'flips if wrong' };
    case 'held':
      return neutral === 'NEUTRAL'
        ? { words: `${reversed} if fuel is wrong`, shortWords: `else ${reversed}` }
        : { words: `${neutral} without fuel`, shortWords: `else ${neutral}` };
  }
}

/**
 * What the signal of a level would be with other fuel. Undefined where there is nothing to say: a
 * muted level, and one without a signal that would have none either way.
 */
export function fuelSensitivity({
  signal,
  muted,
  sensitivity,
}: Pick<LevelPayload, 'signal' | 'muted' | 'sensitivity'>): FuelSensitivity | undefined {
  if (muted !== undefined) return undefined;
  const sides = {
    signal,
    neutral: sensitivity.fuel_neutral,
    reversed: sensitivity.fuel_reversed,
  };
  const kind = kindOf(sides);
  if (kind === 'stands' && signal === 'NEUTRAL') return undefined;
  return {
    kind,
    ...wordsOf(kind, sides),
    detail: `Fuel neutral: ${sides.neutral}. Dealers the other way: ${sides.reversed}.`,
  };
}
