import { MID, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { TAPE_MIN_SIZE, type TapeStats } from '../core/tape.ts';
import { atLeast } from '../core/tolerance.ts';
import { PrintCounts } from './printCounts.ts';
import { TapeSpeed } from './tapeSpeed.ts';
import { TradeRun } from './tradeRun.ts';

/** Rows that one snap can have; of what comes beyond, only the number is kept. */
export const MAX_ROWS_PER_SNAP = 500;

/** A large print, or a sweep as far as it has come. Times are session ns, prices futures prices. */
export interface TapeEntry {
  readonly timeNs: number;
  readonly fromNs: number;
  readonly aggressor: Aggressor;
  readonly px: number;
  readonly fromPx: number;
  readonly size: number;
  readonly notional: number;
  readonly prints: number;
  readonly prices: number;
  /** 0 without a side. */
  readonly run: number;
  /** Session boundaries passed before it. */
  readonly session: number;
}

/**
 * The futures trades as a person reads them: large prints, sweeps as one, how fast they come and how many
 * there are. Nothing of it enters a payload.
 */
export class TimeAndSales {
  readonly #counts = new PrintCounts();
  readonly #speed = new TapeSpeed();
  readonly #gapNs: number;
  readonly #minNotional: number;
  readonly #run = new TradeRun();
  #pending: TapeEntry[] = [];
  #entries: readonly TapeEntry[] = [];
  #session = 0;
  /** Rows of the whole run that one snap had too many of. */
  #leftOut = 0;

  /** @param sweeps longest pause inside a sweep, and the smallest notional of one */
  constructor(sweeps: { gapNs: number; minNotional: number }) {
    this.#gapNs = sweeps.gapNs;
    this.#minNotional = sweeps.minNotional;
  }

  /** Rows that the last snap is the first to show, in order of time. Whoever wants them takes them there. */
  get entries(): readonly TapeEntry[] {
    return this.#entries;
  }

  add(timeNs: number, px: number, size: number, aggressor: Aggressor): void {
    this.#counts.add(px * size, size, aggressor);
    this.#speed.add(size, aggressor);
    if (aggressor !== MID) this.#extendRun(timeNs, px, size, aggressor);
    if (size >= TAPE_MIN_SIZE && (aggressor === MID || !this.#isSweep)) {
      this.#keepPrint(timeNs, px, size, aggressor);
    }
  }

  /** A snap shows what came until now. */
  closeSnap(nowNs: number): void {
    this.#tellSweep();
    this.#entries = this.#pending;
    this.#pending = [];
    this.#speed.closeSnap(nowNs);
  }

  /** The session boundary: sums and the present run start anew, what was told stays told. */
  startSession(): void {
    this.#tellSweep();
    this.#run.clear();
    this.#counts.clear();
    this.#speed.clear();
    this.#session++;
  }

  /** As of the last snap. */
  stats(): TapeStats {
    return {
      ...this.#speed.read(),
      counts: this.#counts.read(),
      largest_size: this.#counts.largestSize,
      left_out: this.#leftOut,
    };
  }

  /** What the last snap showed is not part of it: it was taken there. */
  transfer(state: StateTransfer): void {
    this.#counts.transfer(state);
    this.#speed.transfer(state);
    this.#run.transfer(state);
    state.jsonList(this.#pending);
    if (state.isRestoring) this.#entries = [];
    this.#session = state.number(this.#session);
    this.#leftOut = state.number(this.#leftOut);
  }

  #extendRun(timeNs: number, px: number, size: number, aggressor: Aggressor): void {
    if (!this.#run.takes(timeNs, aggressor, this.#gapNs)) {
      this.#tellSweep();
      this.#run.begin(timeNs, px, aggressor);
    }
    this.#run.add(timeNs, px, size);
  }

  /** Also of a single print that is large enough: it is told as one. */
  get #isSweep(): boolean {
    const { size, notional } = this.#run;
    return size >= TAPE_MIN_SIZE && atLeast(notional, this.#minNotional);
  }

  /** The present run, if it is a sweep that has grown; its prints of this snap are part of it. */
  #tellSweep(): void {
    const run = this.#run;
    if (run.toldPrints === run.prints || !this.#isSweep) return;
    this.#pending = this.#pending.filter((entry) => entry.run !== run.number);
    run.toldPrints = run.prints;
    this.#keep({
      timeNs: run.lastNs,
      fromNs: run.startNs,
      aggressor: run.aggressor,
      px: run.lastPx,
      fromPx: run.fromPx,
      size: run.size,
      notional: run.notional,
      prints: run.prints,
      prices: run.prices,
      run: run.number,
    });
  }

  #keepPrint(timeNs: number, px: number, size: number, aggressor: Aggressor): void {
    this.#keep({
      timeNs,
      fromNs: timeNs,
      aggressor,
      px,
      fromPx: px,
      size,
      notional: px * size,
      prints: 1,
      prices: 1,
      run: aggressor === MID ? 0 : this.#run.number,
    });
  }

  #keep(entry: Omit<TapeEntry, 'session'>): void {
    if (this.#pending.length < MAX_ROWS_PER_SNAP) {
      // A sweep is told when it ends: prints without a side may have come since its last one.
      const place = this.#pending.findLastIndex(({ timeNs }) => timeNs <= entry.timeNs) + 1;
      this.#pending.splice(place, 0, { ...entry, session: this.#session });
    } else {
      this.#leftOut++;
    }
  }
}
