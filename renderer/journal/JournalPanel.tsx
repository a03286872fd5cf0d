import { useMemo, type ReactElement } from 'react';
import { useActions, useApp, useAppContext, useRun } from '../app/context.tsx';
import { positionOf } from '../app/navigate.ts';
import { Icon } from '../icons/Icon.tsx';
import { blindView, openView } from '../timeline/timelineView.ts';
import { BookmarkList } from './BookmarkList.tsx';
import { CallList } from './CallList.tsx';
import { download, journalCsv, journalJson } from './exportJournal.ts';
import { scoreCalls, type ScoredCall } from './scoreCalls.ts';
import { journalLimit, seenJournal } from './seenJournal.ts';

/** Every call, scored by what may be seen now. */
function useScoredCalls(): readonly ScoredCall[] {
  const timeline = useApp((state) => state.timeline);
  const isBlind = useApp((state) => state.settings.isBlind);
  const positionTs = useApp(positionOf);
  const calls = useApp((state) => state.journal.calls);
  const horizonS = useApp((state) => state.session?.config.OUTCOME_HORIZON ?? 0);
  const blindTs = isBlind ? positionTs : undefined;
  return useMemo(() => {
    const view = isBlind ? blindView(timeline, blindTs) : openView(timeline);
    return scoreCalls(calls, view, horizonS * 1000);
  }, [timeline, isBlind, blindTs, calls, horizonS]);
}

/** The whole journal, whatever of it is hidden now; outcomes only as far as they may be seen. */
function ExportButtons({ scored }: { readonly scored: readonly ScoredCall[] }): ReactElement {
  const { store } = useAppContext();
  const isEmpty = useApp(({ journal }) => journal.bookmarks.length + journal.calls.length === 0);
  const save = (kind: 'csv' | 'json'): void => {
    const { session, journal } = store.getState();
    if (session === undefined) return;
    const content = { session, bookmarks: journal.bookmarks, calls: scored };
    const name = `${session.name.replace(/[^\p{L}\p{N}_.-]+/gu, '-')}-journal.${kind}`;
    if (kind === 'csv') download(name, 'text/csv', journalCsv(content));
    else download(name, 'application/json', journalJson(content));
  };
  return (
    <>
      {(['csv', 'json'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="btn"
          title={`Save bookmarks and calls as ${kind.toUpperCase()}`}
          disabled={isEmpty}
          onClick={() => save(kind)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
    </>
  );
}

function Panel({ tab }: { readonly tab: 'bookmarks' | 'calls' }): ReactElement {
  const journal = useApp((state) => state.journal);
  const limitTs = useApp(journalLimit);
  const run = useRun();
  const { showJournal } = useActions();
  const scored = useScoredCalls();
  const seen = useMemo(() => seenJournal(journal, limitTs), [journal, limitTs]);
  const counts = { bookmarks: seen.bookmarks.length, calls: seen.calls.length };
  const hasHidden =
    seen.bookmarks !== journal.bookmarks || seen.calls.length !== journal.calls.length;
  return (
    <section className="journal" aria-label="Journal">
      <div className="ph">
        <div className="row" role="tablist" aria-label="Journal">
          {(['bookmarks', 'calls'] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === tab}
              className={name === tab ? 'btn on' : 'btn'}
              onClick={() => showJournal(name)}
            >
              {name === 'bookmarks' ? 'Bookmarks' : 'Calls'}{' '}
              <span className="num t3">{counts[name]}</span>
            </button>
          ))}
        </div>
        <span className="grow" />
        {tab === 'bookmarks' && (
          <>
            <button
              type="button"
              className="btn"
              disabled={!journal.canUndo}
              onClick={() => void run({ type: 'undo_bookmark' })}
            >
              Undo
            </button>
            <button
              type="button"
              className="btn"
              disabled={!journal.canRedo}
              onClick={() => void run({ type: 'redo_bookmark' })}
            >
              Redo
            </button>
          </>
        )}
        <ExportButtons scored={scored} />
        <button
          type="button"
          className="btn icon"
          aria-label="Close the journal"
          onClick={() => showJournal(undefined)}
        >
          <Icon name="cross" />
        </button>
      </div>
      {tab === 'bookmarks' ? (
        <BookmarkList bookmarks={seen.bookmarks} />
      ) : (
        <CallList scored={scored.filter(({ call }) => call.ts <= limitTs)} />
      )}
      {hasHidden && <p className="journal-hidden t3">What lies ahead is hidden in blind replay.</p>}
    </section>
  );
}

/** The trader's journal of this session, over the lower right of the screen. */
export function JournalPanel(): ReactElement | null {
  const tab = useApp((state) => state.journalTab);
  return tab === undefined ? null : <Panel tab={tab} />;
}
