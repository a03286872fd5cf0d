import type { LevelPayload, SnapPayload, SweepPayload } from '../../core/payload.ts';
import { buildLevel, buildPayload } from '../../core/testing/payloads.ts';

/** A quiet support at 687 with spot above it. */
export const level = (overrides: Partial<LevelPayload> = {}): LevelPayload =>
  buildLevel({ break_score_raw: 40, break_score_smooth: 41.5, ...overrides });

/** A level through which a sweep has just gone. */
export function swept(overrides: Partial<SweepPayload> = {}, id = 'STRIKE_687'): LevelPayload {
  const quiet = level({ id });
  const sweep: SweepPayload = {
    detected: true,
    direction: 'DOWN',
    notional: 1_250_000,
    size: 182,
    prints: 21,
    prices: 4,
    ...overrides,
  };
  return { ...quiet, tape: { ...quiet.tape, sweep } };
}

/** A snap at `ts` with these levels. */
export const snap = (ts: number, overrides: Partial<SnapPayload> = {}): SnapPayload =>
  buildPayload({ ts, levels: [], ...overrides });
