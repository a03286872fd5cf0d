import { useState, type FormEvent, type ReactElement } from 'react';
import { PROFILES } from '../../engine/core/profiles.ts';
import type { OpenedSession } from '../store/settings.ts';
import { useApp } from '../app/context.tsx';
import { Icon } from '../icons/Icon.tsx';
import { useOpenSession } from './useOpenSession.ts';

/** One path a line; empty lines and blanks around a path do not count. */
const readPaths = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const baseName = (path: string): string =>
  path.split(/[\\/]/).findLast((part) => part !== '') ?? path;

function RecentSessions({
  onPick,
}: {
  readonly onPick: (opened: OpenedSession) => void;
}): ReactElement | null {
  const recent = useApp((state) => state.settings.recent);
  if (recent.length === 0) return null;
  return (
    <div className="recent">
      <h3>Recent</h3>
      <ul aria-label="Recent sessions">
        {recent.map((opened) => (
          <li key={opened.paths.join('\n')}>
            <button
              type="button"
              className="btn"
              title={opened.paths.join('\n')}
              onClick={() => onPick(opened)}
            >
              <Icon name={opened.paths.length === 1 ? 'folder' : 'file'} />
              <span className="ell">
                {baseName(opened.paths[0] ?? '')}
                {opened.paths.length > 1 && ` and ${opened.paths.length - 1} more`}
              </span>
              <span className="t3 ell">
                {opened.profile} {opened.paths[0]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Paths, profile and instrument of the session to open, or the demo. */
export function OpenForm(): ReactElement {
  const open = useOpenSession();
  const refused = useApp((state) => state.refusedOpening);
  const [text, setText] = useState(refused?.paths.join('\n') ?? '');
  const [profile, setProfile] = useState(refused?.profile ?? '');
  const [symbol, setSymbol] = useState(refused?.symbol ?? '');
  const paths = readPaths(text);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (paths.length === 0) return;
    void open({
      type: 'open',
      paths,
      ...(profile === '' ? {} : { profile }),
      ...(symbol.trim() === '' ? {} : { symbol: symbol.trim() }),
    });
  };

  return (
    <form className="open-form" aria-label="Open session" onSubmit={submit}>
      <label className="field-label" htmlFor="open-paths">
        Files or a session folder, one path a line
      </label>
      <textarea
        id="open-paths"
        className="inp num"
        aria-label="Paths"
        rows={3}
        spellCheck={false}
        data-autofocus
        placeholder="/data/session"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) submit(event);
        }}
      />
      <p className="t3">
        .dbn, .dbn.zst, .parquet, or a folder of these. Enter opens, Shift Enter adds a line.
      </p>
      <div className="row fields">
        <label className="field-label">
          Profile
          <select
            className="inp"
            value={profile}
            onChange={(event) => setProfile(event.target.value)}
          >
            <option value="">as the session says</option>
            {PROFILES.map(({ name, summary }) => (
              <option key={name} value={name} title={summary}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field-label">
          Instrument
          <input
            className="inp num"
            placeholder="the only one"
            value={symbol}
            maxLength={80}
            onChange={(event) => setSymbol(event.target.value)}
          />
        </label>
        <button type="submit" className="big-btn pri" disabled={paths.length === 0}>
          Open session
        </button>
      </div>
      <div className="row demo">
        <button type="button" className="big-btn" onClick={() => void open({ type: 'open_demo' })}>
          <Icon name="play" size={10} />
          Play the demo
        </button>
        <span className="pill sim">SIMULATED</span>
        <span className="t3">Ten minutes of SPY and ES. Every verdict occurs at least once.</span>
      </div>
      <RecentSessions
        onPick={(opened) => {
          setText(opened.paths.join('\n'));
          setProfile(opened.profile ?? '');
          setSymbol(opened.symbol ?? '');
        }}
      />
    </form>
  );
}
