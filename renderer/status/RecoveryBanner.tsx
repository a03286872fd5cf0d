import { useState, type ReactElement } from 'react';
import type { EngineRecovery } from '../../engine/core/recovery.ts';
import { useApp } from '../app/context.tsx';
import { formatClock } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';

/** What happened, and what was done: as two sentences. */
export function recoveryWords({ deed, crashes, position_ts }: EngineRecovery): {
  readonly what: string;
  readonly next: string;
} {
  const place = position_ts === null ? 'the beginning' : formatClock(position_ts);
  const often = crashes === 1 ? '' : ` ${crashes} times in a row`;
  if (deed === 'paused') {
    return {
      what: `The engine stopped${often}. The run stands still at ${place}.`,
      next: 'Go elsewhere or play on; should it stop here once more, the session is closed.',
    };
  }
  return {
    what: `The engine stopped${often} and was started again at ${place}.`,
    next: 'The run goes on as before; journal and hotzones are as they were.',
  };
}

/** Says that the engine died, and how the run goes on; until it is put away. */
export function RecoveryBanner(): ReactElement | null {
  const recovery = useApp((state) => state.session?.recovery);
  const [dismissed, setDismissed] = useState('');
  if (recovery === undefined || recovery === null) return null;
  const { reason, crashes, position_ts } = recovery;
  const key = `${crashes} ${position_ts} ${reason}`;
  if (key === dismissed) return null;
  const { what, next } = recoveryWords(recovery);
  return (
    <section className="banner warn" role="alert" data-testid="recovery" aria-label="Engine">
      <span className="c-warn">
        <Icon name="warn" size={16} />
      </span>
      <div className="grow">
        <b>{what}</b>
        <p className="t2">{next}</p>
        <p className="num t3">{reason}</p>
      </div>
      <div className="banner-actions">
        <button type="button" className="big-btn" onClick={() => setDismissed(key)}>
          Dismiss
        </button>
      </div>
    </section>
  );
}
