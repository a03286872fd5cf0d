import { BreakwaterError } from '../../core/errors.ts';
import type { Explanation } from '../../core/explanation.ts';
import type { SnapPayload } from '../../core/payload.ts';
import type { OpenedSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { RecordLog } from './recordLog.ts';

const BATCH_EVENTS = 20_000;

export interface ExplainOptions {
  /** Unix ms, from the time of the session's first event: the last snap at or before it counts. */
  readonly timeOf: (firstEventMs: number) => number;
  readonly levelId: string;
  /** Rows told of each kind of record. */
  readonly records: number;
  /** Hears the share of the input that is read, 0…1. */
  readonly onProgress?: (share: number) => void;
}

/** What is explained, and what could not be read on the way. */
export interface SessionExplanation {
  readonly explanation: Explanation;
  readonly damages: readonly BreakwaterError[];
}

/**
 * Runs the engine up to a time and explains one level at the last snap there is by then.
 *
 * @param opened closed at the end
 * @throws BreakwaterError (usage) where there is no snap yet, or the level is not active
 */
export async function explainSession(
  opened: OpenedSession,
  options: ExplainOptions,
): Promise<SessionExplanation> {
  let payload: SnapPayload | undefined;
  const run = await SessionRun.start(opened, {
    onSnap: (snap) => {
      payload = snap;
      log.noteSnap();
    },
    onEvent: (source) => log.noteEvent(source),
  });
  const log = new RecordLog(run.market);
  try {
    const wantedMs = options.timeOf(run.firstEventMs);
    await runTo(run, wantedMs, opened.config.SNAP_INTERVAL_MS, options.onProgress);
    // The callback above has set it, which the compiler cannot see.
    const last = payload;
    if (last === undefined) throw noSnap(run, wantedMs);
    const { levelId, records } = options;
    const explanation = run.explain(last, levelId, { records, written: log });
    if (explanation === undefined) throw notActive(last, levelId);
    return { explanation, damages: run.damages };
  } finally {
    await run.close();
  }
}

/** Stops at the last snap at or before a time: snaps fall on multiples of their interval. */
async function runTo(
  run: SessionRun,
  wantedMs: number,
  snapIntervalMs: number,
  onProgress: ExplainOptions['onProgress'],
): Promise<void> {
  const untilMs = Math.floor(wantedMs / snapIntervalMs) * snapIntervalMs;
  for (;;) {
    const before = run.eventCount;
    const result = await run.advance({ untilMs, maxEvents: BATCH_EVENTS });
    onProgress?.(run.progress);
    if (result === 'ended' || run.eventCount - before < BATCH_EVENTS) return;
  }
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

const idsOf = (levels: readonly { readonly id: string }[]): string =>
  levels.length === 0 ? 'none' : levels.map(({ id }) => id).join(', ');

/** Says which levels there are: active ones nearest first, then the watch list. */
function notActive({ ts, levels, watch }: SnapPayload, levelId: string): BreakwaterError {
  const watched = watch.find(({ id }) => id === levelId);
  const message =
    watched === undefined
      ? `There is no level ${levelId} at ${isoOf(ts)}.`
      : `Level ${levelId} is not active at ${isoOf(ts)}: spot is ${Math.abs(watched.distance)} away.`;
  return new BreakwaterError('usage', message, {
    place: {
      field: '--level',
      expected: `one of the active levels: ${idsOf(levels)}`,
      found: `${levelId} (watched: ${idsOf(watch)})`,
    },
    remedy: 'Choose an active level, another time, or a wider --set MONITOR_BAND.',
  });
}
