import type { ReactElement } from 'react';
import type { TapeStats } from '../../engine/core/tape.ts';
import { formatFixed, formatPercent } from '../format/number.ts';
import { sideShares, speedView, type SideVolumes, type SpeedFigure } from './speed.ts';

function SpeedRow(props: { readonly name: string; readonly figure: SpeedFigure }): ReactElement {
  const { name, figure } = props;
  const { rate, usual, below } = figure;
  const percent = below === undefined ? undefined : formatPercent(below);
  return (
    <>
      <span>{name}</span>
      <span className="num t1">{formatFixed(rate, 1)}</span>
      {below === undefined ? (
        <span
          className="t3 speed-few"
          title="It takes a minute of the session to know what is usual"
        >
          too few to judge
        </span>
      ) : (
        <>
          <span
            className="speed-bar"
            role="meter"
            aria-label={`${name} per second, faster than`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.floor(below * 100)}
            aria-valuetext={`${percent} of the session so far`}
          >
            <i style={{ width: `${below * 100}%` }} />
          </span>
          <span className="num t1">{percent}</span>
          <span className="num t3">{formatFixed(usual, 1)}</span>
        </>
      )}
    </>
  );
}

/** Whose trades they were: buyers' part outlined, sellers' filled, without a side hatched. */
function SideRow(props: SideVolumes): ReactElement {
  const { buy, sell, mid } = props;
  const total = buy + sell + mid;
  const { buyText, sellText } = sideShares(props);
  return (
    <>
      <span className="up">
        <i className="ring" /> buy
      </span>
      <span className="num t1">{buyText}</span>
      <span
        className="side-bar"
        role="img"
        aria-label={`Of the contracts, buyers ${buyText}, sellers ${sellText}`}
      >
        {total > 0 && (
          <>
            <i className="buy" style={{ flexGrow: buy }} />
            <i className="mid" style={{ flexGrow: mid }} />
            <i className="sell" style={{ flexGrow: sell }} />
          </>
        )}
      </span>
      <span className="num t1">{sellText}</span>
      <span className="down">
        <i className="disc" /> sell
      </span>
    </>
  );
}

/** How fast trades come: five seconds against the session so far. */
export function SpeedMeter({ stats }: { readonly stats: TapeStats }): ReactElement {
  const { prints, contracts, buy, sell, mid } = speedView(stats);
  return (
    <div className="speed-meter" role="group" aria-label="Speed of tape, last 5 seconds">
      <span className="t3 speed-head">per second, last 5 s</span>
      <span className="t3 speed-rank">faster than % of session</span>
      <span className="t3">usual</span>
      <SpeedRow name="prints" figure={prints} />
      <SpeedRow name="contracts" figure={contracts} />
      <SideRow buy={buy} sell={sell} mid={mid} />
    </div>
  );
}
