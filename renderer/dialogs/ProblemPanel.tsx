import { useState, type ReactElement } from 'react';
import { describeProblem, type Problem } from '../../engine/core/errors.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatContracts } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';

function whereOf({ place }: Problem): string {
  const { byteOffset, recordIndex, field } = place;
  return [
    byteOffset === undefined ? '' : `byte ${formatContracts(byteOffset)} of the data`,
    recordIndex === undefined ? '' : `record ${formatContracts(recordIndex)}`,
    field === undefined || field === '' ? '' : `field ${field}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function CopyButton({ problem }: { readonly problem: Problem }): ReactElement {
  const [state, setState] = useState<'idle' | 'copied' | 'denied'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(describeProblem(problem));
      setState('copied');
    } catch {
      setState('denied');
    }
  };
  const words = { idle: 'Copy details', copied: 'Copied', denied: 'Copying is not allowed' };
  return (
    <button type="button" className="big-btn" onClick={() => void copy()}>
      {words[state]}
    </button>
  );
}

/** The problem that is to be seen now: a failed command first, then what ails the session. */
function useProblem(): Problem | undefined {
  return useApp(({ commandProblem, session, dismissedProblem }) => {
    if (commandProblem !== undefined) return commandProblem;
    const ofSession = session?.problem ?? undefined;
    return ofSession === dismissedProblem ? undefined : ofSession;
  });
}

/** What happened, where, what is kept, what to do. */
export function ProblemPanel(): ReactElement | null {
  const problem = useProblem();
  const { showDialog, dismissProblem } = useActions();
  const isPlayable = useApp(
    (state) => state.session?.phase === 'ready' && state.commandProblem === undefined,
  );
  if (problem === undefined) return null;
  const { message, remedy, place } = problem;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['file', place.file],
    ['where', whereOf(problem)],
    ['expected', place.expected],
    ['found', place.found],
  ];
  return (
    <section className="banner err" role="alert" data-testid="problem" aria-label="Problem">
      <span className="c-err">
        <Icon name="stop" size={16} />
      </span>
      <div className="grow">
        <b>{message}</b>
        {isPlayable && (
          <p className="t2">What was read before the damage is good and plays normally.</p>
        )}
        <dl className="problem-place num">
          {rows
            .filter(([, text]) => text !== undefined && text !== '')
            .map(([name, text]) => (
              <div key={name}>
                <dt className="t3">{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
        </dl>
        {remedy !== '' && <p className="t2">{remedy}</p>}
      </div>
      <div className="banner-actions">
        <button type="button" className="big-btn pri" onClick={() => showDialog('open')}>
          Open another file
        </button>
        <CopyButton problem={problem} />
        <button type="button" className="big-btn" onClick={dismissProblem}>
          Dismiss
        </button>
      </div>
    </section>
  );
}
