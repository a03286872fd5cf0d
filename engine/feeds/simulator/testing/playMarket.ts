import { NS_PER_S } from '../../../core/time.ts';
import { RecordEncoder } from '../../dbn/writerRecords.ts';
import { FuturesMarket } from '../market/futuresMarket.ts';
import { GLBX_HABIT, type FeedHabit } from '../publish/habit.ts';
import type { DecreaseCause } from '../publish/truth.ts';
import { composeScenario, type Scenario } from '../scenarios.ts';
import { readBookRows, type BookRow } from './bookRows.ts';

const EPOCH_MS = Date.UTC(2026, 0, 5, 14, 30);
const TICK_NANOS = 250_000_000;
/** Where the first whole dollar of a market made here lies. */
export const START_TICK = 27_562.44;

/** A displayed decrease as the market told it. */
export interface ToldDecrease {
  readonly timeNs: number;
  readonly sequence: number;
  readonly side: 'B' | 'A';
  readonly tick: number;
  readonly size: number;
  readonly cause: DecreaseCause;
}

/** What a market played. */
export interface PlayedMarket {
  readonly market: FuturesMarket;
  /** The book file's records; decoded by the first call. */
  readonly rows: () => BookRow[];
  readonly told: ToldDecrease[];
  /** The trades file's records. */
  readonly tradeCount: number;
}

export interface MarketToPlay {
  readonly seed?: number;
  readonly seconds?: number;
  readonly ratePerS?: number;
  readonly scenario?: Scenario;
  readonly habit?: Partial<FeedHabit>;
  /** Called once a second of the session. */
  readonly eachSecond?: (market: FuturesMarket) => void;
}

/** Plays a market: half a minute of a quiet hour at a hundred records a second if nothing is said. */
export function playMarket({
  seed = 1,
  seconds = 30,
  ratePerS = 100,
  scenario = composeScenario('quiet'),
  habit = {},
  eachSecond = () => undefined,
}: MarketToPlay = {}): PlayedMarket {
  const book = new RecordEncoder(EPOCH_MS, 1 << 20);
  const trades = new RecordEncoder(EPOCH_MS, 1 << 20);
  const told: ToldDecrease[] = [];
  const market = new FuturesMarket({
    seed,
    ratePerS,
    scenario,
    habit: { ...GLBX_HABIT, ...habit },
    startTick: START_TICK,
    tickNanos: TICK_NANOS,
    book,
    trades,
    truth: {
      decrease(timeNs, sequence, side, priceNanos, size, cause) {
        const tick = priceNanos / TICK_NANOS;
        told.push({ timeNs, sequence, side: side === 0 ? 'B' : 'A', tick, size, cause });
      },
    },
  });
  for (let second = 1; second <= seconds; second++) {
    while (market.nextNs < second * NS_PER_S) market.advance();
    eachSecond(market);
  }
  market.finish();
  let decoded: BookRow[] | undefined;
  const rows = (): BookRow[] =>
    (decoded ??= readBookRows(book, { epochMs: EPOCH_MS, tickNanos: TICK_NANOS }));
  return { market, rows, told, tradeCount: trades.recordCount };
}
