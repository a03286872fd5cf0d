/** SPEC §4, "Flows" and "Credit": two views compared price by price. */
import { ASK, BID, type Side } from '../../core/events.ts';
import type { Shown, View } from './events.ts';

export interface Flow {
  readonly timeNs: number;
  readonly side: Side;
  readonly tick: number;
  readonly added: number;
  pulled: number;
  filled: number;
}

/** What a trade may still explain. */
export interface Credit {
  readonly timeNs: number;
  readonly side: Side;
  readonly tick: number;
  left: number;
}

export const shown = (view: View, side: Side): readonly Shown[] =>
  side === BID ? view.bids : view.asks;

export const sizeAt = (view: View, side: Side, tick: number): number =>
  shown(view, side).find(([at]) => at === tick)?.[1] ?? 0;

/** A view knows what lies at or inside its worst displayed price, or everything if it shows less. */
export function knows(view: View, side: Side, tick: number): boolean {
  const levels = shown(view, side);
  const worst = levels.at(-1)?.[0];
  if (worst === undefined || levels.length < view.depth) return true;
  return side === BID ? tick >= worst : tick <= worst;
}

/** Both sides present and best bid < best ask. */
export function isGood(view: View): boolean {
  const [bid, ask] = [view.bids[0], view.asks[0]];
  return bid !== undefined && ask !== undefined && bid[0] < ask[0];
}

/** Credit serves decreases of its own event time, and of up to `matchNs` later. */
function takeCredit(
  credits: readonly Credit[],
  timeNs: number,
  matchNs: number,
  { side, tick, lost }: { side: Side; tick: number; lost: number },
): number {
  let filled = 0;
  for (const credit of credits) {
    if (credit.side !== side || credit.tick !== tick) continue;
    if (timeNs - credit.timeNs > matchNs) continue;
    const taken = Math.min(credit.left, lost - filled);
    credit.left -= taken;
    filled += taken;
  }
  return filled;
}

/** The flow records between two views; uses up credit. */
export function flowsBetween(
  before: View,
  after: View,
  { timeNs, matchNs, credits }: { timeNs: number; matchNs: number; credits: readonly Credit[] },
): Flow[] {
  if (!isGood(before) || !isGood(after)) return [];
  const flows: Flow[] = [];
  for (const side of [BID, ASK]) {
    const ticks = new Set([...shown(before, side), ...shown(after, side)].map(([tick]) => tick));
    for (const tick of ticks) {
      if (!knows(before, side, tick) || !knows(after, side, tick)) continue;
      const change = sizeAt(after, side, tick) - sizeAt(before, side, tick);
      if (change > 0) flows.push({ timeNs, side, tick, added: change, pulled: 0, filled: 0 });
      if (change < 0) {
        const filled = takeCredit(credits, timeNs, matchNs, { side, tick, lost: -change });
        flows.push({ timeNs, side, tick, added: 0, pulled: -change - filled, filled });
      }
    }
  }
  return flows;
}

/**
 * FILL_REMATCH_MS: a trade turns `pulled` of at most that age into `filled`, newest first.
 * @returns what is left of the trade to be credit
 */
export function rematch(
  flows: readonly Flow[],
  trade: { timeNs: number; side: Side; tick: number; size: number },
  rematchNs: number,
): number {
  let left = trade.size;
  for (const flow of flows.toReversed()) {
    if (trade.timeNs - flow.timeNs > rematchNs) break;
    if (flow.side !== trade.side || flow.tick !== trade.tick) continue;
    const moved = Math.min(left, flow.pulled);
    flow.pulled -= moved;
    flow.filled += moved;
    left -= moved;
  }
  return left;
}
