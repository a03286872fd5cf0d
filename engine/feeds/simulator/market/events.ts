import { ASK, BID } from '../../../core/events.ts';
import { NS_PER_S } from '../../../core/time.ts';
import { uncross } from '../exchange/matching.ts';
import type { Prng } from '../prng.ts';
import type { MbpPublisher } from '../publish/mbpPublisher.ts';
import type { Arrivals } from './arrivals.ts';
import type { Happening } from './happenings.ts';
import { TICKS_PER_CENT } from './phase.ts';
import type { TradingMode } from './trading.ts';
import { pullDepth, sweep, type VisitedMarket } from './visitors.ts';

const DOUBTFUL_NS = 0.6 * NS_PER_S;
const CLEARED_NS = 1.1 * NS_PER_S;
const RECOVERED_NS = 2.3 * NS_PER_S;
/** The first thing that can happen: after the book's image. */
const EARLIEST_NS = 700_000;
/** How long news echoes after its height, and by how much less. */
const ECHO_SECONDS = 8;
const ECHO_SHARE = 0.03;

/** What happenings need of the market. */
export interface ShakenMarket extends VisitedMarket {
  readonly arrivals: Arrivals;
  readonly publisher: MbpPublisher;
  stormPerS: number;
  setRate(nowNs: number): void;
}

/** Enters a scenario's happenings into the market's cues. */
export function scheduleHappenings(
  market: ShakenMarket,
  prng: Prng,
  happenings: readonly Happening[],
): void {
  for (const happening of happenings) {
    const startNs = Math.max(EARLIEST_NS, Math.round(happening.atMinute * 6e10));
    if (happening.kind === 'outage') scheduleOutage(market, startNs);
    else if (happening.kind === 'news') scheduleNews(market, prng, startNs, happening);
    else scheduleAuction(market, startNs, happening);
  }
}

function scheduleOutage({ cues, publisher }: ShakenMarket, startNs: number): void {
  cues.add(startNs + DOUBTFUL_NS, () => publisher.markDoubtful());
  cues.add(startNs + CLEARED_NS, (nowNs) => publisher.clear(nowNs));
  cues.add(startNs + RECOVERED_NS, (nowNs) => publisher.image(nowNs, 1_000_000));
}

function scheduleAuction(
  market: ShakenMarket,
  startNs: number,
  { kind, atMinute, seconds }: Extract<Happening, { kind: 'halt' | 'auction' }>,
): void {
  const setMode = (mode: TradingMode, nowNs: number): void => {
    market.trading.mode = mode;
    market.arrivals.calm();
    market.setRate(nowNs);
  };
  const endNs = Math.round((atMinute * 60 + seconds) * NS_PER_S);
  const gatherNs = kind === 'halt' ? Math.round((startNs + endNs) / 2) : startNs;
  if (kind === 'halt') market.cues.add(startNs, (nowNs) => setMode('halted', nowNs));
  market.cues.add(gatherNs, (nowNs) => setMode('preOpen', nowNs));
  market.cues.add(endNs, (nowNs) => {
    market.event(nowNs, () => void uncross(market.trading.book));
    setMode('continuous', nowNs);
  });
}

function scheduleNews(
  market: ShakenMarket,
  prng: Prng,
  startNs: number,
  { perS, seconds, jumpCents }: Extract<Happening, { kind: 'news' }>,
): void {
  const { cues, conditions } = market;
  const direction = prng.chance(500) ? 1 : -1;
  const setStorm = (nowNs: number, stormPerS: number, depthPercent: number): void => {
    market.stormPerS = stormPerS;
    conditions.depthPercent = depthPercent;
    market.setRate(nowNs);
  };
  cues.add(startNs, (nowNs) => {
    if (market.trading.mode !== 'continuous') return;
    // Makers leave first, then the fast ones take what is left, then everybody comes.
    pullDepth(market, prng, nowNs, BID, 4);
    pullDepth(market, prng, nowNs, ASK, 4);
    sweep(market, prng, nowNs + 12_000_000, direction, 8, conditions.depthByLevel[0] ?? 1);
  });
  cues.add(startNs + 40_000_000, (nowNs) => {
    market.shift(direction * jumpCents * TICKS_PER_CENT);
    setStorm(nowNs, perS, 30);
  });
  const calmNs = startNs + 40_000_000 + Math.round(seconds * NS_PER_S);
  cues.add(calmNs, (nowNs) => setStorm(nowNs, perS * ECHO_SHARE, 55));
  cues.add(calmNs + ECHO_SECONDS * NS_PER_S, (nowNs) => setStorm(nowNs, 0, 100));
}
