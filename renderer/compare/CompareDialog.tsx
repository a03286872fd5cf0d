import { useState, type FormEvent, type ReactElement } from 'react';
import { findProfile, PROFILES } from '../../engine/core/profiles.ts';
import type { SessionState } from '../../engine/core/protocol.ts';
import { useActions, useApp, useRun } from '../app/context.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import { readOverrides } from './readOverrides.ts';

function CompareForm({ session }: { readonly session: SessionState }): ReactElement {
  const run = useRun();
  const { showDialog } = useActions();
  const [profile, setProfile] = useState('');
  const [text, setText] = useState('');
  const base = profile === '' ? session.config : findProfile(profile).config;
  const { overrides, problem } = readOverrides(text, base);
  const isEmpty = profile === '' && text.trim() === '';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (overrides === undefined || isEmpty) return;
    showDialog(undefined);
    void run({ type: 'compare_start', overrides, ...(profile === '' ? {} : { profile }) });
  };

  return (
    <form className="open-form" aria-label="Compare" onSubmit={submit}>
      <p className="t2">
        A is what is open. B plays the same session with another configuration beside it; where the
        two differ is marked on the timeline and listed.
      </p>
      <label className="field-label">
        B starts from
        <select
          className="inp"
          value={profile}
          onChange={(event) => setProfile(event.target.value)}
        >
          <option value="">the configuration that is open</option>
          {PROFILES.filter(({ underlying }) => underlying === session.underlying).map(
            ({ name, summary }) => (
              <option key={name} value={name} title={summary}>
                profile {name}
              </option>
            ),
          )}
        </select>
      </label>
      <label className="field-label">
        Keys that B has otherwise, KEY=VALUE, one a line
        <textarea
          className="inp num"
          aria-label="Keys of B"
          aria-invalid={problem !== undefined}
          aria-describedby="compare-problem"
          rows={4}
          spellCheck={false}
          data-autofocus
          placeholder="TRIGGER_HOLD_TIME=1"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
      </label>
      <div className="row fields">
        <p id="compare-problem" className={problem === undefined ? 't3' : 'c-err'} role="status">
          {problem ?? 'breakwater config lists all keys. Ctrl Enter compares.'}
        </p>
        <button type="submit" className="big-btn pri" disabled={problem !== undefined || isEmpty}>
          Compare
        </button>
      </div>
    </form>
  );
}

/** Asks for the second configuration. */
export function CompareDialog(): ReactElement | null {
  const session = useApp((state) => state.session);
  const { showDialog } = useActions();
  if (session === undefined) return null;
  return (
    <Dialog title="Compare with a second configuration" onClose={() => showDialog(undefined)}>
      <CompareForm session={session} />
    </Dialog>
  );
}
