import { useMemo, type KeyboardEvent, type ReactElement } from 'react';
import type { CallTally, ComparisonEvent, DifferenceMark } from '../../engine/core/comparison.ts';
import { useActions, useApp, useMover, useRun } from '../app/context.tsx';
import { positionOf } from '../app/navigate.ts';
import { formatPercent, formatPrice } from '../format/number.ts';
import { formatLogTime } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';
import { kindOfId, shortName } from '../model/levels.ts';
import { seenComparison, type SeenComparison } from './seenComparison.ts';

/** More rows than a person scrolls through; `breakwater compare` writes all. */
const SHOWN_ROWS = 200;

const callWords = ({ touches, called, right }: CallTally): string =>
  `${right} of ${called} calls right, ${touches} touches`;

function Summary({ comparison, seen }: PanelProps): ReactElement {
  const { state, progress, problem } = comparison;
  if (state === 'failed') return <span className="c-err ell">{problem?.message}</span>;
  if (state === 'running') {
    return (
      <span className="t2">
        Comparing <span className="num t1">{formatPercent(progress)}</span>
      </span>
    );
  }
  const { total, totals } = seen;
  if (total === undefined || totals === undefined) {
    return <span className="t3">Blind: only what both have shown so far</span>;
  }
  return (
    <span className="t2 ell">
      <b className="t1">{total} differences</b> · A {callWords(totals.calls.a)} · B{' '}
      {callWords(totals.calls.b)}
    </span>
  );
}

interface DifferenceRowProps {
  readonly mark: DifferenceMark;
  /** One row takes part in the Tab order; arrows go on from there. */
  readonly isTabStop: boolean;
}

function DifferenceRow({ mark, isTabStop }: DifferenceRowProps): ReactElement {
  const { seek } = useMover();
  const { selectLevel } = useActions();
  const hotzones = useApp((state) => state.namedZones);
  const { ts, level, price, text } = mark;
  const time = formatLogTime(ts);
  const name = shortName({ id: level, kind: kindOfId(level) }, hotzones);
  return (
    <li>
      <button
        type="button"
        className="compare-row"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`Go to ${time}: ${name} ${text}`}
        title={text}
        onClick={() => {
          selectLevel(level);
          seek(ts);
        }}
      >
        <span className="num t3">{time}</span>
        <span className="num t1">{formatPrice(price)}</span>
        <span className="t2 ell">
          {name} {text}
        </span>
      </button>
    </li>
  );
}

/** Arrows walk the rows, so that two hundred of them are one stop on the way of Tab. */
function walkRows(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = event.target instanceof Element ? event.target.closest('li') : null;
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelector('button')?.focus();
  event.preventDefault();
  // The selection of cards follows the same keys.
  event.stopPropagation();
}

interface PanelProps {
  readonly comparison: ComparisonEvent;
  readonly seen: SeenComparison;
}

function DifferenceList({ comparison, seen }: PanelProps): ReactElement | null {
  const { marks, total } = seen;
  if (marks.length === 0) {
    if (comparison.state !== 'done') return null;
    return (
      <p className="empty-note">{total === 0 ? 'The two agree throughout.' : 'None so far.'}</p>
    );
  }
  const shown = marks.slice(0, SHOWN_ROWS);
  return (
    <ul className="compare-rows" aria-label="Differences" onKeyDown={walkRows}>
      {shown.map((mark, index) => (
        <DifferenceRow key={mark.sequence} mark={mark} isTabStop={index === 0} />
      ))}
      {(total ?? marks.length) > shown.length && (
        <li className="t3 compare-more">
          The first {shown.length}; the timeline marks more, breakwater compare lists all.
        </li>
      )}
    </ul>
  );
}

/** How far A and B agree, and where they do not; nothing while there is no comparison. */
export function ComparePanel(): ReactElement | null {
  const comparison = useApp((state) => state.comparison);
  const isBlind = useApp((state) => state.settings.isBlind);
  const positionTs = useApp((state) => (state.settings.isBlind ? positionOf(state) : undefined));
  const run = useRun();
  const seen = useMemo(
    () => seenComparison(comparison, isBlind, positionTs),
    [comparison, isBlind, positionTs],
  );
  if (comparison === undefined) return null;
  return (
    <section className="compare" aria-label="Comparison" data-testid="compare">
      <div className="ph">
        <h2>Compare</h2>
        <span className="num t2 ell" title={`B: ${comparison.name}`}>
          B {comparison.name}
        </span>
        <Summary comparison={comparison} seen={seen} />
        <span className="grow" />
        <button
          type="button"
          className="btn icon"
          aria-label="End the comparison"
          title="End the comparison"
          onClick={() => void run({ type: 'compare_stop' })}
        >
          <Icon name="cross" />
        </button>
      </div>
      <DifferenceList comparison={comparison} seen={seen} />
    </section>
  );
}
