import type { ReactElement } from 'react';
import type { LevelKind } from '../../engine/core/payload.ts';

interface ChipProps {
  readonly kind: LevelKind;
  readonly text: string;
  /** Members of the confluence beside this level; the count is never cut. */
  readonly moreCount?: number;
  readonly title?: string | undefined;
  /** A strong wall is filled. */
  readonly isSolid?: boolean;
}

/** The kind of a level, or the name of a hotzone, in the kind's colour. */
export function Chip({
  kind,
  text,
  moreCount = 0,
  title,
  isSolid = false,
}: ChipProps): ReactElement {
  return (
    <span className={`chip k-${kind}${isSolid ? ' solid' : ''}`} title={title}>
      <span className="ell">{text}</span>
      {moreCount > 0 && <span className="more">+{moreCount}</span>}
    </span>
  );
}
