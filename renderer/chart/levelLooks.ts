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
  PRIOR_HIGH: { token: 'tx-2', widthPx: 1, dash: [12, 4] },
  PRIOR_LOW: { token: 'tx-2', widthPx: 1, dash: [12, 4] },
  PRIOR_CLOSE: { token: 'tx-2', widthPx: 1, dash: [12, 4, 2, 4] },
  OVERNIGHT_HIGH: { token: 'tx-2', widthPx: 1, dash: [6, 6] },
  OVERNIGHT_LOW: { token: 'tx-2', widthPx: 1, dash: [6, 6] },
  OPENING_HIGH: { token: 'tx-2', widthPx: 1, dash: [6, 2] },
  OPENING_LOW: { token: 'tx-2', widthPx: 1, dash: [6, 2] },
  POC: { token: 'tx-2', widthPx: 1.5, dash: [3, 3] },
  VALUE_HIGH: { token: 'tx-2', widthPx: 1, dash: [3, 3] },
  VALUE_LOW: { token: 'tx-2', widthPx: 1, dash: [3, 3] },
  BAND: { token: 'vwap', widthPx: 1, dash: [1, 5] },
  HOTZONE: { token: 'user', widthPx: 1, dash: [] },
};
