/** What a snap looks at: the market, the moment, and where the session began (SPEC §1, §2). */
import type { EngineConfig } from '../../core/config.ts';
import { newYorkDay } from '../../core/newYork.ts';
import type { BreakDirection, LevelDirection } from '../../core/payload.ts';
import type { Flow } from './book.ts';
import type { NaiveMarket, Print } from './market.ts';
import { sessionStartNs } from './boundary.ts';
import type { OptionFlow } from './options.ts';
import { NS_PER_MS, inWindow, seconds } from './words.ts';

interface Timed {
  readonly timeNs: number;
}

/** A level with its direction at this snap (SPEC §3). */
export interface Line {
  readonly price: number;
  readonly direction: LevelDirection;
  readonly breakDirection: BreakDirection;
}

export class Moment {
  readonly market: NaiveMarket;
  readonly config: EngineConfig;
  readonly nowNs: number;
  readonly sessionNs: number;
  /** Level price. */
  readonly spot: number;
  /** Unix ms. */
  readonly ts: number;
  /** Day number of the snap's New York date. */
  readonly today: number;
  /** This session's option trades that expire on the snap's New York date (§6). */
  readonly options: readonly OptionFlow[];
  /** This session's futures trades. */
  readonly prints: readonly Print[];
  /** Of this session, what lies in the windows W_b, W_t, W_v, W_g and W_wall. */
  readonly flows: readonly Flow[];
  readonly tape: readonly Print[];
  readonly velocityPrints: readonly Print[];
  readonly gammaFlows: readonly OptionFlow[];
  readonly wallFlows: readonly OptionFlow[];

  constructor(market: NaiveMarket, nowNs: number, epochMs: number, spot: number) {
    const { config } = market;
    this.market = market;
    this.config = config;
    this.nowNs = nowNs;
    this.spot = spot;
    this.ts = epochMs + nowNs / NS_PER_MS;
    const sessionNs = sessionStartNs(nowNs, config, epochMs);
    const sinceOpen = <E extends Timed>(events: readonly E[]): E[] =>
      events.filter(({ timeNs }) => timeNs >= sessionNs);
    const recent = <E extends Timed>(events: readonly E[], windowS: number): E[] =>
      sinceOpen(events).filter(({ timeNs }) => inWindow(timeNs, nowNs, seconds(windowS)));
    this.sessionNs = sessionNs;
    this.today = newYorkDay(this.ts);
    this.prints = sinceOpen(market.prints);
    this.options = sinceOpen(market.optionFlows).filter(
      (flow) => flow.contract.expiryDay === this.today,
    );
    this.flows = recent(market.flows, config.W_b);
    this.tape = recent(this.prints, config.W_t);
    this.velocityPrints = recent(this.prints, config.W_v);
    this.gammaFlows = recent(this.options, config.W_g);
    this.wallFlows = recent(this.options, config.W_wall);
  }

  toLevel(futuresPx: number): number {
    return this.market.ratio.toLevel(futuresPx);
  }

  levelOfTick(tick: number): number {
    return this.toLevel(tick * this.config.TICK_SIZE);
  }
}
