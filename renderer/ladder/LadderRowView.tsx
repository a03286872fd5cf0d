import { memo, type ReactElement } from 'react';
import { MiniBadge } from '../cards/Badge.tsx';
import { Chip } from '../cards/Chip.tsx';
import { formatContracts, formatFlow, formatPrice } from '../format/number.ts';
import type { LadderMark, LadderRow } from './ladderRows.ts';

/** Flows from here on stand out, contracts. */
const STRONG_FLOW = 100;
const FAINT_FLOW = 20;

interface FlowCellProps {
  readonly kind: 'ad' | 'pu' | 'fi';
  readonly size: number;
}

function FlowCell({ kind, size }: FlowCellProps): ReactElement {
  const strength = size >= STRONG_FLOW ? ' hi' : size < FAINT_FLOW ? ' lo' : '';
  const text = kind === 'fi' ? formatContracts(size) : formatFlow(kind === 'pu' ? -size : size);
  return <span className={kind + strength}>{size === 0 ? '' : text}</span>;
}

interface DepthCellProps {
  readonly side: 'a' | 'b';
  readonly size: number | undefined;
  /** Share 0…1 of the largest size shown. */
  readonly share: number;
}

function DepthCell({ side, size, share }: DepthCellProps): ReactElement {
  return (
    <span className={side}>
      {size !== undefined && (
        <>
          <i className={side === 'b' ? 'bar r' : 'bar'} style={{ width: `${share * 100}%` }} />
          <span className="v">{formatContracts(size)}</span>
        </>
      )}
    </span>
  );
}

export interface LadderRowViewProps extends LadderRow {
  readonly futuresPx: number;
  /** Level price; undefined where it is the futures price itself. */
  readonly levelPx: number | undefined;
  readonly depthScale: number;
  readonly volumeScale: number;
  /** Where the row stands in the book: best prices and last trade are lit. */
  readonly place: string;
  readonly marks: readonly LadderMark[] | undefined;
}

function sameMarks(
  a: readonly LadderMark[] | undefined,
  b: readonly LadderMark[] | undefined,
): boolean {
  if (a === b) return true;
  if (a?.length !== b?.length) return false;
  return (a ?? []).every((mark, index) => {
    const other = b?.[index];
    return (
      mark.id === other?.id &&
      mark.text === other.text &&
      mark.moreCount === other.moreCount &&
      mark.verdict === other.verdict &&
      mark.direction === other.direction
    );
  });
}

/** Rows are compared figure by figure: most of them stay as they are from frame to frame. */
function isSameRow(before: LadderRowViewProps, next: LadderRowViewProps): boolean {
  const keys = Object.keys(next) as (keyof LadderRowViewProps)[];
  return (
    keys.every((key) => key === 'marks' || Object.is(before[key], next[key])) &&
    sameMarks(before.marks, next.marks)
  );
}

/** One futures tick: who traded, added, pulled and rests there. */
export const LadderRowView = memo(function LadderRowView(props: LadderRowViewProps) {
  const { tick, bid, ask, marks, futuresPx, levelPx, depthScale, volumeScale } = props;
  const [first] = marks ?? [];
  const level = first === undefined ? '' : ` lv k-${first.kind}`;
  const sell = (props.sellVolume / volumeScale) * 96;
  const buy = (props.buyVolume / volumeScale) * 96;
  return (
    <div className={`lrow ${props.place}${level}`} role="row" data-tick={tick}>
      <span
        className="vp"
        title={`${formatContracts(props.buyVolume)} bought, ${formatContracts(props.sellVolume)} sold`}
      >
        <i className="bar sold" style={{ width: `${sell}%` }} />
        <i className="bar bought" style={{ left: `${sell}%`, width: `${buy}%` }} />
      </span>
      <FlowCell kind="ad" size={props.added} />
      <FlowCell kind="pu" size={props.pulled} />
      <FlowCell kind="fi" size={props.filled} />
      <DepthCell side="b" size={bid} share={(bid ?? 0) / depthScale} />
      <span className="es">{formatPrice(futuresPx)}</span>
      {levelPx !== undefined && <span className="sp">{formatPrice(levelPx)}</span>}
      <DepthCell side="a" size={ask} share={(ask ?? 0) / depthScale} />
      <span className="mk">
        {marks?.map((mark) => (
          <span className="mark" key={mark.id}>
            {mark.verdict !== undefined && (
              <MiniBadge verdict={mark.verdict} direction={mark.direction} />
            )}
            <Chip kind={mark.kind} text={mark.text} moreCount={mark.moreCount} />
          </span>
        ))}
      </span>
    </div>
  );
}, isSameRow);
