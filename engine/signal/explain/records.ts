import { BID, BUY, SELL, type Aggressor, type Side } from '../../core/events.ts';
import type {
  ExplainedFlow,
  ExplainedOption,
  ExplainedRecords,
  ExplainedTrade,
  RecordPlace,
} from '../../core/explanation.ts';
import { round6 } from '../../core/rounding.ts';
import { atMost, TOLERANCE } from '../../core/tolerance.ts';
import type { MarketState } from '../../market/marketState.ts';

/** What a run wrote down of its records beside the windows, by the windows' sequence numbers. */
export interface WrittenRecords {
  flow(sequence: number): RecordPlace | undefined;
  trade(sequence: number): RecordPlace | undefined;
  option(
    sequence: number,
  ): { readonly place: RecordPlace; readonly px: number; readonly size: number } | undefined;
}

/** A run that writes nothing down, such as the screen's: only what the windows keep is known. */
export const NOTHING_WRITTEN: WrittenRecords = {
  flow: () => undefined,
  trade: () => undefined,
  option: () => undefined,
};

/** The records of a level's figures are asked for with these. */
export interface RecordQuery {
  readonly market: MarketState;
  readonly written: WrittenRecords;
  /** Rows that are told of each kind. */
  readonly limit: number;
  /** Level price. */
  readonly price: number;
}

interface Ranked<Row> {
  readonly size: number;
  readonly sequence: number;
  readonly row: () => Row;
}

/** Largest first, of equals the newest; the rows that are told are made last. */
function told<Row>(found: readonly Ranked<Row>[], limit: number): ExplainedRecords<Row> {
  const rows = found
    .toSorted((a, b) => b.size - a.size || b.sequence - a.sequence)
    .slice(0, limit)
    .map(({ row }) => row());
  return { total: found.length, rows };
}

const nsText = ({ clock }: MarketState, timeNs: number): string =>
  String(BigInt(clock.epochMs) * 1_000_000n + BigInt(timeNs));

const placed = <P>(place: P | undefined): { readonly place?: P } =>
  place === undefined ? {} : { place };

/** The flows of a zone's ticks on one side that the barrier window holds (SPEC §4). */
export function flowRecords(
  { market, written, limit }: RecordQuery,
  zone: { readonly side: Side; readonly lowTick: number; readonly highTick: number },
): ExplainedRecords<ExplainedFlow> {
  const { flows, config } = market;
  const found: Ranked<ExplainedFlow>[] = [];
  const record = { timeNs: 0, side: BID, tick: 0, added: 0, pulled: 0, filled: 0 };
  for (let sequence = flows.firstCounted; sequence < flows.next; sequence++) {
    if (!flows.read(sequence, record)) continue;
    if (record.side !== zone.side || record.tick < zone.lowTick || record.tick > zone.highTick) {
      continue;
    }
    const { timeNs, tick, added, pulled, filled } = record;
    found.push({
      size: added + pulled + filled,
      sequence,
      row: () => ({
        ts_ns: nsText(market, timeNs),
        futures_price: tick * config.TICK_SIZE,
        price: round6(market.levelOfTick(tick)),
        added,
        pulled,
        filled,
        ...placed(written.flow(sequence)),
      }),
    });
  }
  return told(found, limit);
}

const aggressorName = (aggressor: Aggressor): ExplainedTrade['aggressor'] =>
  aggressor === BUY ? 'BUY' : aggressor === SELL ? 'SELL' : 'MID';

/** The trades of a level's tape band within the tape window, MID included (SPEC §5). */
export function tradeRecords({
  market,
  written,
  limit,
  price,
}: RecordQuery): ExplainedRecords<ExplainedTrade> {
  const { tape, config, converter } = market;
  const reach = config.TAPE_BAND + TOLERANCE;
  const lowPx = (price - reach) * converter.ratio;
  const highPx = (price + reach) * converter.ratio;
  const found: Ranked<ExplainedTrade>[] = [];
  for (let sequence = tape.firstInTape; sequence < tape.next; sequence++) {
    const trade = tape.read(sequence);
    if (trade === undefined || trade.px < lowPx || trade.px > highPx) continue;
    found.push({
      size: trade.size,
      sequence,
      row: () => ({
        ts_ns: nsText(market, trade.timeNs),
        futures_price: trade.px,
        price: round6(converter.toLevel(trade.px)),
        size: trade.size,
        aggressor: aggressorName(trade.aggressor),
        ...placed(written.trade(sequence)),
      }),
    });
  }
  return told(found, limit);
}

/** The option trades behind net dealer gamma: of the day's expiry, in range, within W_g (SPEC §6). */
export function optionRecords({
  market,
  written,
  limit,
  price,
}: RecordQuery): ExplainedRecords<ExplainedOption> {
  const { config, tradingDay } = market;
  const { flows } = market.options;
  const found: Ranked<ExplainedOption>[] = [];
  for (let sequence = flows.firstInWindow; sequence < flows.next; sequence++) {
    const entry = flows.read(sequence);
    if (entry === undefined || entry.expiryDay !== tradingDay) continue;
    if (!atMost(Math.abs(entry.strike - price), config.FUEL_STRIKE_RANGE)) continue;
    const { timeNs, strike, right, netGamma, signed } = entry;
    found.push({
      size: Math.abs(netGamma),
      sequence,
      row: () => {
        const trade = written.option(sequence);
        return {
          ts_ns: nsText(market, timeNs),
          strike,
          right,
          net_gamma: round6(netGamma),
          signing: signed?.signing ?? null,
          ...(trade === undefined ? {} : { option_price: trade.px, size: trade.size }),
          ...placed(trade?.place),
        };
      },
    });
  }
  return told(found, limit);
}
