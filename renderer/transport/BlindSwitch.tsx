import type { ReactElement } from 'react';
import { useActions, useApp } from '../app/context.tsx';

/** Hides on the timeline what lies ahead, for practice. */
export function BlindSwitch(): ReactElement {
  const isBlind = useApp((state) => state.settings.isBlind);
  const { changeSettings } = useActions();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isBlind}
      className="row t2 row-switch"
      title="Blind replay: hides everything that lies ahead"
      onClick={() => changeSettings({ isBlind: !isBlind })}
    >
      <span className={isBlind ? 'switch on' : 'switch'} />
      Blind
    </button>
  );
}
