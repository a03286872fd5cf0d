import type { ReactElement } from 'react';
import { useActions } from '../app/context.tsx';
import { Badge } from '../cards/Badge.tsx';
import { Icon } from '../icons/Icon.tsx';
import { STATE_LOOKS } from '../icons/signalIcon.ts';
import { Dialog } from './Dialog.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['Space', 'play or pause, at the end again'],
  ['\u2190 \u2192', 'one snap back, further'],
  ['Shift \u2190 \u2192', 'ten snaps'],
  ['N or ]', 'next signal'],
  ['Shift N or [', 'previous signal'],
  ['M or }', 'next touch'],
  ['Shift M or {', 'previous touch'],
  ['T', 'type a time to go to'],
  ['Home End', 'beginning, end'],
  ['PgUp PgDn', 'a minute, on the timeline'],
  ['\u2191 \u2193', 'select a card'],
  ['Enter', 'its figures, and back'],
  ['H', 'place a hotzone with a click'],
  ['H Enter', 'type its price'],
  ['Ctrl Z', 'undo a change of hotzones'],
  ['Ctrl Shift Z', 'redo it'],
  ['F', 'follow the newest bar'],
  ['C', 'centre the ladder'],
  ['G', 'dealer gamma, and back'],
  ['S', 'the tape (time and sales), and back'],
  ['1 to 6', 'filter the events'],
  ['O', 'open a session'],
  ['?', 'this page'],
  ['Esc', 'leave what is open'],
];

const JOURNAL_KEYS: readonly (readonly [string, string])[] = [
  ['B', 'bookmark this moment'],
  ['Shift B', 'bookmark it and write a note'],
  ['J', 'the journal'],
  ['B R P', 'call break, reject, pass when blind'],
  ['U', 'take the call back'],
  ['( )', 'loop from here, to here'],
  ['L', 'loop on and off'],
  ['Shift L', 'remove the loop'],
];

/** What stands between keys and is none. */
const WORDS = ['to', 'or'];

const STATES: readonly (readonly [keyof typeof STATE_LOOKS, string])[] = [
  ['VACUUM', 'depth pulled away'],
  ['WEAK', 'thin'],
  ['CONSUMED', 'eaten, not refilled'],
  ['NEUTRAL', 'nothing to say'],
  ['ABSORPTION', 'eaten and refilled'],
  ['WALL', 'strong refill'],
  ['AMPLIFY', 'dealers chase'],
  ['DAMPEN', 'dealers fade'],
];

function KeyRows(props: { readonly keys: readonly (readonly [string, string])[] }): ReactElement[] {
  return props.keys.map(([key, meaning]) => (
    <div key={key}>
      <dt>
        {key
          .split(' ')
          .map((part, index) =>
            WORDS.includes(part) ? <span key={index}>{part}</span> : <kbd key={index}>{part}</kbd>,
          )}
      </dt>
      <dd className="t2">{meaning}</dd>
    </div>
  ));
}

/** Keys, and what the shapes mean. */
export function HelpDialog(): ReactElement {
  const { showDialog } = useActions();
  return (
    <Dialog title="Keys and signs" onClose={() => showDialog(undefined)}>
      <div className="help-columns">
        <dl className="keyg">
          <KeyRows keys={KEYS} />
        </dl>
        <dl className="keyg">
          <div>
            <dt>
              <Badge verdict="BREAK" direction="DOWN" />
            </dt>
            <dd className="t2">price goes through</dd>
          </div>
          <div>
            <dt>
              <Badge verdict="REJECT" direction="DOWN" />
            </dt>
            <dd className="t2">price turns away</dd>
          </div>
          <div>
            <dt>
              <Badge verdict="CONTESTED" direction={null} />
            </dt>
            <dd className="t2">two sides meet</dd>
          </div>
          <div>
            <dt>
              <Badge verdict="MUTED" direction={null} text="STALE" />
            </dt>
            <dd className="t2">data not trusted, no verdict</dd>
          </div>
          {STATES.map(([state, meaning]) => (
            <div key={state}>
              <dt className={`c-${STATE_LOOKS[state].token}`}>
                <Icon name={STATE_LOOKS[state].icon} size={14} /> <b>{state}</b>
              </dt>
              <dd className="t2">{meaning}</dd>
            </div>
          ))}
          <KeyRows keys={JOURNAL_KEYS} />
        </dl>
      </div>
      <p className="t3">
        Amber helps a level break, blue holds it. The score runs from 0 (holds) to 100 (breaks); it
        is not a probability.
      </p>
    </Dialog>
  );
}
