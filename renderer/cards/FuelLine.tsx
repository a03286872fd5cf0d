import type { ReactElement } from 'react';
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import { useApp } from '../app/context.tsx';
import { formatGamma } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconPaths.ts';
import { STATE_LOOKS } from '../icons/signalIcon.ts';
import { booksInWords, gammaBooks, type GammaBook, type GammaBooks } from '../model/fuelBooks.ts';
import {
  fuelSensitivity,
  type FuelSensitivity,
  type SensitivityKind,
} from '../model/sensitivity.ts';

const SENSITIVITY_ICONS: Readonly<Record<SensitivityKind, IconName>> = {
  stands: 'check',
  needs: 'fuel',
  ends: 'warn',
  flips: 'turn',
  held: 'stop',
};

/** One book's gamma with the icon of what it does to a move; the driving one is set in bold. */
function Book({ name, gamma, effect, isDriving }: GammaBook): ReactElement {
  const { icon, token } = STATE_LOOKS[effect];
  return (
    <span className={isDriving ? 'book drives' : 'book'} data-book={name}>
      <span>{name === 'flow' ? 'flow' : 'inv.'}</span>
      <span className={`book-effect c-${token}`}>
        <Icon name={icon} size={10} />
      </span>
      <span className="num">{formatGamma(gamma)}</span>
    </span>
  );
}

const AGREEMENT_WORDS = { apart: 'books differ', opposed: 'books oppose' } as const;

/** The mark of books that disagree: quiet where one is flat, loud where they pull apart. */
export function AgreementMark({ books }: { readonly books: GammaBooks }): ReactElement | null {
  const { agreement } = books;
  if (agreement === 'agree') return null;
  const words = AGREEMENT_WORDS[agreement];
  return (
    <span
      className={agreement === 'opposed' ? 'mark c-warn' : 'mark t3'}
      title={`${words}: ${booksInWords(books)}`}
      data-agreement={agreement}
    >
      <Icon name={agreement === 'opposed' ? 'differ' : 'apart'} size={10} />
      <span className="mark-word">{agreement === 'opposed' ? 'oppose' : 'differ'}</span>
    </span>
  );
}

/** What the signal owes to fuel, with its icon. */
export function SensitivityMark({ of }: { readonly of: FuelSensitivity }): ReactElement {
  const { kind, words, shortWords, detail } = of;
  return (
    <span className={`mark sensitivity ${kind}`} title={`${words}. ${detail}`} data-kind={kind}>
      <Icon name={SENSITIVITY_ICONS[kind]} size={10} />
      <span className="ell">
        <span className="long-words">{words}</span>
        <span className="short-words">{shortWords}</span>
      </span>
    </span>
  );
}

interface FuelLineProps {
  readonly level: LevelPayload;
  /** Whose verdict the card shows: the level, or a member of its confluence. */
  readonly speaker: LevelPayload;
  readonly config: EngineConfig;
}

/** Both books of dealer gamma, whether they disagree, and what the signal owes to them. */
export function FuelLine({ level, speaker, config }: FuelLineProps): ReactElement {
  const dealers = useApp((state) => state.frame?.payload.dealers);
  const books = gammaBooks(level.fuel, config);
  const sensitivity = fuelSensitivity(speaker);
  const hasGamma = (dealers?.flow_gamma ?? dealers?.inventory_gamma ?? null) !== null;
  return (
    <div
      className={books.agreement === 'agree' ? 'cfuel t3' : 'cfuel t3 crowded'}
      aria-label="Fuel"
      role="group"
    >
      {hasGamma ? (
        <>
          <Book {...books.flow} />
          <Book {...books.inventory} />
          <AgreementMark books={books} />
        </>
      ) : (
        <span>no option has traded</span>
      )}
      <span className="grow" />
      {sensitivity !== undefined && <SensitivityMark of={sensitivity} />}
    </div>
  );
}
