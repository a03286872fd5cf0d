import type { BarrierState, FuelEffect, Signal } from '../../engine/core/payload.ts';
import type { IconName } from './iconPaths.ts';

/** What a badge can say: a signal, or that there is none because the data are not trusted. */
export type Verdict = Signal | 'MUTED';

export const VERDICT_ICONS: Readonly<Record<Verdict, IconName>> = {
  BREAK: 'break',
  REJECT: 'reject',
  CONTESTED: 'contested',
  NEUTRAL: 'neutral',
  MUTED: 'muted',
};

/** Colour tokens of the verdicts that are drawn in colour. */
export const VERDICT_TOKENS: Readonly<
  Record<Exclude<Signal, 'NEUTRAL'>, 'break' | 'hold' | 'contest'>
> = {
  BREAK: 'break',
  REJECT: 'hold',
  CONTESTED: 'contest',
};

type ColourToken = 'break' | 'hold' | 'contest' | 'flat';

/** Icon and colour of a barrier state or fuel effect: what helps a break is amber. */
export const STATE_LOOKS: Readonly<
  Record<BarrierState | FuelEffect, { readonly icon: IconName; readonly token: ColourToken }>
> = {
  VACUUM: { icon: 'vacuum', token: 'break' },
  WEAK: { icon: 'weak', token: 'break' },
  CONSUMED: { icon: 'consumed', token: 'contest' },
  WALL: { icon: 'wall', token: 'hold' },
  ABSORPTION: { icon: 'absorption', token: 'hold' },
  NEUTRAL: { icon: 'neutral', token: 'flat' },
  AMPLIFY: { icon: 'amplify', token: 'break' },
  DAMPEN: { icon: 'dampen', token: 'hold' },
};

/** BREAK and REJECT are drawn pointing down; upwards they are flipped. */
export const isFlippedIcon = (verdict: Verdict, direction: 'UP' | 'DOWN' | null): boolean =>
  direction === 'UP' && (verdict === 'BREAK' || verdict === 'REJECT');
