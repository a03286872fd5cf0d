import type { ReactElement } from 'react';
import type { ConfigDifference } from '../../engine/core/comparison.ts';
import type { ConfigKey } from '../../engine/core/configKeys.ts';
import { Icon } from '../icons/Icon.tsx';
import { describeKey, specOf, textOf } from './draft.ts';

interface ParameterRowProps {
  readonly name: ConfigKey;
  readonly text: string;
  /** The value as the session was opened. */
  readonly opened: ConfigDifference['a'];
  /** What is wrong with it, in words. */
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onReset: () => void;
}

/** One key: its value now, what it was, and the way back to that. */
export function ParameterRow(props: ParameterRowProps): ReactElement {
  const { name, text, opened, problem, onChange, onReset } = props;
  const spec = specOf(name);
  const problemId = `parameter-problem-${name}`;
  const shared = {
    className: 'inp num',
    'aria-label': name,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problemId,
    value: text,
  };
  return (
    <li className="parameter">
      <span className="num t1 ell" title={describeKey(name)}>
        {name}
      </span>
      {spec.kind === 'choice' ? (
        <select {...shared} onChange={(event) => onChange(event.target.value)}>
          {spec.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          maxLength={60}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <span className="t3 ell">
        opened with <span className="num">{textOf(opened)}</span>
      </span>
      <button
        type="button"
        className="btn icon"
        aria-label={`Reset ${name}`}
        title="Back to what the session was opened with"
        onClick={onReset}
      >
        <Icon name="cross" />
      </button>
      <p id={problemId} className={problem === undefined ? 't3' : 'c-err'}>
        {problem ?? describeKey(name)}
      </p>
    </li>
  );
}
