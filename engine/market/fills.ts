import type { Side } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { BookFlows } from './bookFlows.ts';
import { Credits } from './credits.ts';
import { HabitProbe } from './habitProbe.ts';
import { NearestFills } from './nearestFills.ts';
import { placeOf } from './openFills.ts';

/** What the configuration asks for; `auto` finds out which of the two others the feed needs. */
export type FillHabitKey = 'same-time' | 'nearest' | 'auto';

/** What decreases are being explained with. */
export interface FillHabitState {
  readonly key: FillHabitKey;
  readonly inUse: 'same-time' | 'nearest';
  /** False while `auto` has not seen enough trades. */
  readonly isDecided: boolean;
}

/** The habit in words: `nearest`, `same-time (auto)`, `same-time (auto, undecided)`. */
export function describeFillHabit({ key, inUse, isDecided }: FillHabitState): string {
  if (key !== 'auto') return inUse;
  return `${inUse} (auto${isDecided ? '' : ', undecided'})`;
}

export interface FillsOptions {
  readonly habit: FillHabitKey;
  /** FILL_MATCH_MS and FILL_REMATCH_MS of `same-time`, in ns. */
  readonly matchNs: number;
  readonly rematchNs: number;
}

/**
 * Decides which part of a displayed decrease was filled. `same-time` is SPEC §4's credit, decided
 * when the decrease comes; `nearest` books every decrease as pulled and turns what trades explain
 * into fills at the end of the snap interval, before anyone asks.
 */
export class Fills {
  /** Whether {@link noteDecrease} wants to hear of decreases; read for every record. */
  isTracking: boolean;
  readonly #flows: BookFlows;
  readonly #credits: Credits;
  readonly #key: FillHabitKey;
  readonly #rematchNs: number;
  #probe: HabitProbe | undefined;
  #nearest: NearestFills | undefined;
  #givesCredit: boolean;
  /** The first flow record that no snap has shown yet, and the first that only one has. */
  #unshown = 0;
  #revisable = 0;

  constructor(flows: BookFlows, { habit, matchNs, rematchNs }: FillsOptions) {
    this.#flows = flows;
    this.#key = habit;
    this.#rematchNs = rematchNs;
    this.#credits = new Credits(matchNs);
    this.#givesCredit = habit !== 'nearest';
    this.isTracking = habit !== 'same-time';
    if (this.isTracking) this.#nearest = new NearestFills();
    if (habit === 'auto') this.#probe = new HabitProbe();
  }

  get habit(): FillHabitState {
    return {
      key: this.#key,
      inUse: this.#givesCredit ? 'same-time' : 'nearest',
      isDecided: this.#probe === undefined,
    };
  }

  /** How much of what trades took met a decrease at their time, in contracts, where that is asked. */
  get creditUse(): { readonly given: number; readonly met: number } {
    return this.#credits;
  }

  /** A trade took `size` contracts from a side of the book. */
  trade(timeNs: number, side: Side, tick: number, size: number): void {
    this.#nearest?.trades.add(timeNs, placeOf(side, tick), size, this.#flows.next, 0);
    if (!this.#givesCredit) return;
    const left =
      this.#rematchNs > 0 ? this.#flows.rematch(side, tick, size, timeNs - this.#rematchNs) : size;
    if (left > 0) this.#credits.give(timeNs, side, tick, left);
  }

  /** How much of a decrease is known to be filled when it is booked. */
  take(timeNs: number, side: Side, tick: number, lost: number): number {
    return this.#givesCredit ? this.#credits.take(timeNs, side, tick, lost) : 0;
  }

  /** A decrease that was booked as flow record `flow`; `doubt` as in openFills.ts. */
  noteDecrease(
    timeNs: number,
    side: Side,
    tick: number,
    lost: number,
    flow: number,
    doubt: number,
  ): void {
    this.#nearest?.decreases.add(timeNs, placeOf(side, tick), lost, flow, doubt);
  }

  /** Before a snap is computed: what it shows is decided now, for good where it shows it again. */
  settle(nowNs: number): void {
    if (this.#nearest === undefined) return;
    this.#match(this.#nearest);
    this.#nearest?.prune(nowNs);
    this.#revisable = this.#unshown;
    this.#unshown = this.#flows.next;
  }

  /** A book reset or an image: trades explain nothing across it. */
  clear(): void {
    this.#credits.clear();
    if (this.#nearest === undefined) return;
    this.#match(this.#nearest);
    this.#nearest?.clear();
  }

  transfer(state: StateTransfer): void {
    this.#credits.transfer(state);
    this.#givesCredit = state.flag(this.#givesCredit);
    this.#unshown = state.number(this.#unshown);
    this.#revisable = state.number(this.#revisable);
    this.#probe = state.flag(this.#probe !== undefined) ? new HabitProbe() : undefined;
    this.isTracking = state.flag(this.isTracking);
    if (!this.isTracking) this.#nearest = undefined;
    else (this.#nearest ??= new NearestFills()).transfer(state);
  }

  #match(nearest: NearestFills): void {
    nearest.match();
    this.#decide(nearest);
    if (this.#givesCredit) return;
    const { decreases } = nearest;
    for (let index = 0; index < decreases.count; index++) {
      const matched = decreases.matched[index] ?? 0;
      const flow = decreases.flow[index] ?? 0;
      if (matched > 0 && flow >= this.#revisable) this.#flows.fill(flow, matched);
    }
  }

  #stopTracking(): void {
    this.#nearest = undefined;
    this.isTracking = false;
  }

  #decide({ counts }: NearestFills): void {
    const found = this.#probe?.decide(counts);
    if (found === undefined) return;
    this.#probe = undefined;
    if (found === 'nearest') this.#givesCredit = false;
    else this.#stopTracking();
  }
}
