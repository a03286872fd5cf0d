import { useEffect, useState, type ReactElement } from 'react';
import { useApp } from '../app/context.tsx';
import { formatClock } from '../format/time.ts';

/** A seek shorter than this is not worth a word. */
const PATIENCE_MS = 100;

/** Whether something has been so for a while without a break. */
function useHasLasted(isSo: boolean, delayMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!isSo) return undefined;
    const timer = setTimeout(() => setHasLasted(true), delayMs);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [isSo, delayMs]);
  return isSo && hasLasted;
}

/** Says what is being sought; the last picture stays behind it. */
export function SeekNotice(): ReactElement | null {
  const seekingTs = useApp((state) => state.playback?.seeking_ts ?? undefined);
  const targetTs = useApp((state) => state.wantedTs) ?? seekingTs;
  const hasLasted = useHasLasted(targetTs !== undefined, PATIENCE_MS);
  if (!hasLasted) return null;
  return (
    <p className="seek-notice" role="status" data-testid="seeking">
      Seeking to <span className="num">{formatClock(targetTs)}</span>
      {'\u2026'}
    </p>
  );
}
