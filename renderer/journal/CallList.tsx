import type { ReactElement } from 'react';
import { useApp, useMover } from '../app/context.tsx';
import { formatPrice } from '../format/number.ts';
import { formatLogTime } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';
import { kindOfId, shortName } from '../model/levels.ts';
import { shareText, tallyCalls, type CallOutcome, type ScoredCall } from './scoreCalls.ts';

const OUTCOME_WORDS: Readonly<Record<CallOutcome, string>> = {
  BREAK: 'broke',
  REJECT: 'held',
  TIMEOUT: 'timed out',
  NO_TOUCH: 'not touched',
  UNDECIDED: 'session ended',
  PENDING: 'open',
};

const RESULT_LOOKS = {
  right: { icon: 'check', tone: 'c-ok' },
  wrong: { icon: 'cross', tone: 'c-err' },
  passed: { icon: 'neutral', tone: 't3' },
  void: { icon: 'neutral', tone: 't3' },
  open: { icon: 'neutral', tone: 't3' },
} as const;

const counted = (count: number, words: string): string[] =>
  count === 0 ? [] : [`${count} ${words}`];

function ScoreTable({ scored }: { readonly scored: readonly ScoredCall[] }): ReactElement {
  const { trader, engine, open, passed, void: undecided } = tallyCalls(scored);
  const rest = [
    ...counted(open, 'open'),
    ...counted(passed, 'passed'),
    ...counted(undecided, 'without an outcome'),
  ];
  return (
    <dl className="call-score" aria-label="Score" data-testid="call-score">
      <div>
        <dt className="t3">You</dt>
        <dd className="num">{shareText(trader)}</dd>
      </div>
      <div>
        <dt className="t3">Engine, same moments</dt>
        <dd className="num">{shareText(engine)}</dd>
      </div>
      {rest.length > 0 && (
        <div>
          <dt className="t3">Not counted</dt>
          <dd className="num">{rest.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}

function CallRow({ scored }: { readonly scored: ScoredCall }): ReactElement {
  const { call, outcome, result, engine } = scored;
  const hotzones = useApp((state) => state.namedZones);
  const mover = useMover();
  const time = formatLogTime(call.ts);
  const name = shortName({ id: call.level, kind: kindOfId(call.level) }, hotzones);
  const look = RESULT_LOOKS[result];
  return (
    <li className="call-item" data-result={result}>
      <button
        type="button"
        className="num lg-time t2"
        aria-label={`Go to ${time}`}
        title="Go there"
        onClick={() => mover.seek(call.ts)}
      >
        {time}
      </button>
      <span className="ell">
        <span className="num t1">{formatPrice(call.price)}</span> {name}
      </span>
      <b className={`call-word ${call.choice}`}>{call.choice}</b>
      <span className="t3 ell" title={`The engine's signal then: ${call.signal}, ${engine}`}>
        {call.signal}
      </span>
      <span className={`call-outcome ${look.tone}`}>
        <Icon name={look.icon} size={10} />
        {OUTCOME_WORDS[outcome]}
      </span>
    </li>
  );
}

/** The score, and every call with what became of it, newest first. */
export function CallList({ scored }: { readonly scored: readonly ScoredCall[] }): ReactElement {
  if (scored.length === 0) {
    return (
      <p className="journal-empty t3">
        No calls yet. In blind replay, select a card and press <kbd>B</kbd> break, <kbd>R</kbd>{' '}
        reject or <kbd>P</kbd> pass.
      </p>
    );
  }
  return (
    <>
      <ScoreTable scored={scored} />
      <div className="call-item call-heads t3" aria-hidden="true">
        <span>Time</span>
        <span>Level</span>
        <span>You</span>
        <span>Engine</span>
        <span>Outcome</span>
      </div>
      <ul className="journal-list" aria-label="Calls">
        {scored.toReversed().map((each) => (
          <CallRow key={each.call.id} scored={each} />
        ))}
      </ul>
    </>
  );
}
