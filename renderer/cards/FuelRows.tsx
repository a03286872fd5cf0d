import type { ReactElement } from 'react';
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import { useApp } from '../app/context.tsx';
import { formatGamma, formatPercent, formatPrice, UNKNOWN } from '../format/number.ts';
import { booksInWords, gammaBooks, type GammaBook } from '../model/fuelBooks.ts';
import { fuelSensitivity } from '../model/sensitivity.ts';
import { AgreementMark, SensitivityMark } from './FuelLine.tsx';
import { MetricRow, smooth } from './MetricRow.tsx';

interface FuelRowsProps {
  readonly level: LevelPayload;
  readonly config: EngineConfig;
}

type Wall = LevelPayload['fuel']['call_wall'];

const wallText = (wall: Wall): string => (wall === null ? UNKNOWN : formatPrice(wall.strike));
const wallFlow = (wall: Wall): string =>
  wall === null ? '' : `${formatGamma(wall.net_gamma)}${wall.strong ? ' strong' : ''}`;

function BookRow({ name, gamma, effect, isDriving }: GammaBook): ReactElement {
  return (
    <MetricRow
      name={isDriving ? `${name} book, drives` : `${name} book`}
      value={formatGamma(gamma)}
      beside={effect.toLowerCase()}
    />
  );
}

/** Dealer gamma near a level: both books, walls and flip, and what nobody could sign. */
export function FuelRows({ level, config }: FuelRowsProps): ReactElement {
  const { fuel } = level;
  const books = gammaBooks(fuel, config);
  const dealers = useApp((state) => state.frame?.payload.dealers);
  const underlying = useApp((state) => state.session?.underlying.toUpperCase());
  const sensitivity = fuelSensitivity(level);
  return (
    <>
      <MetricRow
        name="net dealer gamma"
        value={formatGamma(fuel.net_dealer_gamma)}
        beside={smooth(formatGamma(fuel.net_dealer_gamma_smooth))}
      />
      <BookRow {...books.flow} />
      <BookRow {...books.inventory} />
      <div className="fuel-note t3">Shares to hedge per 1.00 of {underlying}</div>
      {books.agreement !== 'agree' && (
        <div className="fuel-note t2">
          <AgreementMark books={books} />
          <span>{booksInWords(books)}</span>
        </div>
      )}
      <MetricRow
        name="call wall"
        value={wallText(fuel.call_wall)}
        beside={wallFlow(fuel.call_wall)}
      />
      <MetricRow name="put wall" value={wallText(fuel.put_wall)} beside={wallFlow(fuel.put_wall)} />
      <MetricRow name="gamma flip" value={formatPrice(fuel.hvl)} />
      <MetricRow
        name="unsigned volume"
        value={formatPercent(dealers?.unsigned_share)}
        beside="of today"
      />
      {sensitivity !== undefined && (
        <div className="fuel-note t2">
          <SensitivityMark of={sensitivity} />
          <span>{sensitivity.detail}</span>
        </div>
      )}
    </>
  );
}
