import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../core/time.ts';
import { HEADER, LEVEL, MARKET } from '../dbn/layout.ts';
import { priceNanosAt, u32At, u64At } from '../dbn/records.ts';
import { RecordEncoder } from '../dbn/writerRecords.ts';
import { OPTION_SERIES, SESSION_START_MS } from './instruments.ts';
import { GLBX_HABIT } from './publish/habit.ts';
import { composeScenario } from './scenarios.ts';
import { Simulation, type SimulationSpec } from './simulation.ts';

const MBP10_BYTES = 368;
const MBP1_BYTES = 80;
const BASE_NS = BigInt(SESSION_START_MS) * 1_000_000n;

const aSpec = (change: Partial<SimulationSpec> = {}): SimulationSpec => ({
  seed: 11,
  ratePerS: 100,
  scenario: composeScenario('day'),
  habit: GLBX_HABIT,
  hedging: undefined,
  ...change,
});

interface Recorded {
  readonly book: DataView;
  readonly underlying: DataView;
  readonly options: DataView;
}

/** Plays so many seconds, in steps of `stepNs`. */
function simulate(seconds: number, change: Partial<SimulationSpec> = {}, stepNs = NaN): Recorded {
  const encoder = (): RecordEncoder => new RecordEncoder(SESSION_START_MS, 1 << 16);
  const [book, underlying, trades] = [encoder(), encoder(), encoder()];
  const options = { trades, quotes: undefined, truth: undefined };
  const spec = aSpec(change);
  const simulation = new Simulation(spec, {
    book,
    trades: undefined,
    underlying,
    options,
    truth: undefined,
  });
  for (let untilNs = stepNs; untilNs < seconds * NS_PER_S; untilNs += stepNs) {
    simulation.run(untilNs);
  }
  simulation.run(seconds * NS_PER_S);
  simulation.finish();
  const joined = (records: RecordEncoder): DataView => {
    const bytes = Buffer.concat(records.takeAll());
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  return { book: joined(book), underlying: joined(underlying), options: joined(trades) };
}

const textOf = (view: DataView): string =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');

interface Quote {
  readonly timeNs: number;
  readonly recvNs: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** The best level of each record, prices in dollars. */
function quotesOf(view: DataView, recordBytes: number): Quote[] {
  return Array.from({ length: view.byteLength / recordBytes }, (_, index) => {
    const at = index * recordBytes;
    const level = at + MARKET.levels;
    return {
      timeNs: Number(u64At(view, at + HEADER.tsEvent) - BASE_NS),
      recvNs: Number(u64At(view, at + MARKET.tsRecv) - BASE_NS),
      bid: priceNanosAt(view, level + LEVEL.bidPx) / 1e9,
      ask: priceNanosAt(view, level + LEVEL.askPx) / 1e9,
      bidSize: u32At(view, level + LEVEL.bidSz),
      askSize: u32At(view, level + LEVEL.askSz),
    };
  });
}

const mid = ({ bid, ask }: Quote): number => (bid + ask) / 2;

/** Futures mid over SPY mid at each SPY quote. */
function ratios({ book, underlying }: Recorded): number[] {
  const futures = quotesOf(book, MBP10_BYTES);
  let next = 0;
  return quotesOf(underlying, MBP1_BYTES).map((quote) => {
    while ((futures[next + 1]?.timeNs ?? Infinity) <= quote.timeNs) next++;
    const future = futures[next];
    return future === undefined ? NaN : mid(future) / mid(quote);
  });
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the simulated SPY quotes', () => {
  const recorded = simulate(300, { ratePerS: 40 });
  const quotes = quotesOf(recorded.underlying, MBP1_BYTES);

  it('come some a second and never go back in time', () => {
    expect(quotes.length / 300).toBeGreaterThan(8);
    const goesBack = quotes.filter(({ timeNs, recvNs }, index) => {
      const before = quotes[index - 1];
      return before !== undefined && (timeNs < before.timeNs || recvNs <= before.recvNs);
    });
    expect(goesBack).toEqual([]);
  });

  it('are a cent wide as a rule and two now and then, in round lots', () => {
    const widths = quotes.map(({ bid, ask }) => Math.round((ask - bid) * 100));
    expect([...new Set(widths)].sort()).toEqual([1, 2]);
    expect(meanOf(widths)).toBeLessThan(1.3);
    const sizes = quotes.flatMap(({ bidSize, askSize }) => [bidSize, askSize]);
    expect(sizes.filter((size) => size < 100 || size % 100 !== 0)).toEqual([]);
    expect(new Set(sizes).size).toBeGreaterThan(10);
  });

  it('follow the future within about a cent at a ratio that drifts and stays near 10.03', () => {
    const all = ratios(recorded);
    expect(all.filter((ratio) => !(Math.abs(ratio - 10.03) < 0.003))).toEqual([]);
    const minutes = [0, 1, 2, 3, 4].map((minute) =>
      meanOf(all.slice((minute * all.length) / 5, ((minute + 1) * all.length) / 5)),
    );
    expect(Math.max(...minutes) - Math.min(...minutes)).toBeGreaterThan(0.000_05);
  });
});

describe('the simulated options', () => {
  it('are listed under 21-character OSI symbols that expire the same day, with ids of their own', () => {
    for (const { symbol } of OPTION_SERIES) expect(symbol).toMatch(/^SPY {3}261119[CP]00\d{3}000$/);
    const ids = new Set(OPTION_SERIES.map(({ instrumentId }) => instrumentId));
    expect(ids.size).toBe(OPTION_SERIES.length);
  });
});

describe('a simulation', () => {
  it('repeats to the byte for a seed, in steps of any length', () => {
    const inOneGo = simulate(20, { hedging: 'short' });
    const inSteps = simulate(20, { hedging: 'short' }, 37_000_000);
    expect(textOf(inSteps.book)).toBe(textOf(inOneGo.book));
    expect(textOf(inSteps.underlying)).toBe(textOf(inOneGo.underlying));
    expect(textOf(inSteps.options)).toBe(textOf(inOneGo.options));
  });

  it('differs between seeds', () => {
    const one = simulate(5, { seed: 1 });
    const other = simulate(5, { seed: 2 });
    expect(textOf(one.book)).not.toBe(textOf(other.book));
    expect(textOf(one.underlying)).not.toBe(textOf(other.underlying));
  });
});
