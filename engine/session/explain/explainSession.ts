import { BreakwaterError } from '../../core/errors.ts';
import type { Explanation } from '../../core/explanation.ts';
import type { SnapPayload } from '../../core/payload.ts';
import type { OpenedSession } from '../open.ts';
import { playTo } from '../playTo.ts';
import { SessionRun } from '../run.ts';
import { RecordLog } from './recordLog.ts';

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
    const { levelId, records, timeOf, onProgress } = options;
    const snapIntervalMs = opened.config.SNAP_INTERVAL_MS;
    const lastSnap = (): SnapPayload | undefined => payload;
    const last = await playTo(run, { timeOf, snapIntervalMs, lastSnap, onProgress });
    const explanation = run.explain(last, levelId, { records, written: log });
    if (explanation === undefined) throw notActive(last, levelId);
    return { explanation, damages: run.damages };
  } finally {
    await run.close();
  }
}

const isoOf = (unixMs: number): string => new Date(unixMs).toISOString();

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
