import type { RecordEncoder } from '../dbn/writerRecords.ts';
import { FIRST_ANCHOR, NANOS, TICK_NANOS } from './instruments.ts';
import { FuturesMarket } from './market/futuresMarket.ts';
import { Dealers, type DealerBook } from './options/dealers.ts';
import { OptionsMarket, type OptionOutputs } from './options/optionsMarket.ts';
import { Prng } from './prng.ts';
import type { FeedHabit } from './publish/habit.ts';
import type { TruthSink } from './publish/truth.ts';
import type { Scenario } from './scenarios.ts';
import { UnderlyingMarket } from './underlying.ts';

const TICK_POINTS = TICK_NANOS / NANOS;
/** Streams of the seed that this half draws from; the futures half has those below 100. */
const STREAM = { quotes: 101, basis: 102, makers: 103, customers: 104, dealers: 105 } as const;

/** What is simulated. */
export interface SimulationSpec {
  /** 0…2^32 − 1. */
  readonly seed: number;
  /** Mean records of the futures book file a second at the scenario's intensity 1. */
  readonly ratePerS: number;
  readonly scenario: Scenario;
  readonly habit: FeedHabit;
  /** How many times as many option trades as usual; 1 where left out. */
  readonly optionActivity?: number;
  /** With what book option dealers start who hedge in the future; undefined: nobody hedges. */
  readonly hedging: DealerBook | undefined;
}

/** Where the simulated feeds and their truth go. */
export interface SimulationOutputs {
  readonly book: RecordEncoder;
  readonly trades: RecordEncoder | undefined;
  readonly underlying: RecordEncoder;
  readonly options: OptionOutputs;
  readonly truth: TruthSink | undefined;
}

/**
 * One session of ES, SPY and SPY options. The same spec gives the same records; times are ns since
 * the session's start.
 */
export class Simulation {
  readonly #futures: FuturesMarket;
  readonly #underlying: UnderlyingMarket;
  readonly #options: OptionsMarket;
  readonly #dealers: Dealers | undefined;
  #midTicks = 0;
  /** Contracts that dealers have ordered since the future's last event. */
  #ordered = 0;

  constructor(spec: SimulationSpec, outputs: SimulationOutputs) {
    const { seed } = spec;
    this.#underlying = new UnderlyingMarket(
      new Prng(seed, STREAM.quotes),
      new Prng(seed, STREAM.basis),
      outputs.underlying,
    );
    this.#futures = new FuturesMarket({
      seed,
      ratePerS: spec.ratePerS,
      scenario: spec.scenario,
      habit: spec.habit,
      startTick: (FIRST_ANCHOR * this.#underlying.ratio) / TICK_POINTS,
      tickNanos: TICK_NANOS,
      book: outputs.book,
      trades: outputs.trades,
      truth: outputs.truth,
    });
    if (spec.hedging !== undefined) {
      const order = (contracts: number): void => void (this.#ordered += contracts);
      this.#dealers = new Dealers(new Prng(seed, STREAM.dealers), spec.hedging, order);
    }
    this.#options = new OptionsMarket(
      new Prng(seed, STREAM.makers),
      new Prng(seed, STREAM.customers),
      outputs.options,
      this.#dealers,
      spec.optionActivity,
    );
  }

  /** Plays all that happens before `untilNs`. */
  run(untilNs: number): void {
    for (;;) {
      const dealersNs = this.#dealers?.nextNs ?? Infinity;
      const othersNs = Math.min(this.#underlying.nextNs, this.#options.nextNs, dealersNs);
      if (Math.min(othersNs, this.#futures.nextNs) >= untilNs) return;
      if (this.#futures.nextNs < othersNs) this.#playFutures(Math.min(othersNs, untilNs));
      else if (othersNs === this.#underlying.nextNs) this.#underlying.quote(this.#midPoints());
      else if (othersNs === this.#options.nextNs) this.#playOptions();
      else if (this.#dealers !== undefined) this.#playDealers(this.#dealers);
    }
  }

  /** Publishes what the future's feed still holds back: the session is over. */
  finish(): void {
    this.#futures.finish();
  }

  /** The future's events up to this time, or until SPY's makers want to react to one of them. */
  #playFutures(untilNs: number): void {
    const futures = this.#futures;
    while (futures.nextNs < untilNs) {
      const timeNs = futures.nextNs;
      if (this.#underlying.nextNs <= timeNs) return;
      futures.advance();
      if (this.#ordered !== 0) this.#sendOrders();
      const midTicks = futures.midTicks();
      if (midTicks === this.#midTicks) continue;
      this.#midTicks = midTicks;
      this.#underlying.notice(timeNs, midTicks * TICK_POINTS);
    }
  }

  /** The market's clock is its last event's: orders must not reach it before they were sent. */
  #sendOrders(): void {
    this.#futures.hedge(this.#ordered);
    this.#ordered = 0;
  }

  #midPoints(): number {
    return this.#futures.midTicks() * TICK_POINTS;
  }

  #spot(): number {
    return this.#midPoints() / this.#underlying.ratio;
  }

  #playOptions(): void {
    const { anchorTick, mood } = this.#futures;
    const anchor = Math.round((anchorTick * TICK_POINTS) / this.#underlying.ratio);
    this.#options.advance(this.#spot(), anchor, mood);
  }

  #playDealers(dealers: Dealers): void {
    const view = this.#options.look(dealers.nextNs, this.#spot());
    dealers.look(view, this.#underlying.ratio);
  }
}
