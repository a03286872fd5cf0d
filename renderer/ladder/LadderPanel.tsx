import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { LadderColumns } from '../../engine/core/protocol.ts';
import { useActions, useApp } from '../app/context.tsx';
import { ladderMarks } from './ladderMarks.ts';
import { followMarket, ladderRows, ladderScale, marketTick } from './ladderRows.ts';
import { LadderRowView } from './LadderRowView.tsx';
import { useHeight } from './useHeight.ts';

const ROW_PX = 17;
const TICKS_PER_POINT = 4;

/** What is lit on a row: best prices, the last trade, whole points. */
function placeOf(tick: number, ladder: LadderColumns): string {
  return [
    tick === ladder.best_bid_tick ? 'bestb' : '',
    tick === ladder.best_ask_tick ? 'besta mid' : '',
    tick === ladder.last_tick ? 'last' : '',
    tick % TICKS_PER_POINT === 0 ? 'pt' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
}

interface ColumnsProps {
  readonly hasLevelPrice: boolean;
}

function ColumnHeads({ hasLevelPrice }: ColumnsProps): ReactElement {
  return (
    <div className="lcols" role="row">
      <span role="columnheader" className="vp">
        volume
      </span>
      <span role="columnheader">add</span>
      <span role="columnheader">pull</span>
      <span role="columnheader" className="fi">
        fill
      </span>
      <span role="columnheader">bid</span>
      <span role="columnheader" className="es">
        ES
      </span>
      {hasLevelPrice && (
        <span role="columnheader" className="sp">
          SPY
        </span>
      )}
      <span role="columnheader" className="a">
        ask
      </span>
      <span role="columnheader" className="mk">
        levels
      </span>
    </div>
  );
}

function LadderBody({ ladder }: { readonly ladder: LadderColumns }): ReactElement {
  const body = useRef<HTMLDivElement>(null);
  const rowCount = Math.floor(useHeight(body) / ROW_PX);
  const mode = useApp((state) => state.settings.ladderMode);
  const centreRequest = useApp((state) => state.centreRequest);
  const cards = useApp((state) => state.cards);
  const watch = useApp((state) => state.watch);
  const hotzones = useApp((state) => state.namedZones);
  const { changeSettings } = useActions();
  const [seenRequest, setSeenRequest] = useState(centreRequest);
  const [centre, setCentre] = useState(() => marketTick(ladder));

  const isAsked = seenRequest !== centreRequest;
  const wanted =
    mode === 'centre' ? followMarket(isAsked ? undefined : centre, ladder, rowCount) : centre;
  // Adjusting state while rendering: the row window moves with the frame that moves the market.
  if (isAsked) setSeenRequest(centreRequest);
  if (wanted !== centre) setCentre(wanted);

  useEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const ticks = Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / 34));
      changeSettings({ ladderMode: 'free' });
      setCentre((tick) => tick - ticks);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [changeSettings]);

  const { ratio, tick_size: tickSize } = ladder;
  const hasLevelPrice = ratio !== 1;
  const marks = useMemo(
    () => ladderMarks(cards, watch, hotzones, ratio, tickSize),
    [cards, watch, hotzones, ratio, tickSize],
  );
  const rows = ladderRows(ladder, wanted + Math.floor(rowCount / 2), rowCount);
  const scale = ladderScale(rows);
  return (
    <div className={hasLevelPrice ? 'lgrid' : 'lgrid one-price'} role="table" aria-label="Ladder">
      <ColumnHeads hasLevelPrice={hasLevelPrice} />
      <div className="lbody" ref={body} role="rowgroup">
        {rows.map((row) => (
          <LadderRowView
            key={row.tick}
            {...row}
            futuresPx={row.tick * tickSize}
            levelPx={hasLevelPrice ? (row.tick * tickSize) / ratio : undefined}
            depthScale={scale.depth}
            volumeScale={scale.volume}
            place={placeOf(row.tick, ladder)}
            marks={marks.get(row.tick)}
          />
        ))}
      </div>
    </div>
  );
}

/** Who is pulling, adding, being filled, at which tick. */
export function LadderPanel(): ReactElement {
  const ladder = useApp((state) => state.frame?.ladder);
  const instrument = useApp((state) => state.session?.instrument ?? '');
  const windowS = useApp((state) => state.session?.config.W_b);
  const mode = useApp((state) => state.settings.ladderMode);
  const { changeSettings, centreLadder } = useActions();
  return (
    <section className="ladder" aria-label="Ladder panel">
      <div className="ph">
        <h2>Ladder</h2>
        <span className="t3 ell">
          {ladder === undefined ? '' : `${instrument}, flow over ${windowS} s`}
        </span>
        <span className="grow" />
        <div className="seg" role="radiogroup" aria-label="Ladder mode">
          {(['centre', 'free'] as const).map((value) => (
            <label key={value} className={value === mode ? 'on' : undefined}>
              <input
                type="radio"
                name="ladder-mode"
                checked={value === mode}
                onChange={() =>
                  value === 'centre' ? centreLadder() : changeSettings({ ladderMode: 'free' })
                }
              />
              {value === 'centre' ? 'Centre' : 'Free'}
            </label>
          ))}
        </div>
      </div>
      {ladder === undefined ? (
        <p className="empty-note">The book appears with its first record.</p>
      ) : (
        <LadderBody ladder={ladder} />
      )}
    </section>
  );
}
