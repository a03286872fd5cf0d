import type { ReactElement } from 'react';
import type { CallChoice } from '../../engine/core/journal.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import { useApp, useAppContext } from '../app/context.tsx';
import { positionOf } from '../app/navigate.ts';
import { callableLevel, isRevocable, makeCall } from './actions.ts';

const CHOICES: readonly (readonly [CallChoice, string, string])[] = [
  ['BREAK', 'Break', 'B'],
  ['REJECT', 'Reject', 'R'],
  ['PASS', 'Pass', 'P'],
];

/** In blind replay: what the trader expects of the selected level, now. */
export function CallButtons({ level }: { readonly level: LevelPayload }): ReactElement | null {
  const app = useAppContext();
  const canCall = useApp((state) => callableLevel(state) === level.id);
  const made = useApp((state) =>
    state.journal.calls.findLast(
      ({ level: id, ts }) => id === level.id && ts === positionOf(state),
    ),
  );
  const isOpen = useApp((state) => made === undefined || isRevocable(state, made));
  if (!canCall) return null;
  return (
    <div className="call-row" role="group" aria-label="Your call">
      <span className="t3">Your call</span>
      {CHOICES.map(([choice, word, key]) => (
        <button
          key={choice}
          type="button"
          className={
            made?.choice === choice ? `btn line call ${choice} on` : `btn line call ${choice}`
          }
          aria-pressed={made?.choice === choice}
          title={`Call ${word.toLowerCase()} (${key})`}
          disabled={!isOpen}
          onClick={() => makeCall(app, choice)}
        >
          {word} <kbd>{key}</kbd>
        </button>
      ))}
      {made !== undefined && isOpen && (
        <button
          type="button"
          className="btn"
          title="Take the call back (U); it stands once time moves on"
          onClick={() => void app.run({ type: 'remove_call', id: made.id })}
        >
          Take back
        </button>
      )}
    </div>
  );
}
