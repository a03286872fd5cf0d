import type { EngineConfig } from '../core/config.ts';
import type { Gap } from '../core/events.ts';
import type { HealthState } from '../core/payload.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_MS, nsOfMs, nsOfSeconds } from '../core/time.ts';

/**
 * How fresh and how whole the feeds are (SPEC §11b). Times are session ns; `undefined` means that
 * nothing has arrived yet.
 */
export class FeedHealth {
  readonly #staleBookNs: number;
  readonly #staleOptionNs: number;
  readonly #resyncHoldNs: number;
  readonly #gaps: Gap[] = [];
  bookNs: number | undefined;
  tradeNs: number | undefined;
  optionNs: number | undefined;
  #isResyncing = false;
  /** Whether the last book record carried MAYBE_BAD_BOOK. */
  #isDoubtful = false;
  /** Time of the first good book record since the trouble; the hold counts from it. */
  #goodSinceNs: number | undefined;

  constructor(config: EngineConfig) {
    this.#staleBookNs = nsOfMs(config.STALE_BOOK_MS);
    this.#staleOptionNs = nsOfMs(config.STALE_OPTION_MS);
    this.#resyncHoldNs = nsOfSeconds(config.RESYNC_HOLD);
  }

  /** The ledger of interruptions, oldest first. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /**
   * A book record was taken over. A view that is not good, a clear among them, or one the venue
   * doubts starts a resync; the first good record after it starts the hold. Doubtful records in a
   * row are one gap.
   */
  noteBook(timeNs: number, isDoubtful: boolean, isGood: boolean): void {
    if (isDoubtful && !this.#isDoubtful) this.#gaps.push(doubtfulBook(this.bookNs, timeNs));
    this.#isDoubtful = isDoubtful;
    this.bookNs = timeNs;
    if (isDoubtful || !isGood) this.#startResync();
    else if (this.#isResyncing) this.#goodSinceNs ??= timeNs;
  }

  #startResync(): void {
    this.#isResyncing = true;
    this.#goodSinceNs = undefined;
  }

  noteGap(gap: Gap): void {
    this.#gaps.push(gap);
    this.#startResync();
  }

  transfer(state: StateTransfer): void {
    state.jsonList(this.#gaps);
    this.bookNs = state.optionalNumber(this.bookNs);
    this.tradeNs = state.optionalNumber(this.tradeNs);
    this.optionNs = state.optionalNumber(this.optionNs);
    this.#isResyncing = state.flag(this.#isResyncing);
    this.#isDoubtful = state.flag(this.#isDoubtful);
    this.#goodSinceNs = state.optionalNumber(this.#goodSinceNs);
  }

  /** True when no option event lies in the window of STALE_OPTION_MS, which is half open. */
  lacksOptions(nowNs: number): boolean {
    return this.optionNs === undefined || nowNs - this.optionNs >= this.#staleOptionNs;
  }

  stateAt(nowNs: number): HealthState {
    if (this.#resyncsAt(nowNs)) return 'RESYNC';
    if (this.bookNs !== undefined && nowNs - this.bookNs > this.#staleBookNs) return 'STALE';
    return this.lacksOptions(nowNs) ? 'NO_OPTIONS' : 'OK';
  }

  #resyncsAt(nowNs: number): boolean {
    if (!this.#isResyncing) return false;
    if (this.#goodSinceNs === undefined) return true;
    if (nowNs - this.#goodSinceNs < this.#resyncHoldNs) return true;
    this.#isResyncing = false;
    return false;
  }
}

/** Whole milliseconds, rounded down; null when the feed has not spoken. */
export const ageMs = (nowNs: number, lastNs: number | undefined): number | null =>
  lastNs === undefined ? null : Math.floor((nowNs - lastNs) / NS_PER_MS);

const doubtfulBook = (lastNs: number | undefined, nowNs: number): Gap => ({
  feed: 'book',
  fromNs: lastNs ?? null,
  toNs: nowNs,
  cause: 'the venue marks the book as possibly wrong (MAYBE_BAD_BOOK)',
  recordsLost: null,
});
