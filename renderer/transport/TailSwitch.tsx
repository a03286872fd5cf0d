import type { ReactElement } from 'react';
import { useApp, useRun } from '../app/context.tsx';

/** Whether the session's end is waited for, because it may still be being written. */
export function TailSwitch(): ReactElement {
  const follows = useApp((state) => state.session?.follows === true);
  const hasRun = useApp((state) => state.playback !== undefined);
  const run = useRun();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={follows}
      className="row t2 row-switch"
      title="Tail: a session that is still being written goes on when there is more"
      disabled={!hasRun}
      onClick={() => void run({ type: 'follow', is_on: !follows })}
    >
      <span className={follows ? 'switch on' : 'switch'} />
      Tail
    </button>
  );
}
