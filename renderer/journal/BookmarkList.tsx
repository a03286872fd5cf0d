import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { MAX_NOTE_LENGTH, type Bookmark } from '../../engine/core/journal.ts';
import { useActions, useApp, useMover, useRun } from '../app/context.tsx';
import { formatLogTime } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';

/** Enter keeps what was typed, Escape restores it. */
function onNoteKey(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape') event.currentTarget.value = event.currentTarget.defaultValue;
  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
}

/** The note of a bookmark that is set when it is written: Enter sets it, Escape does not. */
function NewBookmark({ ts }: { readonly ts: number }): ReactElement {
  const run = useRun();
  const { endNote } = useActions();
  const field = useRef<HTMLInputElement>(null);
  // Before anything else is typed: the next key belongs to the note.
  useLayoutEffect(() => field.current?.focus(), []);
  const time = formatLogTime(ts);
  const set = (note: string): void => {
    endNote();
    void run({ type: 'add_bookmark', ts, note: note.trim() });
  };
  return (
    <form
      className="bookmark new"
      onSubmit={(event) => {
        event.preventDefault();
        set(field.current?.value ?? '');
      }}
    >
      <span className="num lg-time t1">{time}</span>
      <input
        ref={field}
        className="inp"
        aria-label={`New note at ${time}`}
        placeholder="Note, then Enter"
        maxLength={MAX_NOTE_LENGTH}
        onKeyDown={(event) => {
          if (event.key === 'Escape') endNote();
        }}
      />
      <button type="submit" className="btn line">
        Set
      </button>
    </form>
  );
}

function BookmarkRow({ bookmark }: { readonly bookmark: Bookmark }): ReactElement {
  const { id, ts, note } = bookmark;
  const run = useRun();
  const mover = useMover();
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
  const noteTs = useApp((state) => state.noteTs);
  const composer = noteTs === undefined ? null : <NewBookmark key={noteTs} ts={noteTs} />;
  if (bookmarks.length === 0) {
    return (
      composer ?? (
        <p className="journal-empty t3">
          Nothing marked yet. <kbd>B</kbd> marks the moment on the screen, <kbd>Shift</kbd>{' '}
          <kbd>B</kbd> with a note.
        </p>
      )
    );
  }
  return (
    <>
      {composer}
      <ul className="journal-list" aria-label="Bookmarks">
        {bookmarks.map((bookmark) => (
          <BookmarkRow key={bookmark.id} bookmark={bookmark} />
        ))}
      </ul>
    </>
  );
}
