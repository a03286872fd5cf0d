import { useState, type ReactElement } from 'react';
import type { DigestFacts } from '../../engine/core/protocol.ts';
import { useApp } from '../app/context.tsx';
import { viewOf } from '../app/navigate.ts';
import { formatPercent } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import { digestVerdict } from './digestVerdict.ts';

const COPY_WORDS = { idle: 'Copy the digest', copied: 'Copied', denied: 'Copying is not allowed' };

function CopyDigest({ digest }: { readonly digest: string }): ReactElement {
  const [state, setState] = useState<keyof typeof COPY_WORDS>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(digest);
      setState('copied');
    } catch {
      setState('denied');
    }
  };
  const words = COPY_WORDS[state];
  return (
    <button
      type="button"
      className="btn icon"
      aria-label={words}
      title={words}
      onClick={() => void copy()}
    >
      <Icon name={state === 'copied' ? 'check' : 'file'} size={10} />
    </button>
  );
}

function Digest(props: { readonly digest: string; readonly facts: DigestFacts }): ReactElement {
  const { digest, facts } = props;
  const verdict = digestVerdict(digest, facts);
  const origin = facts.is_kept ? ', as an earlier survey left it' : '';
  return (
    <span className="row t2 survey">
      <span
        className="row"
        title={`Digest of the whole run${origin}: ${digest}`}
        data-testid="survey"
      >
        <Icon name="check" size={10} />
        Surveyed <span className="num t3 digest">{digest.slice(0, 8)}</span>
      </span>
      <CopyDigest key={digest} digest={digest} />
      {verdict !== undefined && (
        <span
          className={verdict.isSame ? 'digest-check ell t3' : 'digest-check ell c-err'}
          role={verdict.isSame ? undefined : 'alert'}
          title={verdict.details}
          data-testid="digest-check"
        >
          {verdict.words}
        </span>
      )}
    </span>
  );
}

/** How much of the session the timeline knows. Nothing in blind replay: it would tell its length. */
export function SurveyState(): ReactElement | null {
  const progress = useApp((state) => viewOf(state).progress);
  const digest = useApp((state) => viewOf(state).digest);
  const facts = useApp((state) => viewOf(state).digestFacts);
  const follows = useApp((state) => state.session?.follows === true);
  if (progress === undefined) return null;
  if (digest !== undefined && facts !== undefined) return <Digest digest={digest} facts={facts} />;
  if (follows) {
    return (
      <span
        className="row t2 survey-growing"
        title="The session is still being written: the timeline grows with it"
        data-testid="survey"
      >
        Surveyed as it grows
      </span>
    );
  }
  if (progress === 1) {
    return (
      <span
        className="row t2"
        title="Hotzones were changed while it played: no digest until Restart"
        data-testid="survey"
      >
        <Icon name="check" size={10} />
        Surveyed
      </span>
    );
  }
  return (
    <span className="row t2" data-testid="survey">
      Surveyed <span className="num t1">{formatPercent(progress)}</span>
    </span>
  );
}
