/** The two books of dealer gamma as a card shows them: what each says, which one counts. */
import type { EngineConfig } from '../../engine/core/config.ts';
import type { FuelEffect, FuelPayload } from '../../engine/core/payload.ts';
import { above, below } from '../../engine/core/tolerance.ts';

/** `flow`: gamma frozen at trade time. `inventory`: all contracts, marked anew at each snap. */
export type BookName = EngineConfig['fuel_book'];

export interface GammaBook {
  readonly name: BookName;
  /** Dealers' gamma near the level, shares of delta per 1.00 of the underlying. */
  readonly gamma: number;
  /** What dealers with this gamma do to a move (SPEC §6). */
  readonly effect: FuelEffect;
  /** Whether score, walls and flip come from this book. */
  readonly isDriving: boolean;
}

/** `opposed`: one book chases what the other fades. `apart`: one says something, one nothing. */
export type BookAgreement = 'agree' | 'apart' | 'opposed';

export interface GammaBooks {
  readonly flow: GammaBook;
  readonly inventory: GammaBook;
  readonly agreement: BookAgreement;
}

function effectOf(gamma: number, threshold: number): FuelEffect {
  if (below(gamma, -threshold)) return 'AMPLIFY';
  return above(gamma, threshold) ? 'DAMPEN' : 'NEUTRAL';
}

function agreementOf(flow: FuelEffect, inventory: FuelEffect): BookAgreement {
  if (flow === inventory) return 'agree';
  return flow === 'NEUTRAL' || inventory === 'NEUTRAL' ? 'apart' : 'opposed';
}

/** Both books of a level, and whether they disagree. */
export function gammaBooks(
  { flow_gamma, inventory_gamma }: Pick<FuelPayload, 'flow_gamma' | 'inventory_gamma'>,
  { gamma_threshold, fuel_book }: Pick<EngineConfig, 'gamma_threshold' | 'fuel_book'>,
): GammaBooks {
  const book = (name: BookName, gamma: number): GammaBook => ({
    name,
    gamma,
    effect: effectOf(gamma, gamma_threshold),
    isDriving: fuel_book === name,
  });
  const flow = book('flow', flow_gamma);
  const inventory = book('inventory', inventory_gamma);
  return { flow, inventory, agreement: agreementOf(flow.effect, inventory.effect) };
}

const DEEDS: Readonly<Record<FuelEffect, string>> = {
  AMPLIFY: 'dealers chase',
  DAMPEN: 'dealers fade',
  NEUTRAL: 'dealers flat',
};

/** `flow: dealers chase, inventory: dealers fade`, for a tooltip and for the expanded card. */
export const booksInWords = ({ flow, inventory }: GammaBooks): string =>
  `flow: ${DEEDS[flow.effect]}, inventory: ${DEEDS[inventory.effect]}`;
