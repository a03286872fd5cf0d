import type { Side } from '../../../core/events.ts';
import { ASK, BID } from '../../../core/events.ts';
import { NS_PER_MS, NS_PER_S } from '../../../core/time.ts';
import type { RecordEncoder } from '../../dbn/writerRecords.ts';
import { ES } from '../instruments.ts';
import type { OptionMood } from '../options/mood.ts';
import { Prng } from '../prng.ts';
import type { FeedHabit } from '../publish/habit.ts';
import { MbpPublisher } from '../publish/mbpPublisher.ts';
import type { TruthSink } from '../publish/truth.ts';
import type { Scenario } from '../scenarios.ts';
import { Arrivals, UNPROMPTED } from './arrivals.ts';
import { Conditions, type TickZone } from './conditions.ts';
import { Crowd } from './crowd.ts';
import { Cues } from './cues.ts';
import { Director } from './director.ts';
import { scheduleHappenings } from './events.ts';
import { Hedgers } from './hedgers.ts';
import type { Phase } from './phase.ts';
import { Trading } from './trading.ts';
import { inviteVisitors, sweep, type VisitedMarket } from './visitors.ts';
import { Walls } from './walls.ts';

/** Path and conditions are looked at this often. */
const DIRECTION_STEP_NS = 100 * NS_PER_MS;
/** Half-width of a phase's zones, ticks. */
const ZONE_TICKS = 2.2;
/**
 * When the book's image is sent: off the round second, so that an underlying quote comes before the
 * first snap and the ratio is known from the start.
 */
const OPENING_NS = 600_000;
/** Out of sight the book is kept filled from and to so many prices behind the best. */
const DEEP_FROM = 12;
const DEEP_TO = 40;
/** Session minutes over which the intraday intensity is spread. */
const SESSION_MINUTES = 390;

/** What a market is made of. */
export interface FuturesMarketOptions {
  /** 0…2^32 − 1. */
  readonly seed: number;
  /** Mean book-file records a second where the scenario asks for neither more nor less activity. */
  readonly ratePerS: number;
  readonly scenario: Scenario;
  readonly habit: FeedHabit;
  /** The first anchor: where the level lies that the scenario's prices count from; may be fractional. */
  readonly startTick: number;
  readonly tickNanos: number;
  /** Where MBP-10 records go. */
  readonly book: RecordEncoder;
  /** Where trades go as well with the habit `separate`. */
  readonly trades: RecordEncoder | undefined;
  readonly truth: TruthSink | undefined;
}

/**
 * A market in one future: a crowd whose orders arrive in self-exciting bursts, traders with a plan,
 * a scenario that steers them gently, an exchange that matches, and a feed that publishes it all.
 * The same options give the same records on every machine.
 */
export class FuturesMarket implements VisitedMarket {
  readonly trading: Trading;
  readonly conditions: Conditions;
  readonly walls: Walls;
  readonly cues = new Cues();
  readonly arrivals: Arrivals;
  readonly publisher: MbpPublisher;
  /** Arrivals a second on top of the usual, while news is out. */
  stormPerS = 0;
  /** Time of the next thing that happens here, ns since the session's start; never Infinity. */
  nextNs = OPENING_NS;
  readonly #records: RecordEncoder;
  readonly #scenario: Scenario;
  readonly #ratePerS: number;
  readonly #prng: Prng;
  readonly #director: Director;
  readonly #crowd: Crowd;
  readonly #hedgers: Hedgers;
  #nowNs = 0;
  #nextDirectionNs = OPENING_NS + DIRECTION_STEP_NS;
  #phaseNumber = -1;
  #arrivalCount = 0;
  #midTicks: number;
  #deserted: { readonly zone: TickZone; readonly untilNs: number }[] = [];
  #lastDeepened: [number, number] = [NaN, NaN];

  constructor(options: FuturesMarketOptions) {
    const { seed, scenario, startTick } = options;
    this.#scenario = scenario;
    this.#ratePerS = options.ratePerS;
    this.#records = options.book;
    this.#prng = new Prng(seed, 1);
    this.#director = new Director(new Prng(seed, 2), scenario.path(new Prng(seed, 5)), startTick);
    this.conditions = new Conditions(scenario.makers);
    this.trading = new Trading(startTick);
    this.#crowd = new Crowd(new Prng(seed, 6), this.trading.book, this.conditions);
    this.#hedgers = new Hedgers(this.trading, this.#prng);
    this.arrivals = new Arrivals(new Prng(seed, 7));
    this.walls = new Walls(this.trading, new Prng(seed, 8));
    this.publisher = new MbpPublisher({
      book: this.trading.book,
      tickNanos: options.tickNanos,
      publisherId: ES.publisherId,
      instrumentId: ES.instrumentId,
      habit: options.habit,
      prng: new Prng(seed, 9),
      records: options.book,
      trades: options.trades,
      truth: options.truth,
    });
    this.#direct(0);
    this.#midTicks = this.conditions.targetTicks;
    this.#fillBook();
    inviteVisitors(this, new Prng(seed, 10), scenario.visitors);
    scheduleHappenings(this, new Prng(seed, 11), scenario.happenings);
    this.cues.add(OPENING_NS, (nowNs) => this.publisher.image(nowNs, 2_871_406));
    this.#findNext();
  }

  /** Records of the book file so far. */
  get recordCount(): number {
    return this.#records.recordCount;
  }

  /** What option customers are up to now. */
  get mood(): OptionMood {
    return this.#director.phase.options;
  }

  /** Tick of the whole dollar that the scenario's prices count from now; fractional. */
  get anchorTick(): number {
    return this.#director.anchorTick;
  }

  /** Half-way between the best displayed prices; the last such price while there is none. */
  midTicks(): number {
    return this.#midTicks;
  }

  /**
   * Orders of hedgers, worked as market orders over the next moments.
   * @param contracts > 0 buys, < 0 sells; adds to what is still being worked
   */
  hedge(contracts: number): void {
    this.#hedgers.add(this.#nowNs, contracts);
    this.#findNext();
  }

  /** Plays the thing that is due at {@link nextNs}; may publish several records, or none. */
  advance(): void {
    const nowNs = this.nextNs;
    this.#nowNs = nowNs;
    if (nowNs === this.arrivals.nextNs) this.#arrive(nowNs);
    else if (nowNs === this.cues.nextNs) this.cues.play(nowNs);
    else if (nowNs === this.walls.nextNs) this.event(nowNs, () => this.walls.act(nowNs));
    else if (nowNs === this.#hedgers.nextNs) this.#hedge(nowNs);
    else if (nowNs === this.#nextDirectionNs) this.#direct(nowNs);
    else this.publisher.publishDue(nowNs);
    this.#findNext();
  }

  /** Publishes what is still held back: the session is over. */
  finish(): void {
    this.publisher.finish();
  }

  event(nowNs: number, act: () => void): void {
    this.trading.changes.clear();
    act();
    this.#settle(nowNs);
  }

  shift(ticks: number): void {
    this.#director.shift(ticks);
    this.conditions.targetTicks += ticks;
  }

  desert(side: Side, fromTick: number, toTick: number, untilNs: number): void {
    const zone = { side, fromTick, toTick, depthPercent: 12, sharePerMille: 0 };
    this.#deserted.push({ zone, untilNs });
    this.conditions.zones = [...this.conditions.zones, zone];
  }

  /** Takes changed conditions into account at once. */
  setRate(nowNs: number): void {
    // What the feed has published, not when: the market must not depend on the habit.
    const arrivalsPerRecord = (this.#arrivalCount + 2000) / (this.publisher.publishedCount + 2000);
    const usual = (this.#ratePerS * this.#director.phase.activityPercent) / 100;
    const share =
      this.trading.mode === 'continuous' ? 1 : this.trading.mode === 'preOpen' ? 0.5 : 0;
    const perS = usual * this.#intraday(nowNs) * arrivalsPerRecord + this.stormPerS;
    this.arrivals.setRate(nowNs, perS * share);
  }

  #findNext(): void {
    this.nextNs = Math.min(
      this.arrivals.nextNs,
      this.cues.nextNs,
      this.walls.nextNs,
      this.#hedgers.nextNs,
      this.#nextDirectionNs,
      this.publisher.nextDueNs,
    );
  }

  #arrive(nowNs: number): void {
    const { arrivals, trading } = this;
    arrivals.take();
    this.#arrivalCount++;
    trading.changes.clear();
    if (trading.mode === 'continuous') {
      const seen = this.#crowd.act(arrivals.stimulus);
      arrivals.react(nowNs, seen);
    } else if (trading.mode === 'preOpen') {
      this.#crowd.actInAuction();
      arrivals.react(nowNs, UNPROMPTED);
    }
    this.#settle(nowNs);
  }

  /** Publishes an event and lets those react who watch the book. */
  #settle(nowNs: number): void {
    this.publisher.event(nowNs);
    const bid = this.trading.best(BID);
    const ask = this.trading.best(ASK);
    if (bid < ask) this.#midTicks = (bid + ask) / 2;
    this.walls.watch(nowNs);
    if (this.trading.mode !== 'continuous') return;
    this.#deepen(nowNs, BID, bid);
    this.#deepen(nowNs, ASK, ask);
  }

  /** Where the best price moved a few prices, makers fill the book out of sight. */
  #deepen(nowNs: number, side: Side, best: number): void {
    const gap = this.conditions.gapTicks;
    if (Math.abs(best - this.#lastDeepened[side]) < 3 * gap || Number.isNaN(best)) return;
    this.#lastDeepened[side] = best;
    const step = side === BID ? -gap : gap;
    this.trading.changes.clear();
    this.#crowd.makers.deepen(side, best + DEEP_FROM * step, best + DEEP_TO * step);
    this.publisher.event(nowNs);
  }

  #fillBook(): void {
    const half = this.conditions.spreadTicks / 2;
    const gap = this.conditions.gapTicks;
    const bid = Math.floor(this.#midTicks - half + 0.5);
    const ask = bid + this.conditions.spreadTicks;
    this.trading.book.rest(BID, bid, 2, 0, 0);
    this.trading.book.rest(ASK, ask, 2, 0, 0);
    this.#crowd.makers.deepen(BID, bid - 1, bid - DEEP_TO * gap);
    this.#crowd.makers.deepen(ASK, ask + 1, ask + DEEP_TO * gap);
    this.#lastDeepened = [bid, ask];
    this.trading.changes.clear();
  }

  #hedge(nowNs: number): void {
    this.event(nowNs, () => this.#hedgers.work(nowNs, 2 * this.conditions.gapTicks));
  }

  #direct(nowNs: number): void {
    this.#nextDirectionNs = nowNs + DIRECTION_STEP_NS;
    this.#director.advance(nowNs);
    const { phase, targetTicks } = this.#director;
    const { conditions } = this;
    this.#hedgers.forget(DIRECTION_STEP_NS);
    conditions.targetTicks = targetTicks + this.#hedgers.impactTicks;
    conditions.pressure = phase.pressure;
    conditions.aggressionPerMille = phase.aggressionPerMille + (this.stormPerS > 0 ? 60 : 0);
    conditions.isHeld = phase.wanderCents < 4 && phase.roamCents === 0;
    this.#deserted = this.#deserted.filter(({ untilNs }) => untilNs > nowNs);
    conditions.zones = [
      ...this.#deserted.map(({ zone }) => zone),
      ...phase.zones.map((zone) => this.#zoneInTicks(zone)),
    ];
    this.setRate(nowNs);
    if (this.#phaseNumber === this.#director.phaseNumber) return;
    this.#phaseNumber = this.#director.phaseNumber;
    this.#beginPhase(phase);
  }

  #beginPhase(phase: Phase): void {
    const startNs = this.#director.phaseStartNs;
    for (const { direction, atSeconds, orders, contractsPerOrder } of phase.sweeps) {
      const atNs = startNs + atSeconds * NS_PER_S;
      sweep(this, this.#prng, atNs, direction, orders, contractsPerOrder);
    }
    if (phase.outage) {
      scheduleHappenings(this, this.#prng, [{ kind: 'outage', atMinute: startNs / 6e10 }]);
    }
  }

  #zoneInTicks({ side, atCents, depthPercent, sharePerMille }: Phase['zones'][number]): TickZone {
    const centre = this.#director.tickAt(atCents);
    return {
      side,
      fromTick: Math.ceil(centre - ZONE_TICKS),
      toTick: Math.floor(centre + ZONE_TICKS),
      depthPercent,
      sharePerMille,
    };
  }

  /** A regular session's activity against its mean: a parabola, 1.76 at both ends, 0.62 at noon. */
  #intraday(nowNs: number): number {
    if (this.#scenario.intraday === 'even') return 1;
    const fromNoon = Math.min(1, nowNs / 6e10 / SESSION_MINUTES) * 2 - 1;
    return 0.62 + 1.14 * fromNoon * fromNoon;
  }
}
