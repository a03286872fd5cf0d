import { memo } from 'react';
import { formatContracts, formatNotional, formatPrice } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import { isSweep, type TapeItem } from './tape.ts';
import { formatTapeTime, itemWords, sideWord, sweepDetail } from './tapeWords.ts';

interface TapeItemProps {
  readonly item: TapeItem;
  /** Name of the level price's market; undefined where that price is the futures price. */
  readonly level: string | undefined;
  /** Notional of the longest bar. */
  readonly largest: number;
  /** One row takes part in the Tab order; arrows go on from there. */
  readonly isTabStop: boolean;
  readonly onSeek: (ts: number) => void;
}

const SIDES = {
  buy: { shape: 'ring', tone: 'up' },
  sell: { shape: 'disc', tone: 'down' },
  none: { shape: 'dash', tone: 't2' },
} as const;

const sideOf = ({ aggressor }: TapeItem): (typeof SIDES)[keyof typeof SIDES] => {
  if (aggressor === 0) return SIDES.none;
  return aggressor > 0 ? SIDES.buy : SIDES.sell;
};

/** Shape and word of the side: ring and disc for prints, an arrow for sweeps. */
function Side({ item }: { readonly item: TapeItem }) {
  const { shape, tone } = sideOf(item);
  return (
    <span className={`tp-side ${tone}`}>
      {isSweep(item) ? (
        <Icon name="sweep" isFlipped={item.aggressor < 0} size={10} />
      ) : (
        <i className={shape} />
      )}
      {sideWord(item)}
    </span>
  );
}

/** One print or sweep; it leads to the snap that showed it first. */
export const TapeItemView = memo(function TapeItemView(props: TapeItemProps) {
  const { item, level, largest, isTabStop, onSeek } = props;
  const { ts, px, ratio, size, notional } = item;
  const words = itemWords(item, level);
  return (
    <li className={isSweep(item) ? 'tp sweep' : 'tp'}>
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`Go to ${words}`}
        title={`${words}. Click goes there.`}
        onClick={() => onSeek(ts)}
      >
        <span className="num t3">{formatTapeTime(ts)}</span>
        <Side item={item} />
        <span className="num t1">{formatPrice(px)}</span>
        {level !== undefined && <span className="num t2">{formatPrice(px / ratio)}</span>}
        <span className="num tp-size">
          <i style={{ width: `${Math.sqrt(notional / largest) * 100}%` }} />
          <b>{formatContracts(size)}</b>
        </span>
        <span className="num t1">{formatNotional(notional)}</span>
        {isSweep(item) && <span className="tp-detail t2">{sweepDetail(item)}</span>}
      </button>
    </li>
  );
});
