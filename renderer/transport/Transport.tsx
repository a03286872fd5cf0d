import { useState, type ReactElement } from 'react';
import { SPEEDS } from '../../engine/core/protocol.ts';
import { useActions, useApp, useRun } from '../app/context.tsx';
import { formatSpeed } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import { JournalButtons, LoopButtons } from '../journal/TransportButtons.tsx';
import { BlindSwitch } from './BlindSwitch.tsx';
import { TailSwitch } from './TailSwitch.tsx';
import { GoToField } from './GoToField.tsx';
import { JumpButton, StepButton } from './MoveButtons.tsx';
import { SurveyState } from './SurveyState.tsx';

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

const PLAY_LOOKS = {
  playing: { name: 'Pause', title: 'Pause (Space)', icon: 'pause', command: 'pause' },
  paused: { name: 'Play', title: 'Play (Space)', icon: 'play', command: 'play' },
  ended: {
    name: 'Play again',
    title: 'Play again from the beginning (Space)',
    icon: 'loop',
    command: 'restart',
  },
} as const;

function PlayButton(): ReactElement {
  const state = useApp((app) => app.playback?.state);
  const run = useRun();
  const look = PLAY_LOOKS[state ?? 'paused'];
  return (
    <button
      type="button"
      className="play"
      aria-label={look.name}
      title={look.title}
      disabled={state === undefined}
      onClick={() => void run({ type: look.command })}
    >
      <Icon name={look.icon} size={14} />
    </button>
  );
}

const STATE_WORDS = { playing: 'Playing', paused: 'Paused', ended: 'Ended' } as const;

function PlaybackWords(): ReactElement {
  const state = useApp((app) => app.playback?.state);
  const speed = useApp((app) => app.playback?.achieved_speed);
  const isWaiting = useApp((app) => app.playback?.is_waiting === true);
  const stateWords = state === undefined ? '' : STATE_WORDS[state];
  const words = isWaiting ? 'At the end of what is written; waiting' : stateWords;
  return (
    <>
      <span className="playback-state ell t2" title={words} data-testid="playback-state">
        {words}
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
      <button
        type="button"
        className="btn line"
        aria-label="Open"
        title="Open a session"
        onClick={() => showDialog('open')}
      >
        <Icon name="folder" />
        <span className="word kept">Open</span>
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
      <span className="move">
        <JumpButton kind="touch" side="previous" />
        <JumpButton kind="signal" side="previous" />
        <StepButton snaps={-1} />
        <PlayButton />
        <StepButton snaps={1} />
        <JumpButton kind="signal" side="next" />
        <JumpButton kind="touch" side="next" />
      </span>
      <SpeedChoice />
      <GoToField />
      <LoopButtons />
      <JournalButtons />
      <BlindSwitch />
      <TailSwitch />
      <button
        type="button"
        className="btn line"
        aria-label="Compare"
        title="Compare with a second configuration"
        disabled={!hasRun}
        onClick={() => showDialog('compare')}
      >
        <Icon name="compare" />
        <span className="word">Compare</span>
      </button>
      <button
        type="button"
        className="btn line"
        aria-label="Parameters"
        title="Change parameters and run again to here"
        disabled={!hasRun}
        onClick={() => showDialog('parameters')}
      >
        <Icon name="parameters" />
        <span className="word">Parameters</span>
      </button>
      <span className="grow" />
      <SurveyState />
      <PlaybackWords />
    </footer>
  );
}
