import { NS_PER_MS, NS_PER_S } from '../../core/time.ts';
import type { RecordEncoder } from '../dbn/writerRecords.ts';
import { Director } from './director.ts';
import { FuturesFeed } from './futuresFeed.ts';
import { FuturesMarket, type MarketConditions, type TickZone } from './futuresMarket.ts';
import { NANOS, TICK_NANOS } from './instruments.ts';
import { OptionsMarket } from './options/optionsMarket.ts';
import { Prng } from './prng.ts';
import type { Phase } from './script.ts';
import { UnderlyingMarket } from './underlying.ts';

const TICK_POINTS = TICK_NANOS / NANOS;
/** Acts a second on the futures market in calm, at rate 1; not every act shows in the feed. */
const CALM_ACTS_PER_S = 52;
/** Script and conditions are looked at this often. */
const DIRECTION_STEP_NS = 100 * NS_PER_MS;
/** Half-width of the script's zones, ticks. */
const ZONE_TICKS = 2.2;
/** Orders of a sweep reach at most this many prices each. */
const SWEEP_LIMIT_TICKS = 2;
/** After a trade others react within a millisecond or so: this many acts follow quickly. */
const MAX_FLURRY = 5;
const FLURRY_GAP_NS = 380_000;
/**
 * When the book's image is sent: off the round second, so that an underlying quote comes before the
 * first snap and the ratio is known from the start.
 */
const OPENING_NS = 600_000;
const DOUBTFUL_NS = 0.6 * NS_PER_S;
const CLEARED_NS = 1.1 * NS_PER_S;
const RECOVERED_NS = 2.3 * NS_PER_S;

/** Where the simulated feeds go. */
export interface SimulationFeeds {
  readonly futures: RecordEncoder;
  readonly underlying: RecordEncoder;
  readonly options: RecordEncoder;
}

/** Something the script wants done at a time. */
interface Cue {
  readonly timeNs: number;
  readonly act: () => void;
}

const earliest = (a: Cue, b: Cue): number => a.timeNs - b.timeNs;

/**
 * One morning of ES, SPY and SPY options, by the script. The same seed and rate give the same
 * records; times are ns since the session's start.
 */
export class Simulation {
  readonly #director: Director;
  readonly #futures: FuturesMarket;
  readonly #feed: FuturesFeed;
  readonly #underlying: UnderlyingMarket;
  readonly #options: OptionsMarket;
  readonly #timing: Prng;
  readonly #rate: number;
  readonly #conditions: MarketConditions;
  #phaseNumber = -1;
  #cues: Cue[] = [];
  #nextActNs = 1_000_000;
  #nextDirectionNs = 0;
  #flurry = 0;

  /**
   * @param seed 0…2^32 − 1
   * @param rate multiplies how often the futures market acts
   */
  constructor(seed: number, rate: number, feeds: SimulationFeeds) {
    this.#rate = rate;
    this.#timing = new Prng(seed, 1);
    this.#director = new Director(new Prng(seed, 2));
    this.#underlying = new UnderlyingMarket(new Prng(seed, 3), new Prng(seed, 7), feeds.underlying);
    this.#options = new OptionsMarket(
      new Prng(seed, 4),
      new Prng(seed, 8),
      { trades: feeds.options, quotes: undefined, truth: undefined },
      undefined,
    );
    this.#feed = new FuturesFeed(new Prng(seed, 5), feeds.futures);
    this.#feed.nowNs = OPENING_NS;
    this.#conditions = { targetTicks: 0, pressure: 0, aggressionPerMille: 0, zones: [] };
    this.#direct(0);
    this.#futures = new FuturesMarket(new Prng(seed, 6), this.#conditions, this.#feed);
    this.#feed.attach(this.#futures.book);
  }

  /** Plays all that happens before `untilNs`. */
  run(untilNs: number): void {
    for (;;) {
      const cueNs = this.#cues[0]?.timeNs ?? Infinity;
      const nextNs = Math.min(
        this.#nextDirectionNs,
        cueNs,
        this.#nextActNs,
        this.#underlying.nextNs,
        this.#options.nextNs,
      );
      if (nextNs >= untilNs) return;
      if (nextNs === this.#nextDirectionNs) this.#direct(nextNs);
      else if (nextNs === cueNs) this.#playCue(nextNs);
      else if (nextNs === this.#nextActNs) this.#act(nextNs);
      else if (nextNs === this.#underlying.nextNs) this.#underlying.quote(this.#midPoints());
      else this.#tradeOption();
    }
  }

  #midPoints(): number {
    return this.#futures.book.midTicks() * TICK_POINTS;
  }

  #tradeOption(): void {
    const { anchor, phase } = this.#director;
    const spot = this.#midPoints() / this.#underlying.ratio;
    this.#options.advance(spot, anchor, phase.options);
  }

  #act(timeNs: number): void {
    this.#feed.nowNs = timeNs;
    const tradesBefore = this.#feed.tradeCount;
    this.#futures.act();
    if (this.#feed.tradeCount > tradesBefore) this.#flurry = this.#timing.below(MAX_FLURRY + 1);
    const activity = (this.#director.phase.activityPercent / 100) * this.#rate;
    let meanGapNs = NS_PER_S / (CALM_ACTS_PER_S * activity);
    if (this.#flurry > 0) {
      this.#flurry--;
      meanGapNs = Math.min(meanGapNs, FLURRY_GAP_NS);
    }
    this.#nextActNs = timeNs + 1_000 + this.#timing.exponential(meanGapNs);
  }

  #direct(timeNs: number): void {
    this.#nextDirectionNs = timeNs + DIRECTION_STEP_NS;
    this.#director.advance(timeNs);
    const { phase, targetDollars } = this.#director;
    const conditions = this.#conditions;
    conditions.targetTicks = this.#ticksAt(targetDollars);
    conditions.pressure = phase.pressure;
    conditions.aggressionPerMille = phase.aggressionPerMille;
    conditions.zones = phase.zones.map((zone) => this.#zoneInTicks(zone));
    if (this.#phaseNumber === this.#director.phaseNumber) return;
    this.#phaseNumber = this.#director.phaseNumber;
    this.#cues.push(...this.#cuesOf(phase));
    this.#cues.sort(earliest);
  }

  #zoneInTicks({ side, atCents, depthPercent, sharePerMille }: Phase['zones'][number]): TickZone {
    const centre = this.#ticksAt(this.#director.anchor + atCents / 100);
    return {
      side,
      fromTick: Math.ceil(centre - ZONE_TICKS),
      toTick: Math.floor(centre + ZONE_TICKS),
      depthPercent,
      sharePerMille,
    };
  }

  #ticksAt(dollars: number): number {
    return (dollars * this.#underlying.ratio) / TICK_POINTS;
  }

  #cuesOf(phase: Phase): Cue[] {
    const startNs = this.#director.phaseStartNs;
    const cues: Cue[] = [];
    for (const sweep of phase.sweeps) {
      let timeNs = startNs + sweep.atSeconds * NS_PER_S;
      for (let order = 0; order < sweep.orders; order++) {
        timeNs += this.#timing.between(6, 55) * NS_PER_MS + this.#timing.below(1_000_000);
        const size = Math.round((sweep.contractsPerOrder * this.#timing.between(80, 125)) / 100);
        const act = (): void => this.#futures.sweep(sweep.direction, size, SWEEP_LIMIT_TICKS);
        cues.push({ timeNs, act });
      }
    }
    if (phase.outage) {
      cues.push({ timeNs: startNs + DOUBTFUL_NS, act: () => this.#feed.markDoubtful() });
      cues.push({ timeNs: startNs + CLEARED_NS, act: () => this.#feed.clear() });
      cues.push({ timeNs: startNs + RECOVERED_NS, act: () => this.#feed.snapshot(NS_PER_MS) });
    }
    return cues;
  }

  #playCue(timeNs: number): void {
    this.#feed.nowNs = timeNs;
    this.#cues.shift()?.act();
  }
}
