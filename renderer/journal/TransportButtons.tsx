import type { ReactElement } from 'react';
import { useActions, useApp, useAppContext } from '../app/context.tsx';
import { formatClock } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';
import { addBookmark, setLoopEnd, toggleLoop } from './actions.ts';

/** Two marks, and whether it plays between them again and again. */
export function LoopButtons(): ReactElement {
  const app = useAppContext();
  const hasPicture = useApp((state) => state.frame !== undefined);
  const fromTs = useApp((state) => state.playback?.loop.from_ts);
  const toTs = useApp((state) => state.playback?.loop.to_ts);
  const isOn = useApp((state) => state.playback?.loop.is_on ?? false);
  const end = (letter: 'A' | 'B', side: 'from' | 'to', ts: number | null | undefined) => {
    const isSet = ts !== null && ts !== undefined;
    const words = side === 'from' ? 'Loop from here' : 'Loop to here';
    return (
      <button
        type="button"
        className={isSet ? 'btn icon set' : 'btn icon'}
        aria-label={words}
        title={`${words} (${side === 'from' ? '(' : ')'})${isSet ? `, now ${formatClock(ts)}` : ''}`}
        disabled={!hasPicture}
        onClick={() => setLoopEnd(app, side)}
      >
        {letter}
      </button>
    );
  };
  return (
    <span className="loop-buttons" role="group" aria-label="Loop">
      {end('A', 'from', fromTs)}
      <button
        type="button"
        className={isOn ? 'btn icon on' : 'btn icon'}
        aria-label="Loop"
        aria-pressed={isOn}
        title="Play from A to B again and again (L); Shift L removes both"
        disabled={typeof fromTs !== 'number' || typeof toTs !== 'number'}
        onClick={() => toggleLoop(app)}
      >
        <Icon name="repeat" size={14} />
      </button>
      {end('B', 'to', toTs)}
    </span>
  );
}

/** Marks the moment; opens the journal. */
export function JournalButtons(): ReactElement {
  const app = useAppContext();
  const hasPicture = useApp((state) => state.frame !== undefined);
  const isOpen = useApp((state) => state.journalTab !== undefined);
  const { showJournal } = useActions();
  return (
    <span className="journal-buttons">
      <button
        type="button"
        className="btn icon"
        aria-label="Bookmark"
        title="Bookmark this moment (B); with a note (Shift B)"
        disabled={!hasPicture}
        onClick={() => addBookmark(app, false)}
      >
        <Icon name="flag" size={14} />
      </button>
      <button
        type="button"
        className={isOpen ? 'btn line on' : 'btn line'}
        aria-label="Journal"
        aria-expanded={isOpen}
        title="Bookmarks, notes and calls (J)"
        disabled={!hasPicture}
        onClick={() => showJournal(isOpen ? undefined : 'bookmarks')}
      >
        <Icon name="notes" />
        <span className="word">Journal</span>
      </button>
    </span>
  );
}
