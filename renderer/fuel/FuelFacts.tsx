import type { ReactElement } from 'react';
import type { GammaProfile, GammaWalls } from '../../engine/core/gammaProfile.ts';
import { formatContracts, formatPercent, formatPrice, UNKNOWN } from '../format/number.ts';
import { formatMinute } from '../format/time.ts';
import { formatFuel, wallText } from './fuelFigures.ts';
import { leadBook, type FuelView } from './fuelView.ts';

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}

const flipText = (flips: readonly number[]): string =>
  flips.length === 0 ? 'none' : flips.map(formatPrice).join(', ');

/** What passing time alone will make of the inventory. */
function Later(props: { readonly profile: GammaProfile; readonly view: FuelView }): ReactElement {
  const { later, spot } = props.profile;
  const { unit } = props.view;
  const walls: GammaWalls = later.walls;
  const drift = later.delta_drift;
  return (
    <dl className="fuel-facts" aria-label="Later">
      <Fact name={`at ${formatMinute(later.ts)} CW`} value={wallText(walls.call, unit, spot)} />
      <Fact name="PW" value={wallText(walls.put, unit, spot)} />
      <Fact
        name={drift < 0 ? 'till then dealers buy' : 'till then dealers sell'}
        value={formatContracts(Math.abs(drift))}
      />
    </dl>
  );
}

const SIGNING_WORDS = [
  ['at_quote', 'at the quote'],
  ['by_tolerance', 'by tolerance'],
  ['feed', 'by the feed'],
  ['unsigned', 'unsigned'],
] as const;

/** How the day's option volume was signed; the unsigned part is hatched. */
function Signing({ signing }: Pick<GammaProfile, 'signing'>): ReactElement {
  const total = SIGNING_WORDS.reduce((sum, [key]) => sum + signing[key], 0);
  return (
    <div className="fuel-signing">
      <div className="signing-bar" aria-hidden="true">
        {SIGNING_WORDS.map(([key]) => (
          <i key={key} className={key} style={{ flex: signing[key] }} />
        ))}
      </div>
      <dl className="fuel-facts" aria-label="How trades were signed">
        {SIGNING_WORDS.map(([key, words]) => (
          <Fact
            key={key}
            name={words}
            value={
              key === 'unsigned'
                ? formatPercent(signing.unsigned_share)
                : formatPercent(total === 0 ? null : signing[key] / total)
            }
          />
        ))}
      </dl>
    </div>
  );
}

/** The profile's figures in words below its picture. */
export function FuelFacts(props: {
  readonly profile: GammaProfile;
  readonly view: FuelView;
}): ReactElement {
  const { profile, view } = props;
  const lead = leadBook(view);
  return (
    <div className="fuel-words">
      <dl className="fuel-facts" aria-label="Now">
        {view.books.map(({ name, total }) => (
          <Fact key={name} name={name} value={formatFuel(total, view.unit)} />
        ))}
        <Fact
          name="CW"
          value={lead === undefined ? UNKNOWN : wallText(lead.walls.call, view.unit, view.spot)}
        />
        <Fact
          name="PW"
          value={lead === undefined ? UNKNOWN : wallText(lead.walls.put, view.unit, view.spot)}
        />
        <Fact
          name={lead !== undefined && lead.flips.length > 1 ? 'flips' : 'flip'}
          value={flipText(lead?.flips ?? [])}
        />
      </dl>
      {view.laterWalls !== undefined && <Later {...props} />}
      <Signing signing={profile.signing} />
    </div>
  );
}
