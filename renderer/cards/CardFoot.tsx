import type { ReactElement } from 'react';
import type { Confidence, RunwayPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import { formatFixed, formatPrice } from '../format/number.ts';
import { formatDuration, formatMinutes } from '../format/time.ts';
import { Icon } from '../icons/Icon.tsx';
import type { Arming } from '../model/arming.ts';
import type { LevelCard } from '../model/cards.ts';
import { kindOfId, tinyName } from '../model/levels.ts';
import { Chip } from './Chip.tsx';
import { Sparkline } from './Sparkline.tsx';

interface RunwayLineProps {
  readonly runway: RunwayPayload;
  readonly hotzones: readonly HotzoneState[];
}

function RunwayLine({ runway, hotzones }: RunwayLineProps): ReactElement {
  const { quality, distance, next_obstacle: obstacle, direction } = runway;
  const isClear = quality === 'CLEAR';
  const target = obstacle === null ? undefined : { ...obstacle, kind: kindOfId(obstacle.id) };
  return (
    <>
      <span className={`run ${quality}`}>
        <Icon name={isClear ? 'run' : 'runstop'} isFlipped={direction === 'UP'} />
        <span className="num">{formatPrice(distance)}</span>
        <span>
          {isClear ? 'clear' : 'obstructed'}
          <span className="link-word">{isClear ? ' to' : ' by'}</span>
        </span>
      </span>
      {target === undefined ? (
        <span>horizon</span>
      ) : (
        <Chip
          kind={target.kind}
          text={tinyName(target, hotzones)}
          title={formatPrice(target.price)}
        />
      )}
    </>
  );
}

function ArmingLine({ signal, heldMs, holdMs }: Arming): ReactElement {
  const seconds = (ms: number): string => formatFixed(ms / 1000, 1);
  return (
    <span className={`arming ${signal}`}>
      {signal === 'BREAK' ? 'Break arming' : 'Reject arming'}
      <span className="hold-track">
        <i style={{ width: `${Math.min(100, (heldMs / holdMs) * 100)}%` }} />
      </span>
      <span className="num held">
        {seconds(heldMs)} of {seconds(holdMs)} s
      </span>
    </span>
  );
}

const BLOCKS: Readonly<Record<Confidence, number>> = { LOW: 1, MEDIUM: 2, HIGH: 3 };

function ConfidenceBlocks({ confidence }: { readonly confidence: Confidence }): ReactElement {
  const label = `Confidence ${confidence.toLowerCase()}`;
  return (
    <span className="conf" role="img" aria-label={label} title={label}>
      {[1, 2, 3].map((block) => (
        <i key={block} className={block <= BLOCKS[confidence] ? 'on' : undefined} />
      ))}
    </span>
  );
}

interface CardFootProps {
  readonly card: LevelCard;
  readonly hotzones: readonly HotzoneState[];
  readonly breakThreshold: number;
  readonly rejectThreshold: number;
}

const MUTED_TEXT = {
  STALE: 'Book stale: no verdict',
  RESYNC: 'Book resyncing: no verdict',
} as const;
const LEFT_TEXT = 'Out of the band, last verdict';
const GONE_TEXT = 'No longer there, last verdict';

type ArmingCard = LevelCard & { readonly trace: { readonly arming: Arming } };

/** What the lead arms is of no interest once a member has its verdict. */
const isArming = (card: LevelCard): card is ArmingCard =>
  card.trace.arming !== undefined && card.speaker === card.level;

function LeftLine(card: LevelCard, hotzones: readonly HotzoneState[]): ReactElement {
  const { speaker, level } = card;
  if (level.muted !== undefined) {
    return (
      <>
        <span className="c-warn">
          <Icon name="warn" />
        </span>
        <span className="ell">{MUTED_TEXT[level.muted]}</span>
      </>
    );
  }
  if (isArming(card)) return <ArmingLine {...card.trace.arming} />;
  return <RunwayLine runway={speaker.runway} hotzones={hotzones} />;
}

/** Last line of a card: the way ahead or what arms, a minute of score, confidence, time. */
export function CardFoot(props: CardFootProps): ReactElement {
  const { card, hotzones, breakThreshold, rejectThreshold } = props;
  const { speaker, trace, sinceTs, ts, leftTs, isGone } = card;
  return (
    <div className="cfoot">
      {leftTs === undefined ? (
        LeftLine(card, hotzones)
      ) : (
        <span>{isGone ? GONE_TEXT : LEFT_TEXT}</span>
      )}
      <span className="grow" />
      {leftTs === undefined ? (
        <>
          {!isArming(card) && (
            <Sparkline
              samples={trace.samples}
              endTs={ts}
              breakThreshold={breakThreshold}
              rejectThreshold={rejectThreshold}
            />
          )}
          <ConfidenceBlocks confidence={speaker.confidence} />
          <span className="num t3 since" title="Time in state">
            {formatDuration(sinceTs === undefined ? undefined : ts - sinceTs)}
          </span>
        </>
      ) : (
        <span className="num t3">left {formatMinutes(ts - leftTs)}</span>
      )}
    </div>
  );
}
