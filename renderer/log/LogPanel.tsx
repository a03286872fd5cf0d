import { memo, type KeyboardEvent, type ReactElement } from 'react';
import type { HotzoneState, LogRow } from '../../engine/core/protocol.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatFixed, formatPrice } from '../format/number.ts';
import { formatLogTime } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';
import { kindOfId, shortName } from '../model/levels.ts';
import { LOG_FILTERS } from '../store/settings.ts';
import { newestRows, rowLook, splitStateNames } from './logRows.ts';

/** More rows than a person scrolls through; the whole log is in the files. */
const SHOWN_ROWS = 200;

interface LogRowProps {
  readonly row: LogRow;
  readonly hotzones: readonly HotzoneState[];
  readonly onSelect: (level: string) => void;
  /** One row takes part in the Tab order; arrows go on from there. */
  readonly isTabStop: boolean;
}

const LogRowView = memo(function LogRowView(props: LogRowProps) {
  const { row, hotzones, onSelect, isTabStop } = props;
  const { level, price, ts, text, score } = row;
  const { icon, tone, isFlipped } = rowLook(row);
  const name = level === null ? '' : shortName({ id: level, kind: kindOfId(level) }, hotzones);
  return (
    <li>
      <button
        type="button"
        className="lg"
        aria-disabled={level === null}
        tabIndex={isTabStop ? 0 : -1}
        title={text}
        onClick={() => level !== null && onSelect(level)}
      >
        <span className="num t3">{formatLogTime(ts)}</span>
        <span className={tone}>
          <Icon name={icon} isFlipped={isFlipped} />
        </span>
        <span className="ell">
          {price !== null && (
            <>
              <span className="num t1">{formatPrice(price)}</span> <span>{name}</span>{' '}
            </>
          )}
          {splitStateNames(text).map((part, index) =>
            part.isName ? <b key={index}>{part.text}</b> : part.text,
          )}
        </span>
        <span className="num t2" title="Smooth score">
          {row.kind === 'signal' && score !== null ? formatFixed(score, 1) : ''}
        </span>
      </button>
    </li>
  );
});

const TITLES = {
  all: 'All',
  signals: 'Signals',
  states: 'States',
  sweeps: 'Sweeps',
  walls: 'Walls',
  gaps: 'Gaps',
} as const;

/** Up and down walk the rows, so that two hundred of them are one stop on the way of Tab. */
function walkRows(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!(event.target instanceof Element) || !event.target.matches(':focus-visible')) return;
  const row = event.target.closest('li');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelector('button')?.focus();
  event.preventDefault();
}

/** What just changed. */
export function LogPanel(): ReactElement {
  const log = useApp((state) => state.log);
  const filter = useApp((state) => state.settings.logFilter);
  const hotzones = useApp((state) => state.namedZones);
  const { changeSettings, selectLevel } = useActions();
  const rows = newestRows(log, filter, SHOWN_ROWS);
  return (
    <section className="log" aria-label="Events">
      <div className="ph">
        <h2>Events</h2>
        <div className="seg" role="radiogroup" aria-label="Event filter">
          {LOG_FILTERS.map((value) => (
            <label key={value} className={value === filter ? 'on' : undefined}>
              <input
                type="radio"
                name="log-filter"
                checked={value === filter}
                onChange={() => changeSettings({ logFilter: value })}
              />
              {TITLES[value]}
            </label>
          ))}
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="empty-note">
          {log.length === 0 ? 'Nothing has happened yet.' : 'Nothing of this kind so far.'}
        </p>
      ) : (
        <ul className="log-rows" aria-label="Event list" onKeyDown={walkRows}>
          {rows.map((row, index) => (
            <LogRowView
              key={row.sequence}
              row={row}
              hotzones={hotzones}
              onSelect={selectLevel}
              isTabStop={index === 0}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
