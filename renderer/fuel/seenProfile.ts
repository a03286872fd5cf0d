import type { GammaProfile } from '../../engine/core/gammaProfile.ts';
import type { AppState } from '../store/slices.ts';

/**
 * The profile that may be looked at: that of the session that is open, also while the next one is
 * on its way after a seek; in blind replay none from ahead of the snap on the screen.
 */
export function seenProfile({
  gammaProfile,
  stamp,
  settings,
  frame,
}: Pick<AppState, 'gammaProfile' | 'stamp' | 'settings' | 'frame'>): GammaProfile | undefined {
  if (gammaProfile === undefined || gammaProfile.session_id !== stamp?.session_id) {
    return undefined;
  }
  const { profile, seek_epoch } = gammaProfile;
  const isOld = seek_epoch !== stamp.seek_epoch;
  const isAhead = frame === undefined || profile.ts > frame.payload.ts;
  return settings.isBlind && isOld && isAhead ? undefined : profile;
}
