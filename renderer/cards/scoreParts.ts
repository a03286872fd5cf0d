/** The three (or, with a plug-in, four) parts that make a score, as the card shows them. */
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import type { IconName } from '../icons/iconPaths.ts';
import { STATE_LOOKS } from '../icons/signalIcon.ts';

export interface ScorePart {
  readonly key: string;
  /** The engine's name in words: `Book`, `Fuel`, … */
  readonly name: string;
  /** Weight 0…1. */
  readonly weight: number;
  /** Component score 0…100. */
  readonly score: number;
  /** weight × score: the parts add up to the raw score. */
  readonly points: number;
  /** The state in one word. */
  readonly word: string;
  readonly icon: IconName | undefined;
  readonly tone: 'break' | 'hold' | 'contest' | 'flat';
}

/** What the tape shows, in one word. */
export function tapeWord({ tape }: LevelPayload): string {
  if (tape.sweep.detected) return tape.sweep.direction === 'UP' ? 'sweep up' : 'sweep down';
  if (tape.buy_vol + tape.sell_vol === 0) return 'no prints';
  if (tape.imbalance === 0) return 'balanced';
  return tape.imbalance < 0 ? 'sellers' : 'buyers';
}

/** Parts in the order of the bar. The spread engine appears when it has a weight. */
export function scoreParts(level: LevelPayload, config: EngineConfig): ScorePart[] {
  const { scores, barrier, fuel, spread } = level;
  const part = (
    key: string,
    name: string,
    weight: number,
    score: number,
    word: string,
    look?: { readonly icon: IconName; readonly token: ScorePart['tone'] },
  ): ScorePart => ({
    key,
    name,
    weight,
    score,
    points: weight * score,
    word,
    icon: look?.icon,
    tone: look?.token ?? 'flat',
  });
  const book = STATE_LOOKS[barrier.state];
  const gamma = STATE_LOOKS[fuel.effect];
  const parts = [
    part('liquidity', 'Book', config.w_L, scores.liquidity, barrier.state.toLowerCase(), book),
    part('hedge', 'Fuel', config.w_H, scores.hedge, fuel.effect.toLowerCase(), gamma),
    part('tape', 'Tape', config.w_T, scores.tape, tapeWord(level)),
  ];
  if (spread === undefined || scores.spread === undefined) return parts;
  const word = spread.state === null ? 'no spread' : `${spread.state.toLowerCase()} spread`;
  return [...parts, part('spread', 'Spread', config.w_S, scores.spread, word)];
}

/** Which side a component score takes: amber helps a break, blue holds, grey is in between. */
export function scoreTone(score: number): 'break' | 'leaning' | 'hold' | 'flat' {
  if (score >= 75) return 'break';
  if (score <= 20) return 'hold';
  return score > 50 ? 'leaning' : 'flat';
}
