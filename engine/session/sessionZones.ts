import type { HotzoneEvent } from '../core/events.ts';
import type { TimedHotzone } from './sessionHotzones.ts';

/** The trader's own zones in one run. */
export interface SessionZones {
  /** Additions, before the first event. */
  readonly initial: readonly HotzoneEvent[];
  /** What was done to them while it played, by time: in force right after the snap at `ts`. */
  readonly edits: readonly TimedHotzone[];
}

/** Zones that have been there from the start. */
export const zonesFromStart = (initial: readonly HotzoneEvent[]): SessionZones => ({
  initial,
  edits: [],
});

/**
 * The zones after one more edit, made at the snap of `ts` (Unix ms). It holds from there on: what was
 * done to the same zone further on, before the playhead went back, is undone.
 */
export function withEdit(
  { initial, edits }: SessionZones,
  ts: number,
  event: HotzoneEvent,
): SessionZones {
  const others = edits.filter((edit) => edit.ts <= ts || edit.event.id !== event.id);
  const before = others.filter((edit) => edit.ts <= ts);
  return { initial, edits: [...before, { ts, event }, ...others.slice(before.length)] };
}
