import { memo } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { isFlippedIcon, VERDICT_ICONS, type Verdict } from '../icons/signalIcon.ts';

interface BadgeProps {
  readonly verdict: Verdict;
  /** Where price is expected to go. */
  readonly direction: 'UP' | 'DOWN' | null;
  /** Stands in for the verdict's name: `STALE`, `RESYNC`. */
  readonly text?: string | undefined;
}

/** A verdict by silhouette, icon and word. */
export const Badge = memo(function Badge({ verdict, direction, text }: BadgeProps) {
  return (
    <span className={`badge ${verdict}`}>
      <Icon name={VERDICT_ICONS[verdict]} isFlipped={isFlippedIcon(verdict, direction)} />
      {text ?? verdict}
    </span>
  );
});

/** The small form without a word, for the ladder and for members of a confluence. */
export const MiniBadge = memo(function MiniBadge({ verdict, direction }: BadgeProps) {
  return (
    <span
      className={direction === 'UP' ? `mini ${verdict} u` : `mini ${verdict}`}
      role="img"
      aria-label={verdict}
    >
      <Icon name={VERDICT_ICONS[verdict]} isFlipped={isFlippedIcon(verdict, direction)} />
    </span>
  );
});
