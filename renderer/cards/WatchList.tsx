import type { ReactElement } from 'react';
import type { WatchPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatDistance, formatFixed, formatPrice } from '../format/number.ts';
import { shortName } from '../model/levels.ts';
import { Chip } from './Chip.tsx';

/** `STK RND` where that is all there is, else the strongest and how many more. */
function groupName(
  lead: WatchPayload,
  members: readonly WatchPayload[],
  hotzones: readonly HotzoneState[],
): string {
  const name = shortName(lead, hotzones);
  if (members.length === 0) return name;
  const isStrikeAtRound = lead.kind === 'STRIKE' && members.every(({ kind }) => kind === 'ROUND');
  return isStrikeAtRound ? `${name} RND` : `${name} +${members.length}`;
}

/** Levels outside the monitor band: nearest first, no verdicts. */
export function WatchList(): ReactElement {
  const watch = useApp((state) => state.watch);
  const hotzones = useApp((state) => state.hotzones);
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
            <Chip kind={lead.kind} text={groupName(lead, members, hotzones)} />
            <span className="num">{formatDistance(lead.distance)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
