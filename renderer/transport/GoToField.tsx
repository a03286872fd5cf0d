import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useApp, useAppContext } from '../app/context.tsx';
import { positionOf, startOf, viewOf } from '../app/navigate.ts';
import { formatClock } from '../format/time.ts';
import { findTime } from '../timeline/goToTime.ts';

/** Goes to a typed New York time; shows the present one while nothing is typed. */
export function GoToField(): ReactElement {
  const { store, mover } = useAppContext();
  const field = useRef<HTMLInputElement>(null);
  const request = useApp((state) => state.goToRequest);
  const positionTs = useApp(positionOf);
  const [text, setText] = useState('');
  const [message, setMessage] = useState<string>();

  useEffect(() => {
    if (request > 0) field.current?.focus();
  }, [request]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const state = store.getState();
    const firstTs = startOf(state);
    if (firstTs === undefined || text.trim() === '') return;
    const { endTs } = viewOf(state);
    const found = findTime(text, { firstTs, endTs, positionTs: positionOf(state) ?? firstTs });
    if (!found.isFound) {
      setMessage(found.message);
      return;
    }
    mover.seek(found.ts);
    leave();
    field.current?.blur();
  };
  const leave = (): void => {
    setText('');
    setMessage(undefined);
  };

  return (
    <form className="go-to" aria-label="Go to a time" onSubmit={submit}>
      <label className="row t2">
        <span className="word kept">Go to</span>
        <input
          ref={field}
          className="inp num"
          title="Go to a New York time (T)"
          aria-label="Go to time"
          aria-invalid={message !== undefined}
          aria-describedby="go-to-message"
          autoComplete="off"
          spellCheck={false}
          maxLength={12}
          placeholder={formatClock(positionTs)}
          disabled={positionTs === undefined}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMessage(undefined);
          }}
          onBlur={leave}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </label>
      {message !== undefined && (
        <p id="go-to-message" className="go-to-message" role="alert">
          {message}
        </p>
      )}
    </form>
  );
}
