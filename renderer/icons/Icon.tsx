import { memo, type ReactElement } from 'react';
import { ICONS, MARK, type IconName, type IconPath } from './iconPaths.ts';

interface IconProps {
  readonly name: IconName;
  /** Side in pixels; 12 where nothing is said. */
  readonly size?: 10 | 12 | 14 | 16;
  /** Upside down: for what points the way price goes, drawn downwards. */
  readonly isFlipped?: boolean;
  /** Mirrored: what leads forwards leads back. */
  readonly isMirrored?: boolean;
}

function toPath({ d, width, dash }: IconPath): ReactElement {
  if (width === undefined) return <path key={d} d={d} fill="currentColor" />;
  return (
    <path
      key={d}
      d={d}
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeDasharray={dash?.join(' ')}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}

/** An icon in the colour of the text around it; words beside it carry the meaning for readers. */
export const Icon = memo(function Icon(props: IconProps) {
  const { name, size = 12, isFlipped = false, isMirrored = false } = props;
  return (
    <svg
      className={isFlipped ? 'ic flip' : isMirrored ? 'ic back' : 'ic'}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {ICONS[name].map(toPath)}
    </svg>
  );
});

/** The brand's mark. */
export function Mark(): ReactElement {
  return (
    <svg className="ic" width="16" height="16" viewBox="0 0 20 20" aria-hidden="true">
      {toPath(MARK)}
    </svg>
  );
}
