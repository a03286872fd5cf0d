import { Fragment, useCallback, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useApp, useMover } from '../app/context.tsx';
import { formatContracts } from '../format/number.ts';
import { formatClock, formatDay } from '../format/time.ts';
import { TapeItemView } from './TapeItemView.tsx';
import { hiddenPrints, largestOf, shownTape, type TapeFilter } from './tapeFilter.ts';
import { itemWords, shareText, snapAfter } from './tapeWords.ts';

/** More rows than a person scrolls through. */
const SHOWN_ITEMS = 300;

/** Arrows walk the rows, so that three hundred of them are one stop on the way of Tab. */
function walkItems(event: KeyboardEvent<HTMLUListElement>): void {
  const { key, target } = event;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
  if (!(target instanceof Element) || !target.matches(':focus-visible')) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const index = buttons.findIndex((button) => button === target);
  buttons[index + (key === 'ArrowDown' ? 1 : -1)]?.focus();
}

/** Why nothing is there, and what comes nearest. */
function Empty({ level }: { readonly level: string | undefined }): ReactElement {
  const tape = useApp((state) => state.tape);
  const largestSize = useApp((state) => state.frame?.tape_stats.largest_size ?? 0);
  const largest = largestOf(tape);
  if (largest !== undefined) {
    return (
      <p className="empty-note">
        Nothing passes the filter. Largest so far: {itemWords(largest, level)}.
      </p>
    );
  }
  return (
    <p className="empty-note">
      {largestSize === 0
        ? 'No futures trade yet.'
        : `No print of 10 lots yet. Largest so far: ${largestSize} ${largestSize === 1 ? 'lot' : 'lots'}.`}
    </p>
  );
}

/** How much the filter hides; while the list is held, how much waits. */
function Hidden(props: { readonly filter: TapeFilter; readonly newer: number }) {
  const { filter, newer } = props;
  const stats = useApp((state) => state.frame?.tape_stats);
  if (newer > 0) {
    return <p className="tp-hidden t1 ell">Held while you point at it: {newer} newer</p>;
  }
  if (stats === undefined) return null;
  const { hidden, total } = hiddenPrints(stats, filter);
  return (
    <p
      className="tp-hidden t3 ell"
      data-testid="tape-hidden"
      title="Of this session so far. Small prints that are part of a sweep show in its row."
    >
      Hides <span className="num">{formatContracts(hidden)}</span> of{' '}
      <span className="num">{formatContracts(total)}</span> prints ({shareText(hidden, total)})
    </p>
  );
}

function Heads({ level }: { readonly level: string | undefined }): ReactElement {
  return (
    <div className="tp-heads t3" aria-hidden="true">
      <span>time NY</span>
      <span>side</span>
      <span>ES</span>
      {level !== undefined && <span>{level}</span>}
      <span>lots</span>
      <span>notional</span>
    </div>
  );
}

/** What follows the last row: older rows that are not shown, or that are gone. */
function Foot(props: { readonly hasMore: boolean; readonly cutTs: number | undefined }) {
  const leftOut = useApp((state) => state.frame?.tape_stats.left_out ?? 0);
  const { hasMore, cutTs } = props;
  const words = [
    hasMore ? `The newest ${SHOWN_ITEMS} of this filter. A larger one reaches further back.` : '',
    !hasMore && cutTs !== undefined ? `Rows before ${formatClock(cutTs)} are no longer kept.` : '',
    leftOut > 0 ? `${leftOut} rows left out: one snap had too many.` : '',
  ].filter((each) => each !== '');
  return words.length === 0 ? null : <li className="tp-note t3">{words.join(' ')}</li>;
}

interface TapeListProps {
  readonly filter: TapeFilter;
  /** Name of the level price's market; undefined where that price is the futures price. */
  readonly level: string | undefined;
}

/** Large prints and sweeps, newest on top. It stands still while the pointer is on it. */
export function TapeList({ filter, level }: TapeListProps): ReactElement {
  const tape = useApp((state) => state.tape);
  const intervalMs = useApp((state) => state.session?.config.SNAP_INTERVAL_MS ?? 250);
  const { seek } = useMover();
  const [heldAt, setHeldAt] = useState<number>();
  const goThere = useCallback((ts: number) => seek(snapAfter(ts, intervalMs)), [seek, intervalMs]);
  const { items, hasMore, newer } = shownTape(tape, filter, SHOWN_ITEMS, heldAt);
  const largest = Math.max(...items.map(({ notional }) => notional));
  return (
    <>
      <Hidden filter={filter} newer={newer} />
      <Heads level={level} />
      {items.length === 0 && newer === 0 && <Empty level={level} />}
      <ul
        className="tape-items"
        aria-label="Large prints and sweeps"
        onKeyDown={walkItems}
        onPointerEnter={() => setHeldAt(tape.next)}
        onPointerLeave={() => setHeldAt(undefined)}
      >
        {items.map((item, index) => (
          <Fragment key={item.number}>
            {item.session < (items[index - 1]?.session ?? item.session) && (
              <li className="tp-note t3">Session before: {formatDay(item.ts)}</li>
            )}
            <TapeItemView
              item={item}
              level={level}
              largest={largest}
              isTabStop={index === 0}
              onSeek={goThere}
            />
          </Fragment>
        ))}
        <Foot hasMore={hasMore} cutTs={tape.isCut ? tape.items[0]?.ts : undefined} />
      </ul>
    </>
  );
}
