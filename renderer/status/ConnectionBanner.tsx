import type { ReactElement } from 'react';
import { useApp } from '../app/context.tsx';
import { Icon } from '../icons/Icon.tsx';

/** Says that there is no way to the engine, and what that means for the picture. */
export function ConnectionBanner(): ReactElement | null {
  const isOpen = useApp((state) => state.connection === 'open');
  const hasConnected = useApp((state) => state.hasConnected);
  const hasPicture = useApp((state) => state.frame !== undefined);
  if (isOpen) return null;
  return (
    <section className="banner warn" role="status" data-testid="connection">
      <span className="c-warn">
        <Icon name="gap" size={16} />
      </span>
      <div className="grow">
        <b>
          {hasConnected
            ? 'No connection to the engine. Reconnecting.'
            : 'Connecting to the engine.'}
        </b>
        <span className="t2">
          {hasPicture
            ? 'The run goes on without this screen; the last picture stays until it is back.'
            : 'If this stays, start Breakwater again and open the address that it prints.'}
        </span>
      </div>
    </section>
  );
}

/**
 * Notices about the session that do not stop it: files that were not used, what is odd about those
 * that were. Several are one line that opens.
 */
export function WarningBanner(): ReactElement | null {
  const warnings = useApp((state) => state.session?.warnings);
  if (warnings === undefined || warnings.length === 0) return null;
  const [first, ...others] = warnings;
  return (
    <section className="notice" role="status" aria-label="Warnings">
      <span className="c-warn">
        <Icon name="warn" />
      </span>
      {others.length === 0 ? (
        <span className="ell" title={first}>
          {first}
        </span>
      ) : (
        <details>
          <summary>
            {first} <b>{others.length} more</b>
          </summary>
          {others.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </details>
      )}
    </section>
  );
}
