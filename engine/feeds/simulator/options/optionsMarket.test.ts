import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../../core/time.ts';
import { HEADER, LEVEL, MARKET, SIDE, UNDEFINED_SIZE } from '../../dbn/layout.ts';
import { priceNanosAt, u32At, u64At } from '../../dbn/records.ts';
import { RecordEncoder } from '../../dbn/writerRecords.ts';
import { OPTION_SERIES, SESSION_START_MS } from '../instruments.ts';
import { Prng } from '../prng.ts';
import { BALANCED, type OptionMood } from './mood.ts';
import { OptionsMarket, type OptionTruthSink } from './optionsMarket.ts';

const RECORD_BYTES = 80;
const CENT_NANOS = 10_000_000;
const SPOT = 687.3;

interface Truth {
  readonly symbol: string;
  readonly cents: number;
  readonly contracts: number;
  readonly isCustomerBuyer: boolean;
  readonly kind: string;
}

interface Row {
  readonly eventNs: bigint;
  readonly recvNs: bigint;
  readonly instrumentId: number;
  readonly side: number;
  readonly isTrade: boolean;
  readonly cents: number;
  readonly size: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

interface Market {
  readonly trades: readonly Row[];
  readonly quotes: readonly Row[];
  readonly truth: readonly Truth[];
}

const BUSY: OptionMood = { ...BALANCED, tradesPerSecond: 40 };

/** Plays options for so long at spots given by the time in seconds. */
function play(
  seconds: number,
  spotAt: (seconds: number) => number = () => SPOT,
  mood = BUSY,
): Market {
  const trades = new RecordEncoder(SESSION_START_MS, 1 << 16);
  const quotes = new RecordEncoder(SESSION_START_MS, 1 << 16);
  const truth: Truth[] = [];
  const sink: OptionTruthSink = {
    print: (_timeNs, symbol, cents, contracts, isCustomerBuyer, kind) =>
      void truth.push({ symbol, cents, contracts, isCustomerBuyer, kind }),
  };
  const outputs = { trades, quotes, truth: sink };
  const market = new OptionsMarket(new Prng(3, 1), new Prng(3, 2), outputs, undefined);
  while (market.nextNs < seconds * NS_PER_S) {
    market.advance(spotAt(market.nextNs / NS_PER_S), Math.round(SPOT), mood);
  }
  return { trades: rowsOf(trades), quotes: rowsOf(quotes), truth };
}

function rowsOf(records: RecordEncoder): Row[] {
  const bytes = Buffer.concat(records.takeAll());
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const cents = (at: number): number => priceNanosAt(view, at) / CENT_NANOS;
  return Array.from({ length: bytes.length / RECORD_BYTES }, (_, index) => {
    const at = index * RECORD_BYTES;
    const level = at + MARKET.levels;
    return {
      eventNs: u64At(view, at + HEADER.tsEvent),
      recvNs: u64At(view, at + MARKET.tsRecv),
      instrumentId: u32At(view, at + HEADER.instrumentId),
      side: view.getUint8(at + MARKET.side),
      isTrade: view.getUint8(at + MARKET.action) === 'T'.charCodeAt(0),
      cents: cents(at + MARKET.price),
      size: u32At(view, at + MARKET.size),
      bid: cents(level + LEVEL.bidPx),
      ask: cents(level + LEVEL.askPx),
      bidSize: u32At(view, level + LEVEL.bidSz),
      askSize: u32At(view, level + LEVEL.askSz),
    };
  });
}

const isUsable = ({ bid, ask, bidSize, askSize }: Row): boolean =>
  bidSize > 0 && askSize > 0 && bid < ask;

/** What the price says about the aggressor, as SPEC §2 has it: 1 buyer, −1 seller, 0 unknown. */
function quoteRule(row: Row): number {
  if (!isUsable(row)) return 0;
  const fromMid = 4 * row.cents - 2 * (row.bid + row.ask);
  const spread = row.ask - row.bid;
  if (row.cents >= row.ask || fromMid > spread) return 1;
  return row.cents <= row.bid || fromMid < -spread ? -1 : 0;
}

/** Where a print lies, from its record and the customer's side alone. */
function placeOf(row: Row, isCustomerBuyer: boolean): string {
  if (!isUsable(row)) return 'NO_QUOTE';
  const far = isCustomerBuyer ? row.ask : row.bid;
  const near = isCustomerBuyer ? row.bid : row.ask;
  if (row.cents === far) return 'AT';
  if (row.cents === near) return 'PASSIVE';
  if (row.cents < row.bid || row.cents > row.ask) return 'OUTSIDE';
  return 2 * row.cents === row.bid + row.ask ? 'MIDPOINT' : 'INSIDE';
}

const market = play(150);
const pairs = market.trades.map((row, index) => ({ row, truth: market.truth[index] }));

describe('option trades', () => {
  it('are told with their truth in the same order: symbol, price, size', () => {
    expect(market.truth).toHaveLength(market.trades.length);
    const symbols = new Map(OPTION_SERIES.map((series) => [series.instrumentId, series.symbol]));
    const told = market.trades.map(({ instrumentId, cents, size }) => ({
      symbol: symbols.get(instrumentId),
      cents,
      contracts: size,
    }));
    const known = market.truth.map(({ symbol, cents, contracts }) => ({
      symbol,
      cents,
      contracts,
    }));
    expect(told).toEqual(known);
  });

  it('print where the truth says, and say nothing of their side', () => {
    const faults = pairs.filter(
      ({ row, truth }) =>
        placeOf(row, truth?.isCustomerBuyer ?? false) !== truth?.kind ||
        row.side !== SIDE.none ||
        row.cents < 1 ||
        !Number.isInteger(row.cents),
    );
    expect(faults).toEqual([]);
  });

  it('lie at the quote as a rule, and sometimes anywhere else', () => {
    const share = (kind: string): number =>
      market.truth.filter((truth) => truth.kind === kind).length / market.truth.length;
    expect(share('AT')).toBeGreaterThan(0.6);
    expect(share('AT')).toBeLessThan(0.88);
    expect(share('PASSIVE')).toBeGreaterThan(0.06);
    expect(share('PASSIVE')).toBeLessThan(0.16);
    for (const kind of ['INSIDE', 'MIDPOINT', 'OUTSIDE', 'NO_QUOTE']) {
      expect(share(kind), kind).toBeGreaterThan(0.001);
      expect(share(kind), kind).toBeLessThan(0.12);
    }
  });

  it('let the quote rule find the customer more often than not, and not always', () => {
    const decided = pairs.filter(({ row }) => quoteRule(row) !== 0);
    const right = decided.filter(
      ({ row, truth }) => quoteRule(row) === (truth?.isCustomerBuyer === true ? 1 : -1),
    );
    expect(right.length / decided.length).toBeGreaterThan(0.8);
    expect(right.length / decided.length).toBeLessThan(0.95);
  });

  it('come in the weights of the mood', () => {
    const calls = play(30, undefined, { ...BUSY, putBuys: 0, putSells: 0, callSells: 1 }).truth;
    expect(calls.every(({ symbol }) => symbol.includes('C00'))).toBe(true);
    const buys = calls.filter(({ isCustomerBuyer }) => isCustomerBuyer).length;
    expect(buys / calls.length).toBeGreaterThan(0.85);
  });

  it('pause where nobody trades and begin again', () => {
    const records = new RecordEncoder(SESSION_START_MS, 1 << 16);
    const outputs = { trades: records, quotes: undefined, truth: undefined };
    const paused = new OptionsMarket(new Prng(3, 1), new Prng(3, 2), outputs, undefined);
    const playUntil = (seconds: number, tradesPerSecond: number): void => {
      while (paused.nextNs < seconds * NS_PER_S) {
        paused.advance(SPOT, 687, { ...BUSY, tradesPerSecond });
      }
    };
    playUntil(20, 0);
    expect(records.recordCount).toBe(0);
    playUntil(30, 20);
    expect(records.recordCount).toBeGreaterThan(100);
  });
});

describe('option quotes', () => {
  it('just before a trade are the ones the trade carries', () => {
    const last = new Map<number, Row>();
    const faults: Row[] = [];
    let trades = 0;
    const textOf = ({ bid, ask, bidSize, askSize }: Row): string =>
      [bid, ask, bidSize, askSize].join(' ');
    for (const row of market.quotes) {
      const before = last.get(row.instrumentId);
      if (row.isTrade) trades++;
      if (row.isTrade && (before === undefined || textOf(before) !== textOf(row))) faults.push(row);
      last.set(row.instrumentId, row);
    }
    expect(faults).toEqual([]);
    expect(trades).toBe(market.trades.length);
  });

  it('never go back in time', () => {
    const goesBack = market.quotes.filter((row, index) => {
      const before = market.quotes[index - 1] ?? row;
      return row.eventNs < before.eventNs || row.recvNs < before.recvNs;
    });
    expect(goesBack).toEqual([]);
  });

  it('are wider where an option is dear, a cent where it is cheap', () => {
    const usable = market.quotes.filter(isUsable);
    const meanWidth = (from: number, to: number): number => {
      const widths = usable.filter(({ bid }) => bid >= from && bid < to).map(width);
      return widths.reduce((sum, each) => sum + each, 0) / widths.length;
    };
    expect(meanWidth(1, 40)).toBeLessThan(1.2);
    expect(meanWidth(120, 300)).toBeGreaterThan(1.4);
    expect(meanWidth(600, 1500)).toBeGreaterThan(5);
  });

  it('keep put–call parity within their widths', () => {
    const mids = new Map<string, number>();
    for (const row of market.quotes.filter(isUsable)) {
      const series = OPTION_SERIES.find(({ instrumentId }) => instrumentId === row.instrumentId);
      if (series !== undefined)
        mids.set(`${series.right}${series.strike}`, (row.bid + row.ask) / 2);
    }
    for (let strike = 684; strike <= 690; strike++) {
      const difference = (mids.get(`C${strike}`) ?? NaN) - (mids.get(`P${strike}`) ?? NaN);
      // Interest on the strike over 6½ hours is two cents.
      expect(Math.abs(difference - (SPOT - strike) * 100 - 2)).toBeLessThan(4);
    }
  });

  it('are sometimes of no use: a side missing, locked or crossed', () => {
    const has = (what: (row: Row) => boolean): boolean => market.quotes.some(what);
    expect(has(({ bidSize, bid }) => bidSize === 0 && Number.isNaN(bid))).toBe(true);
    expect(has(({ askSize }) => askSize === 0)).toBe(true);
    expect(has(({ bid, ask, bidSize, askSize }) => bidSize > 0 && askSize > 0 && bid === ask)).toBe(
      true,
    );
    expect(has(({ bidSize, askSize }) => Math.max(bidSize, askSize) === UNDEFINED_SIZE)).toBe(
      false,
    );
  });

  it('grow dear when spot has moved a lot', () => {
    const wild = (seconds: number): number => SPOT + (Math.floor(seconds / 6) % 2 === 0 ? 0 : 0.25);
    const meanPrice = ({ trades }: Market): number => {
      const atMoney = trades.filter(
        ({ instrumentId, bid }) => instrumentId === CALL_687 && bid > 0,
      );
      return atMoney.reduce((sum, { bid }) => sum + bid, 0) / atMoney.length;
    };
    expect(meanPrice(play(90, wild))).toBeGreaterThan(meanPrice(play(90)) * 1.15);
  });
});

const width = ({ bid, ask }: Row): number => ask - bid;
const CALL_687 =
  OPTION_SERIES.find(({ strike, right }) => strike === 687 && right === 'C')?.instrumentId ?? 0;
