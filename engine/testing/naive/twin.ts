/**
 * A second reading of the specification, simple before all: nothing that happened is ever dropped,
 * and every snap is computed anew from all of it. It shares no computation with the engine but New
 * York time. Slow, and meant to be: where the two differ, one of them is wrong.
 */
import type { EngineConfig } from '../../core/config.ts';
import type { EpisodePayload, LevelPayload, Signal, SnapPayload } from '../../core/payload.ts';
import type { Profile } from '../../core/profiles.ts';
import type { HotzoneState } from '../../core/protocol.ts';
import { barrierOf } from './barrier.ts';
import { sessionStartNs } from './boundary.ts';
import { episodesOf, type SnapRecord } from './episodes.ts';
import type { RawFeed } from './events.ts';
import { fuelOf, gammaOf, type Gamma } from './fuel.ts';
import { healthState } from './health.ts';
import { Inventory, type Opening, type Position } from './inventory.ts';
import { levelsAt, lineOf, type Level } from './levels.ts';
import { NaiveMarket } from './market.ts';
import { Moment } from './moment.ts';
import {
  barrierPayload,
  dealersPayload,
  fuelPayload,
  scoresPayload,
  snapPayload,
  spreadPayload,
  tapePayload,
} from './payload.ts';
import { runwayOf } from './runway.ts';
import { confidenceOf, hasSpread, noteOf, rawScore, scoresOf, type Readings } from './score.ts';
import { Smoothers } from './smoothing.ts';
import { spreadNow, spreadOf, type SpreadSample } from './spread.ts';
import { merged, play } from './stream.ts';
import { tapeOf } from './tape.ts';
import { signalOf, type TriggerInput } from './trigger.ts';
import { isAtMost, toCent, toMicro } from './words.ts';

export interface TwinSession {
  readonly profile: Pick<Profile, 'name' | 'underlying'>;
  readonly config: EngineConfig;
  /** Unix ms of session time 0. */
  readonly epochMs: number;
  /** Hotzones of the command line or the folder: there from the start. */
  readonly hotzones: readonly HotzoneState[];
  readonly feeds: readonly RawFeed[];
  /** Opening inventory of dealers, of any expiry. */
  readonly openings?: readonly Opening[];
}

/** What the snaps of one session leave behind for the next. */
class SessionMemory {
  readonly inventory: Inventory;
  readonly smoothers = new Smoothers();
  readonly inputs: Map<string, TriggerInput>[] = [];
  /** What the inputs would have been had fuel been neutral, or reversed. */
  readonly neutralInputs: Map<string, TriggerInput>[] = [];
  readonly reversedInputs: Map<string, TriggerInput>[] = [];
  readonly spreads: SpreadSample[] = [];
  readonly snaps: SnapRecord[] = [];

  constructor(openings: readonly Opening[]) {
    this.inventory = new Inventory(openings);
  }
}

/** What a level is judged with beside the moment itself. */
interface Around {
  readonly gamma: Gamma;
  readonly positions: readonly Position[];
  readonly levels: readonly Level[];
  readonly memory: SessionMemory;
}

class Twin {
  readonly market: NaiveMarket;
  readonly payloads: SnapPayload[] = [];
  readonly sessions = new Map<number, SessionMemory>();
  readonly #session: TwinSession;

  constructor(session: TwinSession) {
    const { config, profile, epochMs, hotzones } = session;
    this.#session = session;
    this.market = new NaiveMarket(config, profile.underlying, epochMs);
    for (const zone of hotzones) this.market.zones.set(zone.id, { action: 'add', ...zone });
  }

  snap(nowNs: number): void {
    this.market.settle(nowNs);
    const { epochMs, config, profile } = this.#session;
    const { spot, hasHadView } = this.market;
    const memory = this.#memoryAt(sessionStartNs(nowNs, config, epochMs));
    if (spot === undefined || !hasHadView) return;
    const moment = new Moment(this.market, nowNs, epochMs, spot);
    const bps = spreadNow(moment);
    if (bps !== undefined) memory.spreads.push({ timeNs: nowNs, bps });
    const positions = memory.inventory.mark(moment);
    const gamma = gammaOf(moment, positions);
    const levels = levelsAt(moment, gamma);
    const isActive = ({ price }: Level): boolean =>
      isAtMost(Math.abs(spot - price), config.MONITOR_BAND);
    const active = levels.filter(isActive);
    const { inputs, neutralInputs, reversedInputs } = memory;
    for (const each of [inputs, neutralInputs, reversedInputs]) each.push(new Map());
    const payload = snapPayload(
      moment,
      profile,
      active.map((level) => this.#level(moment, level, { gamma, positions, levels, memory })),
      levels.filter((level) => !isActive(level)),
      dealersPayload(moment, positions),
    );
    memory.smoothers.dropInactive(new Set(active.map(({ id }) => id)), nowNs);
    const prices = new Map(levels.map(({ id, price }) => [id, price]));
    memory.snaps.push({ payload, spot, prices });
    this.payloads.push(payload);
  }

  #memoryAt(startNs: number): SessionMemory {
    const memory = this.sessions.get(startNs) ?? new SessionMemory(this.#session.openings ?? []);
    this.sessions.set(startNs, memory);
    return memory;
  }

  #level(moment: Moment, level: Level, around: Around): LevelPayload {
    const { gamma, positions, levels, memory } = around;
    const { config, nowNs, spot } = moment;
    const line = lineOf(moment, level);
    const { direction, breakDirection } = line;
    const readings: Readings = {
      barrier: barrierOf(moment, line),
      fuel: fuelOf(moment, line, gamma, positions),
      tape: tapeOf(moment, line),
      spread: spreadOf(moment, memory.spreads),
    };
    const { barrier, fuel, tape } = readings;
    const scores = scoresOf(readings, breakDirection, config);
    const raw = rawScore(scores, config);
    const health = healthState(moment.market, nowNs, config);
    const muted = health === 'RESYNC' || health === 'STALE' ? health : undefined;
    const input: TriggerInput = {
      timeNs: nowNs,
      raw,
      distance: Math.abs(spot - level.price),
      direction,
      state: barrier.state,
      activity: tape.activity,
      isMuted: muted !== undefined,
    };
    /** The signal where fuel's score is another, at this snap and, as noted then, at all before. */
    const signalWith = (hedge: number, inputs: Map<string, TriggerInput>[]): Signal => {
      inputs.at(-1)?.set(level.id, { ...input, raw: rawScore({ ...scores, hedge }, config) });
      return signalOf(level.id, inputs, config);
    };
    const signal = signalWith(scores.hedge, memory.inputs);
    const values = {
      break_score: raw,
      delta_liq: barrier.delta_liq,
      replenishment_ratio: barrier.replenishment_ratio,
      velocity: tape.velocity,
      net_dealer_gamma: fuel.net_dealer_gamma,
    };
    const smooth = memory.smoothers.next(level.id, nowNs, values, config);
    const rejectDirection = breakDirection === 'UP' ? 'DOWN' : 'UP';
    const runwayDirection = signal === 'REJECT' ? rejectDirection : breakDirection;
    return {
      id: level.id,
      price: toMicro(level.price),
      kind: level.kind,
      direction,
      break_direction: breakDirection,
      distance: toMicro(spot - level.price),
      break_score_raw: toCent(raw),
      break_score_smooth: toCent(smooth.break_score),
      signal,
      confidence: confidenceOf(readings, config),
      scores: scoresPayload(scores, config),
      barrier: barrierPayload(barrier, smooth),
      tape: tapePayload(tape, smooth),
      fuel: fuelPayload(fuel, smooth),
      runway: runwayOf(moment, level.price, runwayDirection, levels),
      note: noteOf(readings, breakDirection, config),
      ...(hasSpread(config) ? { spread: spreadPayload(readings.spread) } : {}),
      ...(muted === undefined ? {} : { muted }),
      sensitivity: {
        fuel_neutral: signalWith(50, memory.neutralInputs),
        fuel_reversed: signalWith(100 - scores.hedge, memory.reversedInputs),
      },
    };
  }
}

export interface TwinOutput {
  readonly payloads: readonly SnapPayload[];
  /** By start, then level id. */
  readonly episodes: readonly EpisodePayload[];
}

/** @param untilMs Unix ms after which nothing is computed any more; all of it by default */
export function playTwin(session: TwinSession, untilMs = Number.POSITIVE_INFINITY): TwinOutput {
  const { config, epochMs, feeds } = session;
  const untilNs = (untilMs - epochMs) * 1e6;
  const stream = merged(feeds).filter(({ timeNs }) => timeNs <= untilNs);
  const twin = new Twin(session);
  play(
    stream,
    { intervalMs: config.SNAP_INTERVAL_MS, epochMs },
    (event) => {
      twin.market.apply(event);
    },
    (timeNs) => {
      if (timeNs <= untilNs) twin.snap(timeNs);
    },
  );
  const episodes = [...twin.sessions.values()].flatMap(({ snaps }) => episodesOf(snaps, config));
  episodes.sort((a, b) => a.start_ts - b.start_ts);
  return { payloads: twin.payloads, episodes };
}
