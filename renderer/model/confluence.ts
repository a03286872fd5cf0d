/** Levels that lie within one futures tick are one place on the map (SPEC §3). */
import type { LevelKind } from '../../engine/core/payload.ts';
import { strengthRank } from './levels.ts';

/** What grouping needs to know of a level; prices and distances are level prices. */
export interface Groupable {
  readonly id: string;
  readonly kind: LevelKind;
  readonly price: number;
  readonly distance: number;
}

/** A confluence: the strongest level leads, the others follow by strength. */
export interface LevelGroup<T> {
  readonly lead: T;
  readonly members: readonly T[];
}

const EPSILON = 1e-9;

function byStrength(a: Groupable, b: Groupable): number {
  return (
    strengthRank(a.kind) - strengthRank(b.kind) ||
    Math.abs(a.distance) - Math.abs(b.distance) ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * Groups what lies within `tolerance` of the strongest level there. Every level is in exactly one
 * group; groups do not chain, so a group never spans more than twice the tolerance.
 * @param tolerance one futures tick in level price
 * @returns groups by |distance| of their lead, then id
 */
export function groupByConfluence<T extends Groupable>(
  levels: readonly T[],
  tolerance: number,
): LevelGroup<T>[] {
  const groups: { lead: T; members: T[] }[] = [];
  for (const level of [...levels].sort(byStrength)) {
    const home = groups.find(
      (group) => Math.abs(group.lead.price - level.price) <= tolerance + EPSILON,
    );
    if (home === undefined) groups.push({ lead: level, members: [] });
    else home.members.push(level);
  }
  return groups.sort(
    (a, b) =>
      Math.abs(a.lead.distance) - Math.abs(b.lead.distance) || (a.lead.id < b.lead.id ? -1 : 1),
  );
}
