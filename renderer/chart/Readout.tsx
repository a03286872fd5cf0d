import type { ReactElement } from 'react';
import { useApp } from '../app/context.tsx';
import { formatContracts, formatFlow, formatPrice } from '../format/number.ts';
import { formatClock } from '../format/time.ts';

/** Figures of the bar under the crosshair, else of the newest. */
export function Readout({ timeS }: { readonly timeS: number | undefined }): ReactElement | null {
  const trail = useApp((state) => state.trail);
  const intervalS = useApp((state) => state.settings.intervalS);
  useApp((state) => state.trailChange);
  const bar = timeS === undefined ? trail.lastBar(intervalS) : trail.barAt(intervalS, timeS);
  if (bar === undefined) return null;
  const delta = bar.buyVolume - bar.sellVolume;
  return (
    <div className="read num" role="group" aria-label="Bar">
      <span className="t3">{formatClock(bar.time * 1000)}</span>
      {(['open', 'high', 'low', 'close'] as const).map((key) => (
        <span key={key}>
          <span className="t3">{key.charAt(0).toUpperCase()}</span> {formatPrice(bar[key])}
        </span>
      ))}
      <span>
        <span className="t3">V</span> {formatContracts(bar.buyVolume + bar.sellVolume)}
      </span>
      <span className={delta < 0 ? 'down' : 'up'}>
        <span className="t3">delta</span> {formatFlow(delta)}
      </span>
    </div>
  );
}
