import type { ReactElement } from 'react';
import { useActions, useApp } from '../app/context.tsx';
import { formatFixed, formatPrice } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import { longName } from '../model/levels.ts';
import { HotzoneForm } from './HotzoneForm.tsx';
import { HotzoneList } from './HotzoneList.tsx';
import { Metrics } from './Metrics.tsx';
import { scoreParts } from './scoreParts.ts';
import { LevelCardView } from './LevelCardView.tsx';
import { WatchList } from './WatchList.tsx';

function NoLevels(): ReactElement {
  const nearest = useApp((state) => state.watch[0]?.lead);
  const hasFrame = useApp((state) => state.frame !== undefined);
  const band = useApp((state) => state.session?.config.MONITOR_BAND);
  const hotzones = useApp((state) => state.namedZones);
  if (!hasFrame) {
    return (
      <div className="no-levels">
        <p>Levels appear with the first trade and one full book.</p>
      </div>
    );
  }
  return (
    <div className="no-levels">
      <p className="strong">No level within {formatFixed(band, 2)} of spot</p>
      {nearest !== undefined && (
        <p className="t3">
          Nearest: {longName(nearest, hotzones)} {formatPrice(nearest.price)},{' '}
          {formatPrice(Math.abs(nearest.distance))} away
        </p>
      )}
    </div>
  );
}

function CardList(): ReactElement {
  const cards = useApp((state) => state.cards);
  const config = useApp((state) => state.session?.config);
  const hotzones = useApp((state) => state.namedZones);
  const selected = useApp((state) => state.selectedLevel);
  const hovered = useApp((state) => state.hoveredLevel);
  const expanded = useApp((state) => state.expandedLevel);
  if (config === undefined || cards.length === 0) return <NoLevels />;
  return (
    <ul className="cards" aria-label="Level cards">
      {cards.map((card) => (
        <li key={card.id}>
          <LevelCardView
            card={card}
            config={config}
            hotzones={hotzones}
            isSelected={card.id === selected}
            isLit={card.id === hovered}
            isExpanded={card.id === expanded}
          />
        </li>
      ))}
    </ul>
  );
}

/** Figures of the selected level, else of the nearest, in the room that the cards leave. */
function Figures(): ReactElement | null {
  const card = useApp(
    ({ cards, selectedLevel }) => cards.find(({ id }) => id === selectedLevel) ?? cards[0],
  );
  const isExpanded = useApp((state) => state.expandedLevel !== undefined);
  const config = useApp((state) => state.session?.config);
  const hotzones = useApp((state) => state.namedZones);
  if (card === undefined || config === undefined) return null;
  const { level } = card;
  return (
    <div className="figures-room">
      {!isExpanded && (
        <section className="figures" aria-label="Figures">
          <div className="row section-head">
            <h3>{longName(level, hotzones)}</h3>
            <span className="num">{formatPrice(level.price)}</span>
          </div>
          <Metrics level={level} config={config} parts={scoreParts(level, config)} />
        </section>
      )}
    </div>
  );
}

/** Which level is next, does it break or hold, how sure, how far. */
export function LevelsPanel(): ReactElement {
  const activeCount = useApp((state) => state.frame?.payload.levels.length ?? 0);
  const watchCount = useApp((state) => state.frame?.payload.watch.length ?? 0);
  const isFormOpen = useApp((state) => state.isHotzoneFormOpen);
  const { setHotzoneForm } = useActions();
  return (
    <aside className="left" aria-label="Levels">
      <div className="ph">
        <h2>Levels</h2>
        <span className="t3">
          {activeCount} active of {activeCount + watchCount}
        </span>
        <span className="grow" />
        <button
          type="button"
          className={isFormOpen ? 'btn line on' : 'btn line'}
          aria-expanded={isFormOpen}
          onClick={() => setHotzoneForm(!isFormOpen)}
        >
          <Icon name="plus" size={10} />
          Hotzone
        </button>
      </div>
      {isFormOpen && <HotzoneForm />}
      <CardList />
      <Figures />
      <HotzoneList />
      <WatchList />
    </aside>
  );
}
