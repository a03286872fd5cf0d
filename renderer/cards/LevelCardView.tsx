import { memo, type MouseEvent, type ReactElement } from 'react';
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import { useActions } from '../app/context.tsx';
import { formatDistance, formatFixed, formatPrice } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';
import type { Verdict } from '../icons/signalIcon.ts';
import { CallButtons } from '../journal/CallButtons.tsx';
import type { LevelCard } from '../model/cards.ts';
import { expectedDirection, longName, shortName } from '../model/levels.ts';
import { Badge, MiniBadge } from './Badge.tsx';
import { CardFoot } from './CardFoot.tsx';
import { Chip } from './Chip.tsx';
import { Dial } from './Dial.tsx';
import { FuelLine } from './FuelLine.tsx';
import { Metrics } from './Metrics.tsx';
import { ScoreBar, ScoreWords } from './ScoreBar.tsx';
import { scoreParts } from './scoreParts.ts';
import { Why } from './Why.tsx';

/** A signal this young has its border and ground in its colour. */
const FRESH_MS = 5000;

interface LevelCardViewProps {
  readonly card: LevelCard;
  readonly config: EngineConfig;
  readonly hotzones: readonly HotzoneState[];
  readonly isSelected: boolean;
  readonly isLit: boolean;
  readonly isExpanded: boolean;
}

export const verdictOf = (level: LevelPayload): Verdict =>
  level.muted === undefined ? level.signal : 'MUTED';

function isFresh({ speaker, sinceTs, ts, leftTs }: LevelCard): boolean {
  if (speaker.signal === 'NEUTRAL' || leftTs !== undefined || sinceTs === undefined) return false;
  return ts - sinceTs < FRESH_MS;
}

function isStrongWall({ kind, fuel }: LevelPayload): boolean {
  if (kind === 'CALL_WALL') return fuel.call_wall?.strong === true;
  return kind === 'PUT_WALL' && fuel.put_wall?.strong === true;
}

function Members({
  members,
  hotzones,
}: {
  readonly members: readonly LevelPayload[];
  readonly hotzones: readonly HotzoneState[];
}): ReactElement {
  return (
    <div className="members">
      {members.map((member) => (
        <span key={member.id} data-member-id={member.id}>
          <Chip kind={member.kind} text={shortName(member, hotzones)} />
          {member.kind !== 'HOTZONE' && longName(member, hotzones)}
          {member.signal !== 'NEUTRAL' && member.muted === undefined && (
            <MiniBadge verdict={member.signal} direction={expectedDirection(member)} />
          )}
        </span>
      ))}
    </div>
  );
}

function classesOf(props: LevelCardViewProps): string {
  const { card, isSelected, isLit } = props;
  return [
    'card',
    verdictOf(card.speaker),
    isSelected ? 'sel' : '',
    isLit ? 'lit' : '',
    isFresh(card) ? 'fresh' : '',
    card.leftTs === undefined ? '' : 'left-band',
  ]
    .filter((name) => name !== '')
    .join(' ');
}

/** Does price break this level or turn at it, how sure, how far, why. */
export const LevelCardView = memo(function LevelCardView(props: LevelCardViewProps) {
  const { card, config, hotzones, isExpanded, isSelected } = props;
  const { level, speaker, members } = card;
  const { selectLevel, toggleExpanded, hoverLevel } = useActions();
  const parts = scoreParts(level, config);
  const verdict = verdictOf(speaker);
  const name = `${longName(level, hotzones)} ${formatPrice(level.price)}`;
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if (isSelected) toggleExpanded(card.id);
    else selectLevel(card.id);
  };
  return (
    <article
      className={classesOf(props)}
      aria-label={`${name}, ${speaker.muted ?? speaker.signal}`}
      data-level-id={card.id}
      data-signal={speaker.muted ?? speaker.signal}
      onClick={onClick}
      onMouseEnter={() => hoverLevel(card.id)}
      onMouseLeave={() => hoverLevel(undefined)}
    >
      <div className="chead">
        <Dial
          raw={level.break_score_raw}
          smooth={level.break_score_smooth}
          breakThreshold={config.BREAK_SCORE_THRESHOLD}
          rejectThreshold={config.REJECT_SCORE_THRESHOLD}
          isMuted={verdict === 'MUTED'}
        />
        <div className="cline">
          <span className="px">{formatPrice(level.price)}</span>
          <span className="num t2 dist" title="Spot minus level">
            {formatDistance(level.distance)}
          </span>
          <Chip
            kind={level.kind}
            text={shortName(level, hotzones)}
            moreCount={members.length}
            title={name}
            isSolid={isStrongWall(level)}
          />
          <span className="num compact-score">
            {formatFixed(level.break_score_smooth, 0)}{' '}
            <span className="t3">raw {formatFixed(level.break_score_raw, 0)}</span>
          </span>
          <Badge verdict={verdict} direction={expectedDirection(speaker)} text={speaker.muted} />
          <button
            type="button"
            className="btn icon expand"
            aria-expanded={isExpanded}
            aria-label={`Figures of ${name}`}
            onClick={() => toggleExpanded(card.id)}
          >
            <Icon name="caret" size={10} isFlipped={isExpanded} />
          </button>
        </div>
        <div className="cbar">
          <ScoreBar parts={parts} />
          <ScoreWords parts={parts} />
        </div>
        <FuelLine level={level} speaker={speaker} config={config} />
        <CardFoot
          card={card}
          hotzones={hotzones}
          breakThreshold={config.BREAK_SCORE_THRESHOLD}
          rejectThreshold={config.REJECT_SCORE_THRESHOLD}
        />
      </div>
      {members.length > 0 && <Members members={members} hotzones={hotzones} />}
      {isSelected && <CallButtons level={level} />}
      {isExpanded && (
        <>
          <Metrics level={level} config={config} parts={parts} />
          <Why levelId={level.id} />
        </>
      )}
    </article>
  );
});
