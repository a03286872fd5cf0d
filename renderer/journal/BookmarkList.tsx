import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { MAX_NOTE_LENGTH, type Bookmark } from '../../engine/core/journal.ts';
import { useActions, useApp, useMover, useRun } from '../app/context.tsx';
import { formatLogTime } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';

/** Enter keeps what was typed, Escape restores it. */
function onNoteKey(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape') event.currentTarget.value = event.currentTarget.defaultValue;
  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
}

function BookmarkRow({ bookmark }: { readonly bookmark: Bookmark }): ReactElement {
  const { id, ts, note } = bookmark;
  const run = useRun();
  const mover = useMover();
  const { askForNote } = useActions();
  const isAsked = useApp((state) => state.noteTs === ts);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    field.current?.focus();
    field.current?.scrollIntoView({ block: 'nearest' });
    askForNote(undefined);
  }, [isAsked, askForNote]);
  const time = formatLogTime(ts);
  const rewrite = (text: string): void => {
    if (text.trim() !== note) void run({ type: 'edit_bookmark', id, note: text.trim() });
  };
  return (
    <li className="bookmark">
      <button
        type="button"
        className="num lg-time t2"
        aria-label={`Go to ${time}`}
        title="Go there"
        onClick={() => mover.seek(ts)}
      >
        {time}
      </button>
      {/* Keyed by what the host says, so that its change replaces what is typed here. */}
      <input
        key={note}
        ref={field}
        className="inp quiet"
        aria-label={`Note at ${time}`}
        defaultValue={note}
        placeholder="Note"
        maxLength={MAX_NOTE_LENGTH}
        title={note}
        onKeyDown={onNoteKey}
        onBlur={(event) => rewrite(event.target.value)}
      />
      <button
        type="button"
        className="btn icon"
        aria-label={`Delete the bookmark at ${time}`}
        onClick={() => void run({ type: 'remove_bookmark', id })}
      >
        <Icon name="cross" size={10} />
      </button>
    </li>
  );
}

/** Marked moments with their notes: go there, write, delete. */
export function BookmarkList(props: { readonly bookmarks: readonly Bookmark[] }): ReactElement {
  const { bookmarks } = props;
  if (bookmarks.length === 0) {
    return (
      <p className="journal-empty t3">
        Nothing marked yet. <kbd>B</kbd> marks the moment on the screen, <kbd>Shift</kbd>{' '}
        <kbd>B</kbd> with a note.
      </p>
    );
  }
  return (
    <ul className="journal-list" aria-label="Bookmarks">
      {bookmarks.map((bookmark) => (
        <BookmarkRow key={bookmark.id} bookmark={bookmark} />
      ))}
    </ul>
  );
}
