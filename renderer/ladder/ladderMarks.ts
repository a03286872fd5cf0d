import type { WatchPayload } from '../../engine/core/payload.ts';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import type { LevelCard } from '../model/cards.ts';
import type { LevelGroup } from '../model/confluence.ts';
import { expectedDirection, tinyName } from '../model/levels.ts';
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
  for (const { level, speaker, members, leftTs, isGone } of cards) {
    if (isGone) continue;
    const isVerdict = leftTs === undefined && speaker.muted === undefined;
    add(level.price, {
      id: level.id,
      kind: level.kind,
      text: tinyName(level, hotzones),
      moreCount: members.length,
      verdict: isVerdict && speaker.signal !== 'NEUTRAL' ? speaker.signal : undefined,
      direction: expectedDirection(speaker),
    });
  }
  for (const { lead, members } of watch) {
    add(lead.price, {
      id: lead.id,
      kind: lead.kind,
      text: tinyName(lead, hotzones),
      moreCount: members.length,
      verdict: undefined,
      direction: null,
    });
  }
  return marks;
}
