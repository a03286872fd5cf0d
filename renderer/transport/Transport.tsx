import { useState, type ReactElement } from 'react';
import { SPEEDS } from '../../engine/core/protocol.ts';
import { useActions, useApp, useRun } from '../app/context.tsx';
import { formatPercent, formatSpeed } from '../format/number.ts';
import { formatClock } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';

type Choice = (typeof SPEEDS)[number] | 'max';
const CHOICES: readonly Choice[] = [...SPEEDS, 'max'];

const speedName = (speed: Choice): string => (speed === 'max' ? 'Max' : `${speed}\u00d7`);

function SpeedChoice(): ReactElement {
  const speed = useApp((state) => state.playback?.speed);
  const run = useRun();
  const { changeSettings } = useActions();
  /** Chosen and not yet confirmed by the host: the choice shows at once. */
  const [wanted, setWanted] = useState<Choice>();
  if (wanted !== undefined && wanted === speed) setWanted(undefined);
  const choose = async (value: Choice): Promise<void> => {
    setWanted(value);
    changeSettings({ speed: value });
    if (!(await run({ type: 'set_speed', speed: value }))) setWanted(undefined);
  };
  const shown = wanted ?? speed;
  return (
    <div className="seg" role="radiogroup" aria-label="Speed">
      {CHOICES.map((value) => (
        <label key={value} className={value === shown ? 'on' : undefined}>
          <input
            type="radio"
            name="speed"
            checked={value === shown}
            disabled={speed === undefined}
            onChange={() => void choose(value)}
          />
          {speedName(value)}
        </label>
      ))}
    </div>
  );
}

function PlayButton(): ReactElement {
  const state = useApp((app) => app.playback?.state);
  const run = useRun();
  const isPlaying = state === 'playing';
  return (
    <button
      type="button"
      className="play"
      aria-label={isPlaying ? 'Pause' : 'Play'}
      title={isPlaying ? 'Pause (Space)' : 'Play (Space)'}
      disabled={state === undefined || state === 'ended'}
      onClick={() => void run({ type: isPlaying ? 'pause' : 'play' })}
    >
      <Icon name={isPlaying ? 'pause' : 'play'} size={14} />
    </button>
  );
}

function Progress(): ReactElement {
  const progress = useApp((state) => state.playback?.progress);
  const state = useApp((app) => app.playback?.state);
  // What is drawn says where we are; the host's own report may be a snap older.
  const ts = useApp((app) => app.frame?.payload.ts ?? app.playback?.position_ts);
  const speed = useApp((app) => app.playback?.achieved_speed);
  return (
    <>
      <span className="num position" data-testid="position">
        {formatClock(ts)}
      </span>
      <progress
        className="progress"
        aria-label="Position in the session"
        max={1}
        value={progress ?? 0}
      />
      <span className="num t2 percent">{formatPercent(progress)}</span>
      <span className="playback-state t2" data-testid="playback-state">
        {state === undefined
          ? ''
          : state === 'ended'
            ? 'Ended'
            : state === 'playing'
              ? 'Playing'
              : 'Paused'}
      </span>
      <span className="num t2 speed" title="Achieved speed">
        {formatSpeed(speed)}
      </span>
    </>
  );
}

/** Opens sessions and moves through them. */
export function Transport(): ReactElement {
  const hasRun = useApp((state) => state.playback !== undefined);
  const run = useRun();
  const { showDialog } = useActions();
  return (
    <footer className="transport" aria-label="Transport">
      <button type="button" className="btn line" onClick={() => showDialog('open')}>
        <Icon name="folder" />
        Open
      </button>
      <button
        type="button"
        className="btn icon"
        aria-label="Restart"
        title="Restart from the beginning"
        disabled={!hasRun}
        onClick={() => void run({ type: 'restart' })}
      >
        <Icon name="loop" size={14} />
      </button>
      <PlayButton />
      <button
        type="button"
        className="btn icon"
        aria-label="Step"
        title="One snap further"
        disabled={!hasRun}
        onClick={() => void run({ type: 'step', snaps: 1 })}
      >
        <Icon name="step" size={14} />
      </button>
      <SpeedChoice />
      <Progress />
    </footer>
  );
}
