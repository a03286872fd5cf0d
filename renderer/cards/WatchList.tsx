import type { ReactElement } from 'react';
import type { WatchPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatDistance, formatFixed, formatPrice } from '../format/number.ts';
import type { LevelGroup } from '../model/confluence.ts';
import { shortName } from '../model/levels.ts';
import { Chip } from './Chip.tsx';

interface GroupChipProps extends LevelGroup<WatchPayload> {
  readonly hotzones: readonly HotzoneState[];
}

/** `STK RND` where that is all there is, else the strongest and how many more. */
function GroupChip({ lead, members, hotzones }: GroupChipProps): ReactElement {
  const name = shortName(lead, hotzones);
  const isStrikeAtRound =
    lead.kind === 'STRIKE' && members.length > 0 && members.every(({ kind }) => kind === 'ROUND');
  return isStrikeAtRound ? (
    <Chip kind={lead.kind} text={`${name} RND`} />
  ) : (
    <Chip kind={lead.kind} text={name} moreCount={members.length} />
  );
}

/** Levels outside the monitor band: nearest first, no verdicts. */
export function WatchList(): ReactElement {
  const watch = useApp((state) => state.watch);
  const hotzones = useApp((state) => state.namedZones);
  const band = useApp((state) => state.session?.config.MONITOR_BAND);
  const { hoverLevel } = useActions();
  return (
    <section className="watch" aria-label="Watch list">
      <div className="row section-head">
        <h3>Watch</h3>
        <span className="t3">outside the {formatFixed(band, 2)} band</span>
      </div>
      <ul className="wgrid">
        {watch.map(({ lead, members }) => (
          <li
            key={lead.id}
            className="wrow"
            data-level-id={lead.id}
            onMouseEnter={() => hoverLevel(lead.id)}
            onMouseLeave={() => hoverLevel(undefined)}
          >
            <span className="num">{formatPrice(lead.price)}</span>
            <GroupChip lead={lead} members={members} hotzones={hotzones} />
            <span className="num">{formatDistance(lead.distance)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
