import { BreakwaterError } from '../core/errors.ts';
import type { GammaProfile } from '../core/gammaProfile.ts';
import type { SnapPayload } from '../core/payload.ts';
import { gammaProfile } from '../market/gammaProfile.ts';
import type { OpenedSession } from './open.ts';
import { playTo, type PlayToOptions } from './playTo.ts';
import { SessionRun } from './run.ts';

/** The profile of one moment, and what could not be read on the way. */
export interface SessionGamma {
  readonly profile: GammaProfile;
  readonly damages: readonly BreakwaterError[];
}

/**
 * Runs the engine up to a time and takes the gamma profile of the last snap there is by then.
 *
 * @param opened closed at the end
 * @throws BreakwaterError (usage) where there is no snap yet, (bad-input) at a spot of 0 or less
 */
export async function gammaSession(
  opened: OpenedSession,
  options: Pick<PlayToOptions, 'timeOf' | 'onProgress'>,
): Promise<SessionGamma> {
  let last: SnapPayload | undefined;
  const run = await SessionRun.start(opened, { onSnap: (payload) => (last = payload) });
  try {
    const snapIntervalMs = opened.config.SNAP_INTERVAL_MS;
    await playTo(run, { ...options, snapIntervalMs, lastSnap: () => last });
    const profile = gammaProfile(run.market);
    if (profile === undefined) throw noGamma();
    return { profile, damages: run.damages };
  } finally {
    await run.close();
  }
}

const noGamma = (): BreakwaterError =>
  new BreakwaterError('bad-input', 'At a price of zero or less options have no gamma.', {
    remedy: 'Give another time.',
  });
