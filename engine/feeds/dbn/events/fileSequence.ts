import { basename } from 'node:path';
import { BreakwaterError, toProblem, type Problem } from '../../../core/errors.ts';
import type {
  EventSink,
  Feed,
  Gap,
  Oddity,
  SeekableSource,
  UnixTime,
} from '../../../core/events.ts';
import { StateReader, StateWriter, type StateTransfer } from '../../../core/stateTransfer.ts';
import type { TradingClock } from '../../../core/time.ts';
import type { DbnSource } from './dbnSource.ts';

/** A file that the sequence has gone on from: all that is still asked of it. */
interface ReadFile {
  readonly records: number;
  readonly oddities: readonly Oddity[];
  readonly damage: Problem | null;
}

/** What of the sequence's own place is rare enough to be carried as JSON. */
interface Passage {
  readonly done: readonly ReadFile[];
  readonly gap: Gap | undefined;
}

/**
 * Files of one kind that continue each other, such as one a day, as one source: read one after the
 * other, by the time of their first events. Where a file begins before its predecessor ended, or
 * where both begin at the same time, its events up to the predecessor's last capture time are
 * passed over and counted, so that what both hold plays once. A damaged file ends with a gap, and
 * the next one goes on.
 */
export class FileSequence implements SeekableSource {
  readonly feed: Feed;
  readonly #files: readonly DbnSource[];
  /** The files that have events, in the order they play. */
  #parts: DbnSource[] = [];
  #current: DbnSource;
  #at = 0;
  #done: ReadFile[] = [];
  /** State of each part on its first event, to begin it again after going back. */
  readonly #starts = new Map<DbnSource, Uint8Array>();
  /** Parts that no longer stand on their first event. */
  readonly #begun = new Set<DbnSource>();
  /** The gap that a damaged file leaves, as the current event. */
  #gap: Gap | undefined;
  /** The next `advance` finds the current part on its first event, or the gap. */
  #hasArrived = false;
  #firstRecvNs = Number.NEGATIVE_INFINITY;
  #lastRecvNs = Number.NEGATIVE_INFINITY;
  /** Events captured up to here were in the file before; undefined once one is later. */
  #overlapEndNs: number | undefined;
  #lastTimeNs = Number.NEGATIVE_INFINITY;

  /** @param files two or more sources of one feed, in the order opened */
  constructor(files: readonly [DbnSource, ...DbnSource[]]) {
    this.#files = files;
    this.#current = files[0];
    this.feed = files[0].feed;
  }

  get name(): string {
    return this.#current.name;
  }

  get timeNs(): number {
    return this.#gap === undefined ? this.#current.timeNs : this.#lastTimeNs;
  }

  get rank(): number {
    return this.#gap === undefined ? this.#current.rank : 0;
  }

  get recvNs(): number {
    return this.#current.recvNs;
  }

  get sequence(): number {
    return this.#current.sequence;
  }

  get recordCount(): number {
    const others = this.#barren.reduce((sum, { recordCount }) => sum + recordCount, 0);
    const done = this.#done.reduce((sum, { records }) => sum + records, 0);
    return (this.#parts.length === 0 ? 0 : this.#current.recordCount) + others + done;
  }

  get sizeBytes(): number {
    return this.#files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  get progress(): number {
    const used = this.#files.reduce(
      (sum, file) => sum + this.#progressOf(file) * file.sizeBytes,
      0,
    );
    return used / Math.max(1, this.sizeBytes);
  }

  get damage(): BreakwaterError | undefined {
    if (this.#parts.length === 0) {
      return this.#barren.find(({ damage }) => damage !== undefined)?.damage;
    }
    return this.#hasNext ? undefined : this.#current.damage;
  }

  get passedDamages(): readonly BreakwaterError[] {
    if (this.#parts.length === 0) return [];
    const passed = this.#done.flatMap(({ damage }) => (damage === null ? [] : [thrown(damage)]));
    const leaving = this.#hasNext ? this.#current.damage : undefined;
    const barren = this.#barren.flatMap(({ damage }) => damage ?? []);
    return [...barren, ...passed, ...(leaving === undefined ? [] : [leaving])];
  }

  get oddities(): readonly Oddity[] {
    const done = this.#done.flatMap(({ oddities }) => oddities);
    const begun = this.#parts.length === 0 ? [] : odditiesOf(this.#current);
    return [...this.#barren.flatMap(odditiesOf), ...done, ...begun];
  }

  async prime(): Promise<UnixTime | undefined> {
    const primed: { part: DbnSource; first: UnixTime }[] = [];
    for (const part of this.#files) {
      const first = await part.prime();
      if (first !== undefined) primed.push({ part, first });
      // Its place among the others is not known yet.
      else if (part.isWaiting) return undefined;
    }
    primed.sort((a, b) => a.first.ms - b.first.ms || a.first.ns - b.first.ns);
    this.#parts = primed.map(({ part }) => part);
    this.#current = this.#parts[0] ?? this.#current;
    return primed[0]?.first;
  }

  setClock(clock: TradingClock): void {
    for (const part of this.#parts) {
      part.setClock(clock);
      const state = new StateWriter();
      part.transfer(state);
      this.#starts.set(part, state.bytes());
    }
    this.#begun.add(this.#current);
    this.#firstRecvNs = this.#current.recvNs;
    this.#note();
  }

  advance(): boolean {
    if (this.#hasArrived) {
      this.#hasArrived = false;
      if (this.#gap !== undefined || this.#takes()) return true;
    }
    while (this.#current.advance()) {
      if (this.#takes()) return true;
    }
    return false;
  }

  /** Whether more may come of the last file, or of one that has no event yet. */
  get isWaiting(): boolean {
    if (this.#parts.length === 0) return this.#barren.some(({ isWaiting }) => isWaiting);
    return !this.#hasNext && this.#gap === undefined && this.#current.isWaiting;
  }

  async fill(): Promise<boolean> {
    if (await this.#current.fill()) return true;
    if (!this.#hasNext) return false;
    if (this.#current.isWaiting) {
      // Another file goes on from this one: nobody writes to it any more.
      this.#current.closeGrowth();
      return true;
    }
    if (this.#current.damage !== undefined && this.#gap === undefined) this.#gap = this.#gapHere();
    else await this.#goOn();
    this.#hasArrived = true;
    return true;
  }

  deliver(sink: EventSink): void {
    if (this.#gap !== undefined) sink.onGap(this.#gap);
    else this.#current.deliver(sink);
  }

  transfer(state: StateTransfer): void {
    this.#at = state.number(this.#at);
    const { done, gap } = state.json<Passage>({ done: this.#done, gap: this.#gap });
    this.#done = [...done];
    this.#gap = gap;
    this.#firstRecvNs = state.number(this.#firstRecvNs);
    this.#lastRecvNs = state.number(this.#lastRecvNs);
    this.#overlapEndNs = state.optionalNumber(this.#overlapEndNs);
    this.#lastTimeNs = state.number(this.#lastTimeNs);
    this.#current = this.#parts[this.#at] ?? this.#current;
    this.#begun.add(this.#current);
    this.#current.transfer(state);
  }

  async resume(): Promise<void> {
    this.#hasArrived = false;
    await this.#current.resume();
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }

  get #hasNext(): boolean {
    return this.#at + 1 < this.#parts.length;
  }

  /** Files without any event. */
  get #barren(): readonly DbnSource[] {
    return this.#files.filter((file) => !this.#parts.includes(file));
  }

  #progressOf(file: DbnSource): number {
    if (file === this.#current) return file.progress;
    return this.#parts.indexOf(file) < this.#at ? 1 : 0;
  }

  /** Leaves the current part for the next one, which then stands on its first event. */
  async #goOn(): Promise<void> {
    const { recordCount, damage } = this.#current;
    this.#done.push({
      records: recordCount,
      oddities: odditiesOf(this.#current),
      damage: damage === undefined ? null : toProblem(damage),
    });
    this.#gap = undefined;
    this.#at += 1;
    this.#current = this.#parts[this.#at] ?? this.#current;
    const start = this.#starts.get(this.#current);
    if (this.#begun.has(this.#current) && start !== undefined) {
      this.#current.transfer(new StateReader(start));
      await this.#current.resume();
    }
    this.#begun.add(this.#current);
    const { recvNs } = this.#current;
    const overlaps = recvNs < this.#lastRecvNs || recvNs === this.#firstRecvNs;
    this.#overlapEndNs = overlaps ? this.#lastRecvNs : undefined;
    this.#firstRecvNs = recvNs;
  }

  /** Whether the part's event is one of the sequence; false where it has no time, or was there before. */
  #takes(): boolean {
    const { recvNs, timeNs } = this.#current;
    // Too far from the session's start: the part's damage says so, and it has no further event.
    if (!Number.isFinite(timeNs)) return false;
    if (this.#overlapEndNs !== undefined) {
      if (recvNs <= this.#overlapEndNs) {
        this.#current.noteOverlap();
        return false;
      }
      this.#overlapEndNs = undefined;
    }
    this.#current.notBefore(this.#lastTimeNs);
    this.#note();
    return true;
  }

  #note(): void {
    this.#lastTimeNs = this.#current.timeNs;
    this.#lastRecvNs = Math.max(this.#lastRecvNs, this.#current.recvNs);
  }

  #gapHere(): Gap {
    const { name, damage } = this.#current;
    const atNs = Number.isFinite(this.#lastTimeNs) ? this.#lastTimeNs : null;
    return {
      feed: this.feed,
      fromNs: atNs,
      toNs: atNs ?? 0,
      cause: `${basename(name)} is damaged: ${damage?.message ?? ''}`,
      recordsLost: null,
    };
  }
}

const odditiesOf = (file: DbnSource): Oddity[] =>
  file.oddities.map((oddity) => ({ ...oddity, file: file.name }));

const thrown = ({ code, message, place, remedy }: Problem): BreakwaterError =>
  new BreakwaterError(code, message, { place, remedy });
