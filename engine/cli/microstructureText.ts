import { toProblem } from '../core/errors.ts';
import type { FileMicrostructure } from '../feeds/dbn/microstructure/measureFile.ts';
import { decimal, printable, utcText } from './inspectFormat.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** One line of the table: its label and its value for a file. */
type Row = readonly [label: string, value: (file: FileMicrostructure) => string];

interface Section {
  readonly title: string;
  readonly rows: (files: readonly FileMicrostructure[]) => readonly Row[];
}

const NOTHING = '–';

const number = (value: number, digits: number): string =>
  Number.isFinite(value) ? decimal(value, digits) : NOTHING;
const count = (value: number): string => number(value, 0);
const ratio = (value: number): string => number(value, 3);
const percent = (share: number): string =>
  Number.isFinite(share) ? `${number(share * 100, 1)} %` : NOTHING;

/** A duration in the unit that people would use for it. */
function duration(ns: number): string {
  if (!Number.isFinite(ns)) return NOTHING;
  if (ns < 1e3) return `${number(ns, 0)} ns`;
  if (ns < 1e6) return `${number(ns / 1e3, 1)} µs`;
  return ns < 1e9 ? `${number(ns / 1e6, 1)} ms` : `${number(ns / 1e9, 1)} s`;
}

const deepest = (files: readonly FileMicrostructure[]): number =>
  Math.max(...files.map(({ depth }) => depth.levels.length));

const arrivalRows = (of: 'eventArrival' | 'tradeArrival'): readonly Row[] => [
  ['arrivals', (file) => count(file[of].arrivals)],
  ['mean', (file) => duration(file[of].meanNs)],
  ['10 %', (file) => duration(file[of].p10Ns)],
  ['median', (file) => duration(file[of].p50Ns)],
  ['90 %', (file) => duration(file[of].p90Ns)],
  ['99 %', (file) => duration(file[of].p99Ns)],
  ['burstiness', (file) => ratio(file[of].burstiness)],
];

const SECTIONS: readonly Section[] = [
  {
    title: 'spread, by time',
    rows: () => [
      ['mean ticks', ({ spread }) => number(spread.meanTicks, 2)],
      ['median ticks', ({ spread }) => count(spread.p50Ticks)],
      ['90 % ticks', ({ spread }) => count(spread.p90Ticks)],
      ['99 % ticks', ({ spread }) => count(spread.p99Ticks)],
      ['largest ticks', ({ spread }) => count(spread.maxTicks)],
      ['1 tick', ({ spread }) => percent(spread.oneTickShare)],
      ['2 ticks', ({ spread }) => percent(spread.twoTicksShare)],
      ['crossed or locked', ({ spread }) => percent(spread.crossedOrLockedShare)],
    ],
  },
  {
    title: 'depth by level, by time: mean (10 % / median / 90 %)',
    rows: (files) =>
      Array.from({ length: deepest(files) }, (_, index): Row => [
        `level ${index + 1}`,
        ({ depth }) => depthText(depth.levels[index]),
      ]),
  },
  {
    title: 'event mix',
    rows: () => [
      ['events', ({ eventMix }) => count(eventMix.events)],
      ['add', ({ eventMix }) => percent(eventMix.addShare)],
      ['cancel', ({ eventMix }) => percent(eventMix.cancelShare)],
      ['modify', ({ eventMix }) => percent(eventMix.modifyShare)],
      ['trade', ({ eventMix }) => percent(eventMix.tradeShare)],
      ['clear', ({ eventMix }) => percent(eventMix.clearShare)],
      ['other', ({ eventMix }) => percent(eventMix.otherShare)],
    ],
  },
  {
    title: 'cancels by distance from the touch',
    rows: () => [
      ['cancels', ({ cancelDistance }) => count(cancelDistance.cancels)],
      ['at the touch', ({ cancelDistance }) => percent(cancelDistance.atTouchShare)],
      ['within 1 tick', ({ cancelDistance }) => percent(cancelDistance.within1TickShare)],
      ['within 2 ticks', ({ cancelDistance }) => percent(cancelDistance.within2TicksShare)],
      ['within 5 ticks', ({ cancelDistance }) => percent(cancelDistance.within5TicksShare)],
      ['mean ticks', ({ cancelDistance }) => number(cancelDistance.meanTicks, 1)],
    ],
  },
  {
    title: 'decreases of displayed size',
    rows: () => [
      ['size', ({ decreases }) => count(decreases.decreasedSize)],
      ['size right after a trade', ({ decreases }) => percent(decreases.filledShare)],
      ['decreases', ({ decreases }) => count(decreases.decreases)],
      ['right after a trade', ({ decreases }) => percent(decreases.filledDecreasesShare)],
    ],
  },
  {
    title: 'trade size',
    rows: () => [
      ['trades', ({ tradeSize }) => count(tradeSize.trades)],
      ['volume', ({ tradeSize }) => count(tradeSize.volume)],
      ['mean', ({ tradeSize }) => number(tradeSize.meanSize, 2)],
      ['median', ({ tradeSize }) => count(tradeSize.p50Size)],
      ['90 %', ({ tradeSize }) => count(tradeSize.p90Size)],
      ['99 %', ({ tradeSize }) => count(tradeSize.p99Size)],
      ['largest', ({ tradeSize }) => count(tradeSize.maxSize)],
      ['one lot', ({ tradeSize }) => percent(tradeSize.oneLotShare)],
    ],
  },
  { title: 'time between events', rows: () => arrivalRows('eventArrival') },
  { title: 'time between trades', rows: () => arrivalRows('tradeArrival') },
  {
    title: 'signs of market orders: autocorrelation',
    rows: (files) => [
      ['market orders', ({ tradeSigns }) => count(tradeSigns.orders)],
      ['bought', ({ tradeSigns }) => percent(tradeSigns.buyShare)],
      ...(files[0]?.tradeSigns.autocorrelations ?? []).map(({ lag }, index): Row => [
        `lag ${lag}`,
        ({ tradeSigns }) => ratio(tradeSigns.autocorrelations[index]?.value ?? Number.NaN),
      ]),
    ],
  },
  {
    title: 'order-flow imbalance by the second',
    rows: () => [
      ['standard deviation', ({ orderFlowImbalance: flow }) => number(flow.deviation, 1)],
      ['autocorrelation, lag 1', ({ orderFlowImbalance: flow }) => ratio(flow.lag1Autocorrelation)],
      ['with mid change', ({ orderFlowImbalance: flow }) => ratio(flow.midChangeCorrelation)],
    ],
  },
  {
    title: 'volatility signature: ticks² per second by sampling interval',
    rows: (files) =>
      (files[0]?.volatilitySignature.samplings ?? []).map(({ intervalSeconds }, index): Row => [
        `${intervalSeconds} s`,
        ({ volatilitySignature: { samplings } }) =>
          ratio(samplings[index]?.variancePerSecond ?? Number.NaN),
      ]),
  },
  {
    title: 'records per second',
    rows: () => [
      ['mean', ({ updateRate }) => number(updateRate.meanPerSecond, 1)],
      ['median', ({ updateRate }) => count(updateRate.p50PerSecond)],
      ['99 %', ({ updateRate }) => count(updateRate.p99PerSecond)],
      ['peak', ({ updateRate }) => count(updateRate.peakPerSecond)],
      ['peak at', ({ updateRate }) => `${grouped(updateRate.peakAtSeconds)} s`],
    ],
  },
];

function depthText(level: FileMicrostructure['depth']['levels'][number] | undefined): string {
  if (level === undefined || Number.isNaN(level.meanSize)) return NOTHING;
  const { meanSize, p10Size, p50Size, p90Size } = level;
  return `${number(meanSize, 1)} (${[p10Size, p50Size, p90Size].map(count).join(' / ')})`;
}

/** The measures for people: a column for each file. */
export function microstructureText(files: readonly FileMicrostructure[]): string {
  const names = files.map(({ path }, index) => `[${index + 1}] ${printable(path)}\n`);
  const header: readonly Row[] = [
    ['instrument', ({ instrument }) => printable(instrument)],
    ['schema', ({ schema }) => schema],
    ['tick', ({ tickNanos }) => String(tickNanos / 1e9)],
    ['from', ({ firstNs }) => minute(firstNs)],
    ['to', ({ lastNs }) => minute(lastNs)],
  ];
  const cells = ([label, value]: Row): string[] => [`  ${label}`, ...files.map(value)];
  const rows = [
    ['', ...files.map((_, index) => `[${index + 1}]`)],
    ...header.map(cells),
    ...SECTIONS.flatMap(({ title, rows: of }) => [[], [title], ...of(files).map(cells)]),
  ];
  return `${names.join('')}${alignedSections(rows).join('\n')}\n`;
}

/** Titles stand alone in their line and do not widen the column of labels. */
function alignedSections(rows: readonly (readonly string[])[]): string[] {
  const aligned = alignedRows(rows.map((row) => (row.length === 1 ? [] : row)));
  return rows.map((row, index) => (row.length === 1 ? (row[0] ?? '') : (aligned[index] ?? '')));
}

const minute = (unixNs: bigint | undefined): string =>
  unixNs === undefined ? NOTHING : `${utcText(unixNs).slice(0, 16).replace('T', ' ')} UTC`;

/** The measures as `--json` prints them; what could not be measured is null. */
export function microstructureJson(files: readonly FileMicrostructure[]): unknown {
  return {
    files: files.map(({ tickNanos, firstNs, lastNs, damage, ...measures }) =>
      snakeCased({
        ...measures,
        tick: tickNanos / 1e9,
        first: firstNs === undefined ? null : utcText(firstNs),
        last: lastNs === undefined ? null : utcText(lastNs),
        damage: damage === null ? null : toProblem(damage),
      }),
    ),
  };
}

/** A value with the keys of the wire; numbers that JSON has no word for are null. */
function snakeCased(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [snakeCase(key), snakeCased(inner)]),
  );
}

const snakeCase = (key: string): string =>
  key.replace(/([a-z0-9])([A-Z])/g, (_, before: string, upper: string) => {
    return `${before}_${upper.toLowerCase()}`;
  });
