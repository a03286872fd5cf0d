import type { ReactElement } from 'react';
import { TAPE_MIN_SIZE, TAPE_NOTIONALS, type TapeNotional } from '../../engine/core/tape.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatContracts, formatNotional } from '../format/number.ts';
import { SpeedMeter } from './SpeedMeter.tsx';
import { TAPE_SIDES, type TapeFilter, type TapeSide } from './tapeFilter.ts';
import { TapeList } from './TapeList.tsx';

const SIDE_TITLES: Readonly<Record<TapeSide, string>> = { both: 'Both', buy: 'Buy', sell: 'Sell' };

/** @param px futures price; undefined where it is not known */
function filterText(notional: TapeNotional, px: number | undefined): string {
  if (notional === 0) return `${TAPE_MIN_SIZE} lots`;
  const lots =
    px === undefined || px <= 0 ? '' : `, ${formatContracts(Math.ceil(notional / px))} lots`;
  return `${formatNotional(notional)}${lots}`;
}

function Filters({ filter }: { readonly filter: TapeFilter }): ReactElement {
  const px = useApp(({ frame }) => {
    const tick = frame?.ladder.last_tick ?? undefined;
    // To whole points: lots need not flicker with every tick.
    return tick === undefined ? undefined : Math.round(tick * (frame?.ladder.tick_size ?? 0));
  });
  const { changeSettings } = useActions();
  return (
    <div className="ph">
      <label className="row tp-from">
        <span className="t3">from</span>
        <select
          className="inp"
          aria-label="Smallest notional shown"
          value={filter.notional}
          onChange={({ target }) => {
            const chosen = TAPE_NOTIONALS.find((each) => String(each) === target.value);
            if (chosen !== undefined) changeSettings({ tapeNotional: chosen });
          }}
        >
          {TAPE_NOTIONALS.map((notional) => (
            <option key={notional} value={notional}>
              {filterText(notional, px)}
            </option>
          ))}
        </select>
      </label>
      <div className="seg" role="radiogroup" aria-label="Aggressor filter">
        {TAPE_SIDES.map((side) => (
          <label key={side} className={side === filter.side ? 'on' : undefined}>
            <input
              type="radio"
              name="tape-side"
              checked={side === filter.side}
              onChange={() => changeSettings({ tapeSide: side })}
            />
            {SIDE_TITLES[side]}
          </label>
        ))}
      </div>
    </div>
  );
}

/** Who trades large, how fast, and at which price? */
export function TapePanel(): ReactElement {
  const notional = useApp((state) => state.settings.tapeNotional);
  const side = useApp((state) => state.settings.tapeSide);
  const stats = useApp((state) => state.frame?.tape_stats);
  const epoch = useApp((state) => state.frame?.seek_epoch);
  const level = useApp(({ session }) => (session?.underlying === 'spy' ? 'SPY' : undefined));
  const filter: TapeFilter = { notional, side };
  return (
    <section className={level === undefined ? 'tape one-price' : 'tape'} aria-label="Tape panel">
      <Filters filter={filter} />
      {stats !== undefined && <SpeedMeter stats={stats} />}
      <TapeList key={epoch} filter={filter} level={level} />
    </section>
  );
}
