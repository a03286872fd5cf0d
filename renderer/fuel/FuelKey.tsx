import type { ReactElement } from 'react';
import { IV_SOURCES, type IvSource } from '../../engine/core/gammaProfile.ts';
import { formatMinute } from '../format/time.ts';
import { IV_GLYPHS, IV_SOURCE_WORDS } from './ivGlyphs.ts';

function IvMark({ source }: { readonly source: IvSource }): ReactElement {
  const { d, isFilled } = IV_GLYPHS[source];
  return (
    <svg width="8" height="8" viewBox="-4 -4 8 8">
      <path
        d={d}
        fill={isFilled ? 'currentColor' : 'none'}
        stroke={isFilled ? 'none' : 'currentColor'}
        strokeWidth="1.2"
      />
    </svg>
  );
}

/** What the figure's forms mean. */
export function FuelKey(props: {
  /** Unix ms of the walls to come; undefined where no inventory is shown. */
  readonly laterTs: number | undefined;
}): ReactElement {
  const { laterTs } = props;
  const hasInventory = laterTs !== undefined;
  return (
    <div className="fuel-key t2" aria-hidden="true">
      <span>
        <i className="key-calls" />
        calls
      </span>
      <span>
        <i className="key-puts" />
        puts
      </span>
      <span>
        <i className="key-net" />
        net
      </span>
      <span>
        <i className="key-flip" />
        flip
      </span>
      {hasInventory && (
        <span>
          <i className="key-later" />
          wall at {formatMinute(laterTs)}
        </span>
      )}
      {hasInventory && <span className="t3">IV by</span>}
      {hasInventory &&
        IV_SOURCES.map((source) => (
          <span key={source} className="t3">
            <IvMark source={source} />
            {IV_SOURCE_WORDS[source]}
          </span>
        ))}
    </div>
  );
}
