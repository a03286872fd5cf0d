/** Finds room for the signals of a whole day in one row. */
import type { TimelineMark } from '../../engine/core/protocol.ts';
import { xOf, type Axis } from './axis.ts';

export type SignalName = 'BREAK' | 'REJECT' | 'CONTESTED';

export interface Glyph {
  readonly ts: number;
  readonly x: number;
  readonly signal: SignalName;
  readonly direction: 'UP' | 'DOWN' | null;
}

/** Glyphs are 8 wide; nearer ones would run into each other. */
const APART_PX = 8;

const RANK: Readonly<Record<SignalName, number>> = { BREAK: 0, REJECT: 1, CONTESTED: 2 };

const isSignalName = (value: string): value is SignalName => value in RANK;

/**
 * The signals that get a glyph, by time. Where several crowd, BREAK comes before REJECT, REJECT
 * before CONTESTED, and the earlier before the later.
 */
export function placeGlyphs(marks: readonly TimelineMark[], axis: Axis): Glyph[] {
  const glyphs = marks.flatMap(({ kind, value, ts, direction }) =>
    kind === 'signal' && isSignalName(value)
      ? [{ ts, x: xOf(axis, ts), signal: value, direction }]
      : [],
  );
  const taken = new Map<number, Glyph[]>();
  const cellOf = (x: number): number => Math.floor(x / APART_PX);
  const isFree = ({ x }: Glyph): boolean =>
    [-1, 0, 1].every((step) =>
      (taken.get(cellOf(x) + step) ?? []).every((other) => Math.abs(other.x - x) >= APART_PX),
    );
  for (const glyph of [...glyphs].sort((a, b) => RANK[a.signal] - RANK[b.signal] || a.ts - b.ts)) {
    if (!isFree(glyph)) continue;
    taken.set(cellOf(glyph.x), [...(taken.get(cellOf(glyph.x)) ?? []), glyph]);
  }
  return [...taken.values()].flat().sort((a, b) => a.ts - b.ts);
}
