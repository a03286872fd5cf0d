import { useState, type FormEvent, type ReactElement } from 'react';
import type { ConfigKey } from '../../engine/core/configKeys.ts';
import type { SessionState } from '../../engine/core/protocol.ts';
import { useActions, useApp, useAppContext } from '../app/context.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import {
  CONFIG_KEY_NAMES,
  describeKey,
  draftOf,
  openedConfig,
  problemOf,
  readDraft,
  textOf,
  without,
  type Draft,
  type DraftProblem,
} from './draft.ts';
import { ParameterRow } from './ParameterRow.tsx';

function KeyChoice(props: {
  readonly draft: Draft;
  readonly onChoose: (key: ConfigKey) => void;
}): ReactElement {
  return (
    <label className="field-label">
      Change a parameter
      <select
        className="inp"
        data-autofocus
        value=""
        onChange={({ target }) => {
          const key = CONFIG_KEY_NAMES.find((name) => name === target.value);
          if (key !== undefined) props.onChoose(key);
        }}
      >
        <option value="">choose one</option>
        {CONFIG_KEY_NAMES.filter((key) => props.draft[key] === undefined).map((key) => (
          <option key={key} value={key} title={describeKey(key)}>
            {key}
          </option>
        ))}
      </select>
    </label>
  );
}

function ParametersForm({ session }: { readonly session: SessionState }): ReactElement {
  const { run, store } = useAppContext();
  const { showDialog, showCommandProblem } = useActions();
  const [base] = useState(() => openedConfig(session));
  const [draft, setDraft] = useState(() => draftOf(session));
  const [refused, setRefused] = useState<DraftProblem>();
  const { overrides, problem: found } = readDraft(draft, base);
  const problem = found ?? refused;
  const keys = CONFIG_KEY_NAMES.filter((key) => draft[key] !== undefined);

  const change = (next: Draft): void => {
    setRefused(undefined);
    setDraft(next);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (found !== undefined) return;
    if (await run({ type: 'set_config', overrides })) {
      showDialog(undefined);
      return;
    }
    const { commandProblem } = store.getState();
    if (commandProblem !== undefined) setRefused(problemOf(commandProblem));
    showCommandProblem(undefined);
  };

  return (
    <form className="open-form" aria-label="Parameters" onSubmit={(event) => void submit(event)}>
      <p className="t2">
        The session is run again with these parameters from its start, and stands where it stands
        now.
      </p>
      <ul className="parameters" aria-label="Changed parameters">
        {keys.map((key) => (
          <ParameterRow
            key={key}
            name={key}
            text={draft[key] ?? ''}
            opened={base[key]}
            problem={problem?.key === key ? problem.words : undefined}
            onChange={(text) => change({ ...draft, [key]: text })}
            onReset={() => change(without(draft, key))}
          />
        ))}
      </ul>
      <KeyChoice draft={draft} onChoose={(key) => change({ ...draft, [key]: textOf(base[key]) })} />
      <div className="row fields">
        <p className="c-err" role="alert">
          {problem !== undefined && draft[problem.key as ConfigKey] === undefined && problem.words}
        </p>
        <button type="button" className="big-btn" onClick={() => change({})}>
          Reset all
        </button>
        <button type="submit" className="big-btn pri" disabled={found !== undefined}>
          Apply
        </button>
      </div>
    </form>
  );
}

/** Changes the configuration of the session that is open. */
export function ParametersDialog(): ReactElement | null {
  const session = useApp((state) => state.session);
  const { showDialog } = useActions();
  if (session === undefined) return null;
  return (
    <Dialog title="Parameters" onClose={() => showDialog(undefined)}>
      <ParametersForm session={session} />
    </Dialog>
  );
}
