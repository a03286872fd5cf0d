import type { ReactElement } from 'react';
import { useApp, useAppContext, useMover } from '../app/context.tsx';
import { jump, jumpTarget } from '../app/navigate.ts';
import { Icon } from '../icons/Icon.tsx';
import type { JumpKind } from '../timeline/jumps.ts';

interface JumpButtonProps {
  readonly kind: JumpKind;
  readonly side: 'next' | 'previous';
}

const KEYS = {
  signal: { next: 'N', previous: 'Shift N' },
  touch: { next: 'M', previous: 'Shift M' },
} as const;

/** To the neighbouring signal or touch; in blind replay what comes next is not known. */
export function JumpButton({ kind, side }: JumpButtonProps): ReactElement {
  const { store, mover } = useAppContext();
  const isHidden = useApp((state) => state.settings.isBlind) && side === 'next';
  const hasTarget = useApp((state) => jumpTarget(state, kind, side) !== undefined);
  const name = `${side === 'next' ? 'Next' : 'Previous'} ${kind}`;
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={name}
      title={isHidden ? `${name}: hidden in blind replay` : `${name} (${KEYS[kind][side]})`}
      disabled={!hasTarget}
      onClick={() => jump(store, mover, kind, side)}
    >
      <Icon
        name={kind === 'signal' ? 'next' : 'touch'}
        size={14}
        isMirrored={side === 'previous'}
      />
    </button>
  );
}

/** One snap forwards or backwards. */
export function StepButton({ snaps }: { readonly snaps: 1 | -1 }): ReactElement {
  const hasRun = useApp((state) => state.playback !== undefined);
  const mover = useMover();
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={snaps === 1 ? 'Step' : 'Back one snap'}
      title={snaps === 1 ? 'One snap further (right arrow)' : 'One snap back (left arrow)'}
      disabled={!hasRun}
      onClick={() => mover.step(snaps)}
    >
      <Icon name="step" size={14} isMirrored={snaps === -1} />
    </button>
  );
}
