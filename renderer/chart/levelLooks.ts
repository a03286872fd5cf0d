import type { LevelKind } from '../../engine/core/payload.ts';
import type { TokenName } from './tokens.ts';

/** How the line of a level is drawn: by kind, so that it reads without colour. */
export interface LevelLook {
  readonly token: TokenName;
  readonly widthPx: number;
  readonly dash: readonly number[];
}

export const LEVEL_LOOKS: Readonly<Record<LevelKind, LevelLook>> = {
  VWAP: { token: 'vwap', widthPx: 1, dash: [2, 3] },
  CALL_WALL: { token: 'gamma', widthPx: 2, dash: [] },
  PUT_WALL: { token: 'gamma', widthPx: 2, dash: [] },
  GAMMA_FLIP: { token: 'gamma', widthPx: 1.5, dash: [10, 3, 2, 3] },
  STRIKE: { token: 'gamma-2', widthPx: 1, dash: [4, 4] },
  ROUND: { token: 'plain', widthPx: 1, dash: [1, 4] },
  SESSION_HIGH: { token: 'tx-1', widthPx: 1, dash: [8, 4] },
  SESSION_LOW: { token: 'tx-1', widthPx: 1, dash: [8, 4] },
  HOTZONE: { token: 'user', widthPx: 1, dash: [] },
};
