import type { ReactElement } from 'react';
import { useActions, useApp } from '../app/context.tsx';
import { Icon } from '../icons/Icon.tsx';
import { INTERVALS_S } from './candles.ts';
import { LayersMenu } from './LayersMenu.tsx';

const nameOf = (intervalS: number): string =>
  intervalS < 60 ? `${intervalS}s` : `${intervalS / 60}m`;

interface ChartHeaderProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Interval, style and view of the chart. */
export function ChartHeader({ onZoom, onFit }: ChartHeaderProps): ReactElement {
  const underlying = useApp((state) => state.session?.underlying);
  const instrument = useApp((state) => state.session?.instrument ?? '');
  const intervalS = useApp((state) => state.settings.intervalS);
  const chartStyle = useApp((state) => state.settings.chartStyle);
  const isFollowing = useApp((state) => state.isFollowing);
  const isPlacing = useApp((state) => state.isPlacingHotzone);
  const { changeSettings, setFollowing, setPlacingHotzone } = useActions();
  const title = underlying === 'spy' ? `SPY from ${instrument}` : instrument;
  return (
    <div className="ph">
      <h2>{instrument === '' ? 'Chart' : title}</h2>
      <div className="seg" role="radiogroup" aria-label="Interval">
        {INTERVALS_S.map((value) => (
          <label key={value} className={value === intervalS ? 'on' : undefined}>
            <input
              type="radio"
              name="interval"
              checked={value === intervalS}
              onChange={() => changeSettings({ intervalS: value })}
            />
            {nameOf(value)}
          </label>
        ))}
      </div>
      <div className="seg" role="radiogroup" aria-label="Chart style">
        {(['candles', 'line'] as const).map((value) => (
          <label key={value} className={value === chartStyle ? 'on' : undefined}>
            <input
              type="radio"
              name="chart-style"
              checked={value === chartStyle}
              onChange={() => changeSettings({ chartStyle: value })}
            />
            {value === 'candles' ? 'Candles' : 'Line'}
          </label>
        ))}
      </div>
      <button
        type="button"
        className={isPlacing ? 'btn line on' : 'btn line'}
        aria-pressed={isPlacing}
        aria-label="Place zone"
        onClick={() => setPlacingHotzone(!isPlacing)}
      >
        <Icon name="plus" size={10} />
        <span className="place-word">Place zone</span>
        <kbd className="wide">H</kbd>
      </button>
      <LayersMenu />
      <span className="grow" />
      <button type="button" className="btn icon" aria-label="Zoom out" onClick={() => onZoom(0.8)}>
        <span className="num">{'\u2212'}</span>
      </button>
      <button type="button" className="btn icon" aria-label="Zoom in" onClick={() => onZoom(1.25)}>
        <Icon name="plus" />
      </button>
      <button type="button" className="btn" onClick={onFit}>
        Fit
      </button>
      <button
        type="button"
        className={isFollowing ? 'btn on' : 'btn line'}
        aria-pressed={isFollowing}
        onClick={() => setFollowing(!isFollowing)}
      >
        <Icon name="play" size={10} />
        Follow
      </button>
    </div>
  );
}
