import type { EngineConfig } from '../../core/config.ts';
import type { EventSource } from '../../core/events.ts';
import { nsOfMs } from '../../core/time.ts';
import type { SessionRun } from '../run.ts';
import { decreaseTruth, type DecreaseRow } from './decreaseTruth.ts';
import { FlowLog } from './flowLog.ts';
import { addVerdict, emptyTally, WorstPlaces, type TruthTally } from './tally.ts';
import { TruthFile } from './truthFile.ts';
import { TruthJoin, type Verdict } from './truthJoin.ts';
import type { TruthCheck } from './truthCheck.ts';

const WORST_PLACES = 20;

/** How the engine's fills and pulls compare with the truth. */
export interface DecreaseFindings {
  readonly tally: TruthTally;
  /** Places with the most contracts of the wrong cause, most first. */
  readonly worst: readonly Verdict[];
  readonly truthRows: number;
  /** What the run's fills were inferred with at its end. */
  readonly habit: SessionRun['market']['fillHabit'];
}

/** Compares the cause of every displayed decrease, as it finally stood, with the truth. */
export class DecreaseCheck implements TruthCheck {
  readonly #run: SessionRun;
  readonly #truth: TruthFile<DecreaseRow>;
  readonly #log: FlowLog;
  readonly #join: TruthJoin;
  readonly #reviseNs: number;
  readonly #tally = emptyTally();
  readonly #worst = new WorstPlaces(WORST_PLACES);
  #snapNs = Number.NEGATIVE_INFINITY;

  private constructor(run: SessionRun, config: EngineConfig, truth: TruthFile<DecreaseRow>) {
    this.#run = run;
    this.#truth = truth;
    // With other habits than the specified one the next snap may still revise a flow, once.
    const againMs = config.fill_habit === 'same-time' ? 0 : config.SNAP_INTERVAL_MS;
    this.#reviseNs = nsOfMs(config.FILL_REMATCH_MS) + nsOfMs(againMs);
    this.#log = new FlowLog(run.market.flows, this.#reviseNs);
    this.#join = new TruthJoin((verdict) => {
      addVerdict(this.#tally, verdict);
      this.#worst.add(verdict);
    });
  }

  /** @throws BreakwaterError (bad-input) for a truth file that cannot be used */
  static async open(path: string, run: SessionRun, config: EngineConfig): Promise<DecreaseCheck> {
    const tickNanos = Math.round(config.TICK_SIZE * 1e9);
    const truth = await TruthFile.open(path, decreaseTruth(run.clock, tickNanos));
    return new DecreaseCheck(run, config, truth);
  }

  noteEvent(source: EventSource): void {
    this.#log.noteEvent(source);
  }

  noteSnap(): void {
    this.#snapNs = this.#run.market.nowNs;
    this.#log.takeFinal(this.#snapNs, (seen) => this.#join.addSeen(seen));
  }

  async advance(): Promise<void> {
    const untilNs = this.#snapNs - this.#reviseNs;
    await this.#truth.each(untilNs, (row) => this.#join.addRow(row));
    this.#join.closeUntil(untilNs);
  }

  async finish(): Promise<void> {
    this.#log.takeFinal(Number.POSITIVE_INFINITY, (seen) => this.#join.addSeen(seen));
    await this.#truth.each(Number.POSITIVE_INFINITY, (row) => this.#join.addRow(row));
    this.#join.closeUntil(Number.POSITIVE_INFINITY);
  }

  get findings(): DecreaseFindings {
    return {
      tally: this.#tally,
      worst: this.#worst.all,
      truthRows: this.#truth.rowCount,
      habit: this.#run.market.fillHabit,
    };
  }

  close(): void {
    this.#truth.close();
  }
}
