import type { BreakwaterError } from '../../core/errors.ts';
import { nsOfMs } from '../../core/time.ts';
import type { OpenedSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { FlowLog } from './flowLog.ts';
import { addVerdict, emptyTally, WorstPlaces, type TruthTally } from './tally.ts';
import { TruthFile } from './truthFile.ts';
import { TruthJoin, type Verdict } from './truthJoin.ts';

const BATCH_EVENTS = 20_000;
const WORST_PLACES = 20;

/** What a comparison of the engine's flows with a truth file found. */
export interface Verification {
  readonly tally: TruthTally;
  /** Places with the most contracts of the wrong cause, most first. */
  readonly worst: readonly Verdict[];
  readonly truthRows: number;
  readonly records: number;
  readonly snaps: number;
  /** What the run's fills were inferred with at its end. */
  readonly habit: SessionRun['market']['fillHabit'];
  /** Unix ms that the verdicts' times count from. */
  readonly epochMs: number;
  readonly damages: readonly BreakwaterError[];
}

/**
 * Runs the engine over a session, snaps included, and compares the cause of every displayed
 * decrease as it finally stood with a truth file. Both are read once, side by side.
 *
 * @param opened closed at the end
 * @param onProgress hears the share of the session that is done, 0…1
 * @throws BreakwaterError (bad-input) for what cannot be used in the truth file
 */
export async function verifyRun(
  opened: OpenedSession,
  truthPath: string,
  onProgress: (share: number) => void = () => undefined,
): Promise<Verification> {
  const { config } = opened;
  const tally = emptyTally();
  const worst = new WorstPlaces(WORST_PLACES);
  const join = new TruthJoin((verdict) => {
    addVerdict(tally, verdict);
    worst.add(verdict);
  });
  let snapNs = Number.NEGATIVE_INFINITY;
  const takeFinal = (): void => log.takeFinal(snapNs, (seen) => join.addSeen(seen));
  const run = await SessionRun.start(opened, {
    onSnap: () => {
      snapNs = run.market.nowNs;
      takeFinal();
    },
    onEvent: (source) => log.noteEvent(source),
  });
  // With other habits than the specified one the next snap may still revise a flow, once.
  const againMs = config.fill_habit === 'same-time' ? 0 : config.SNAP_INTERVAL_MS;
  const reviseNs = nsOfMs(config.FILL_REMATCH_MS) + nsOfMs(againMs);
  const log = new FlowLog(run.market.flows, reviseNs);
  let truth: TruthFile | undefined;
  try {
    const tickNanos = Math.round(config.TICK_SIZE * 1e9);
    truth = await TruthFile.open(truthPath, { clock: run.clock, tickNanos });
    while ((await run.advance({ maxEvents: BATCH_EVENTS })) === 'more') {
      await readTruth(truth, join, snapNs - reviseNs);
      join.closeUntil(snapNs - reviseNs);
      onProgress(run.progress);
    }
    snapNs = Number.POSITIVE_INFINITY;
    takeFinal();
    await readTruth(truth, join, snapNs);
    join.closeUntil(snapNs);
    return {
      tally,
      worst: worst.all,
      truthRows: truth.rowCount,
      records: run.recordCount,
      snaps: run.snapCount,
      habit: run.market.fillHabit,
      epochMs: run.clock.epochMs,
      damages: run.damages,
    };
  } finally {
    truth?.close();
    await run.close();
  }
}

async function readTruth(truth: TruthFile, join: TruthJoin, untilNs: number): Promise<void> {
  for (;;) {
    const row = truth.takeRow(untilNs) ?? (await truth.next(untilNs));
    if (row === undefined) return;
    join.addRow(row);
  }
}
