import type { ReactElement } from 'react';
import { formatFixed } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import { scoreTone, type ScorePart } from './scoreParts.ts';

interface ScoreBarProps {
  readonly parts: readonly ScorePart[];
}

/** One track of 100 points cut by weight: the filled lengths add up to the raw score. */
export function ScoreBar({ parts }: ScoreBarProps): ReactElement {
  return (
    <div className="sbar" aria-hidden="true">
      {parts.map(({ key, weight, score }) => (
        <i key={key} className={score === 0 ? 'z' : undefined} style={{ flex: weight }}>
          <b className={`tone-${scoreTone(score)}`} style={{ width: `${score}%` }} />
        </i>
      ))}
    </div>
  );
}

/** The states behind the bar in words, each with its points. */
export function ScoreWords({ parts }: ScoreBarProps): ReactElement {
  return (
    <div className="slab t2">
      {parts.map(({ key, name, word, icon, tone, points }) => (
        <span key={key} title={`${name}: ${word}, ${formatFixed(points, 1)} points`}>
          {icon !== undefined && (
            <span className={`c-${tone}`}>
              <Icon name={icon} size={10} />
            </span>
          )}
          <span className="ell">{word}</span>
          <span className="num">{formatFixed(points, 1)}</span>
        </span>
      ))}
    </div>
  );
}
