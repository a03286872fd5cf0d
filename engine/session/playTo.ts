import { BreakwaterError } from '../core/errors.ts';
import type { SnapPayload } from '../core/payload.ts';
import type { SessionRun } from './run.ts';

const BATCH_EVENTS = 20_000;

export interface PlayToOptions {
  /** Unix ms, from the time of the session's first event: the last snap at or before it counts. */
  readonly timeOf: (firstEventMs: number) => number;
  readonly snapIntervalMs: number;
  /** The last snap that the run's listener has heard of. */
  readonly lastSnap: () => SnapPayload | undefined;
  /** Hears the share of the input that is read, 0…1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Runs the engine up to the last snap at or before a time: snaps fall on multiples of their interval.
 * @returns that snap
 * @throws BreakwaterError (usage) where there is no snap by then
 */
export async function playTo(run: SessionRun, options: PlayToOptions): Promise<SnapPayload> {
  const { timeOf, snapIntervalMs, lastSnap, onProgress } = options;
  const wantedMs = timeOf(run.firstEventMs);
  const untilMs = Math.floor(wantedMs / snapIntervalMs) * snapIntervalMs;
  for (;;) {
    const before = run.eventCount;
    const result = await run.advance({ untilMs, maxEvents: BATCH_EVENTS });
    onProgress?.(run.progress);
    if (result === 'ended' || run.eventCount - before < BATCH_EVENTS) break;
  }
  const payload = lastSnap();
  if (payload === undefined) throw noSnap(run, wantedMs);
  return payload;
}

const isoOf = (unixMs: number): string => new Date(unixMs).toISOString();

function noSnap(run: SessionRun, wantedMs: number): BreakwaterError {
  return new BreakwaterError('usage', `There is no snap at or before ${isoOf(wantedMs)}.`, {
    place: {
      field: '--at',
      expected: `a time after ${isoOf(run.firstEventMs)}, once there is a trade and a book`,
      found: isoOf(wantedMs),
    },
    remedy: 'Give a later time.',
  });
}
