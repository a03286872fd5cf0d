import { memo, type KeyboardEvent, type ReactElement } from 'react';
import type { HotzoneState, LogRow } from '../../engine/core/protocol.ts';
import { useActions, useApp, useMover } from '../app/context.tsx';
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
  readonly onSeek: (ts: number) => void;
  /** One row takes part in the Tab order; arrows go on from there. */
  readonly isTabStop: boolean;
}

/** Its time leads there, the rest selects its level. */
const LogRowView = memo(function LogRowView(props: LogRowProps) {
  const { row, hotzones, onSelect, onSeek, isTabStop } = props;
  const { level, price, ts, text, score } = row;
  const { icon, tone, isFlipped } = rowLook(row);
  const name = level === null ? '' : shortName({ id: level, kind: kindOfId(level) }, hotzones);
  const time = formatLogTime(ts);
  return (
    <li className="lg">
      <button
        type="button"
        className="num t3 lg-time"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`Go to ${time}: ${text}`}
        title="Go there"
        onClick={() => onSeek(ts)}
      >
        {time}
      </button>
      <button
        type="button"
        className="lg-text"
        aria-disabled={level === null}
        tabIndex={-1}
        title={text}
        onClick={() => level !== null && onSelect(level)}
      >
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

/** The button that an arrow key leads to: rows up and down, time and text left and right. */
function neighbourOf(button: Element, key: string): Element | null | undefined {
  const row = button.closest('li');
  const half = button.matches('.lg-time') ? '.lg-time' : '.lg-text';
  if (key === 'ArrowDown') return row?.nextElementSibling?.querySelector(half);
  if (key === 'ArrowUp') return row?.previousElementSibling?.querySelector(half);
  if (key === 'ArrowRight') return row?.querySelector('.lg-text');
  return key === 'ArrowLeft' ? row?.querySelector('.lg-time') : undefined;
}

/** Arrows walk the rows, so that two hundred of them are one stop on the way of Tab. */
function walkRows(event: KeyboardEvent<HTMLUListElement>): void {
  if (!event.key.startsWith('Arrow')) return;
  if (!(event.target instanceof Element) || !event.target.matches(':focus-visible')) return;
  const next = neighbourOf(event.target, event.key);
  if (next instanceof HTMLElement) next.focus();
  event.preventDefault();
}

/** What just changed. */
export function LogPanel(): ReactElement {
  const log = useApp((state) => state.log);
  const filter = useApp((state) => state.settings.logFilter);
  const hotzones = useApp((state) => state.namedZones);
  const { changeSettings, selectLevel } = useActions();
  const { seek } = useMover();
  const rows = newestRows(log, filter, SHOWN_ROWS);
  return (
    <section className="log" aria-label="Events">
      <div className="ph">
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
              onSeek={seek}
              isTabStop={index === 0}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
