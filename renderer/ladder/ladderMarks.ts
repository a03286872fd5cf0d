import type { WatchPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import type { LevelCard } from '../model/cards.ts';
import type { LevelGroup } from '../model/confluence.ts';
import { expectedDirection, shortName } from '../model/levels.ts';
import type { LadderMark } from './ladderRows.ts';

/** Levels by futures tick; of several at one tick the nearest card comes first. */
export function ladderMarks(
  cards: readonly LevelCard[],
  watch: readonly LevelGroup<WatchPayload>[],
  hotzones: readonly HotzoneState[],
  ratio: number,
  tickSize: number,
): ReadonlyMap<number, readonly LadderMark[]> {
  const marks = new Map<number, LadderMark[]>();
  const add = (price: number, mark: LadderMark): void => {
    const tick = Math.round((price * ratio) / tickSize);
    const there = marks.get(tick);
    if (there === undefined) marks.set(tick, [mark]);
    else there.push(mark);
  };
  for (const { level, members, leftTs } of cards) {
    const isVerdict = leftTs === undefined && level.muted === undefined;
    const more = members.length === 0 ? '' : ` +${members.length}`;
    add(level.price, {
      id: level.id,
      kind: level.kind,
      text: shortName(level, hotzones) + more,
      verdict: isVerdict && level.signal !== 'NEUTRAL' ? level.signal : undefined,
      direction: expectedDirection(level),
    });
  }
  for (const { lead, members } of watch) {
    const more = members.length === 0 ? '' : ` +${members.length}`;
    const text = shortName(lead, hotzones) + more;
    add(lead.price, { id: lead.id, kind: lead.kind, text, verdict: undefined, direction: null });
  }
  return marks;
}
