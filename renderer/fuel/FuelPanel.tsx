import { useMemo, type ReactElement } from 'react';
import { useActions, useApp } from '../app/context.tsx';
import { FuelFacts } from './FuelFacts.tsx';
import { FuelFigure } from './FuelFigure.tsx';
import { FuelKey } from './FuelKey.tsx';
import { FUEL_BOOK_CHOICES, FUEL_UNITS, fuelView, type FuelBookChoice } from './fuelView.ts';
import { useGammaProfile } from './useGammaProfile.ts';

const BOOK_TITLES: Readonly<Record<FuelBookChoice, string>> = {
  flow: 'Flow',
  inventory: 'Inventory',
  both: 'Both',
};

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly T[];
  readonly value: T;
  readonly titleOf: (choice: T) => string;
  readonly onChoose: (choice: T) => void;
}

function Choice<T extends string>(props: ChoiceProps<T>): ReactElement {
  const { name, label, choices, value, titleOf, onChoose } = props;
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice} className={choice === value ? 'on' : undefined}>
          <input
            type="radio"
            name={name}
            checked={choice === value}
            onChange={() => onChoose(choice)}
          />
          {titleOf(choice)}
        </label>
      ))}
    </div>
  );
}

function FuelBody(): ReactElement {
  const profile = useGammaProfile();
  const book = useApp((state) => state.settings.fuelBook);
  const unit = useApp((state) => state.settings.fuelUnit);
  const hasOptions = useApp(
    (state) => state.session?.sources.some(({ role }) => role === 'options') ?? false,
  );
  const view = useMemo(
    () => (profile === undefined ? undefined : fuelView(profile, book, unit)),
    [profile, book, unit],
  );
  if (profile === undefined || view === undefined) {
    return <p className="empty-note">The engine is being asked for dealer gamma.</p>;
  }
  if (view.rows.length === 0) {
    return (
      <p className="empty-note">
        {hasOptions
          ? 'No option has traded yet. Dealer gamma appears with the first trade of the day.'
          : 'This session has no options: fuel stays neutral.'}
      </p>
    );
  }
  return (
    <>
      <FuelKey laterTs={book === 'flow' ? undefined : profile.later.ts} />
      <FuelFigure view={view} />
      <FuelFacts profile={profile} view={view} />
    </>
  );
}

/** Will dealers chase or fade, and where does that turn? */
export function FuelPanel(): ReactElement {
  const book = useApp((state) => state.settings.fuelBook);
  const unit = useApp((state) => state.settings.fuelUnit);
  const underlying = useApp((state) => state.session?.underlying.toUpperCase() ?? '');
  const profileTs = useApp((state) => state.gammaProfile?.profile.ts);
  const { changeSettings } = useActions();
  return (
    <section className="fuel" aria-label="Fuel panel" data-ts={profileTs}>
      <div className="ph">
        <Choice
          name="fuel-book"
          label="Gamma book"
          choices={FUEL_BOOK_CHOICES}
          value={book}
          titleOf={(choice) => BOOK_TITLES[choice]}
          onChoose={(fuelBook) => changeSettings({ fuelBook })}
        />
        <Choice
          name="fuel-unit"
          label="Gamma unit"
          choices={FUEL_UNITS}
          value={unit}
          titleOf={(choice) => (choice === 'shares' ? 'Per 1.00' : '$ per point')}
          onChoose={(fuelUnit) => changeSettings({ fuelUnit })}
        />
        {unit === 'shares' && <span className="t3 ell wide">shares per 1.00 of {underlying}</span>}
      </div>
      <FuelBody />
    </section>
  );
}
