import { useEffect } from 'react';
import type { GammaProfile } from '../../engine/core/gammaProfile.ts';
import { useApp, useRun } from '../app/context.tsx';
import { seenProfile } from './seenProfile.ts';

/** Wants the gamma profile while the component is there; the newest that may be seen. */
export function useGammaProfile(): GammaProfile | undefined {
  const run = useRun();
  const isOpen = useApp((state) => state.connection === 'open');
  // A host that knows this screen only since now, or runs another session, is told anew.
  const sessionId = useApp((state) => state.stamp?.session_id);
  useEffect(() => {
    if (!isOpen || sessionId === undefined) return undefined;
    void run({ type: 'want_gamma_profile', wanted: true });
    return () => void run({ type: 'want_gamma_profile', wanted: false });
  }, [run, isOpen, sessionId]);
  return useApp(seenProfile);
}
