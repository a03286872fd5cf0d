import { newYorkDay, newYorkOffsetMs } from '../core/newYork.ts';
import type { EpisodePayload } from '../core/payload.ts';
import type { ComparedRuns } from '../session/compare/compareRuns.ts';
import type {
  CallTally,
  Comparison,
  Difference,
  EpisodeDifference,
  ScoreDifference,
  SignalDifference,
} from '../core/comparison.ts';
import type { OpenedSession } from '../session/open.ts';
import { decimal, percent, printable } from './inspectFormat.ts';
import { grouped } from './terminal.ts';
import { alignedRows } from './textTable.ts';

/** Differences of a kind that are listed; the others are in `--json` and `--out`. */
const LISTED = 20;

/** A moment in New York, Unix ms. */
type Moment = (ts: number) => string;

/** The comparison for people: a summary, then the first differences. @param words what A and B are */
export function comparisonText(
  { comparison, firstEventMs, lastEventMs }: ComparedRuns,
  { name, origin, instrument, profile }: OpenedSession,
  words: { readonly a: string; readonly b: string },
): string {
  const moment = momentsBetween(firstEventMs, lastEventMs);
  const simulated = origin === 'simulated' ? ' SIMULATED' : '';
  const span = `${newYork(firstEventMs).slice(0, 19)} to ${newYork(lastEventMs).slice(0, 19)}`;
  const lines = [
    `${name}${simulated}: ${instrument}, profile ${profile.name}, ${span} New York`,
    `A  ${printable(words.a)}`,
    `B  ${printable(words.b)}`,
    '',
    ...configLines(comparison),
    '',
    ...alignedRows(callRows(comparison)),
    '',
    ...countLines(comparison),
    '',
    ...alignedRows(kindRows(comparison)),
    '',
    ...alignedRows(stateRows(comparison)),
    '',
    ...alignedRows(scoreRows(comparison, moment), [5]),
    ...signalLines(comparison, moment),
    ...episodeLines(comparison, moment),
    '',
    `digest A  ${comparison.runs.a.digest}`,
    `digest B  ${comparison.runs.b.digest}`,
  ];
  return `${lines.join('\n')}\n`;
}

function configLines({ config }: Comparison): string[] {
  if (config.length === 0) return ['No key differs.'];
  const rows = config.map(({ key, a, b }) => [key, String(a), String(b)]);
  return alignedRows([['key', 'A', 'B'], ...rows]);
}

function callRows({ runs: { a, b } }: Comparison): string[][] {
  const row = (label: string, of: (calls: CallTally) => string): string[] => [
    label,
    of(a.calls),
    of(b.calls),
  ];
  const hits = ({ right, called }: CallTally): string =>
    called === 0 ? 'none called' : percent(right / called);
  return [
    ['', 'A', 'B'],
    row('touches', ({ touches }) => grouped(touches)),
    row('broke or held', ({ settled }) => grouped(settled)),
    row('  called', ({ called }) => grouped(called)),
    row('    right', ({ right }) => grouped(right)),
    row('    wrong', ({ wrong }) => grouped(wrong)),
    row('    share right', hits),
    row('    lead if right, median', (calls) => leadText(calls.lead_ms_median)),
    row('    lead if right, mean', (calls) => leadText(calls.lead_ms_mean)),
    row('  contested', ({ contested }) => grouped(contested)),
    row('  no signal', ({ silent }) => grouped(silent)),
    row('timed out or open', ({ unsettled }) => grouped(unsettled)),
  ];
}

const leadText = (ms: number | null): string =>
  ms === null ? 'none' : `${decimal(ms / 1000, 2)} s`;

function countLines({ snaps, signals, episodes }: Comparison): string[] {
  const parts = (counts: Readonly<Record<string, number>>, words: readonly [string, string][]) =>
    words.map(([key, word]) => `${grouped(counts[key] ?? 0)} ${word}`).join(', ');
  return alignedRows(
    [
      [
        'snaps',
        parts({ ...snaps }, [
          ['compared', 'compared'],
          ['only_a', 'only in A'],
          ['only_b', 'only in B'],
        ]),
      ],
      [
        'signals',
        parts({ ...signals }, [
          ['a', 'in A'],
          ['b', 'in B'],
          ['same', 'at the same time'],
          ['earlier', 'earlier in B'],
          ['later', 'later in B'],
          ['only_a', 'only in A'],
          ['only_b', 'only in B'],
        ]),
      ],
      [
        'touches',
        parts({ ...episodes }, [
          ['same', 'alike'],
          ['differs', 'that differ'],
          ['only_a', 'only in A'],
          ['only_b', 'only in B'],
        ]),
      ],
    ],
    [1],
  );
}

function kindRows({ kinds }: Comparison): string[][] {
  return [
    ['levels in snaps', 'in both', 'same signal', '', 'only in A', 'only in B'],
    ...kinds.map(({ kind, compared, equal, share, only_a: onlyA, only_b: onlyB }) => [
      kind,
      grouped(compared),
      grouped(equal),
      share === null ? '' : `${decimal(share * 100, 2)} %`,
      grouped(onlyA),
      grouped(onlyB),
    ]),
  ];
}

function stateRows({ states }: Comparison): string[][] {
  const rows = Object.entries(states).map(([state, ofB]) => [
    state,
    ...Object.values(ofB).map(grouped),
  ]);
  return [['book state, A down, B across', ...Object.keys(states)], ...rows];
}

function scoreRows({ scores }: Comparison, moment: Moment): string[][] {
  const row = (label: string, { mean, mean_abs: meanAbs, largest }: ScoreDifference): string[] => [
    label,
    mean === null ? 'none' : decimal(mean, 3),
    meanAbs === null ? 'none' : decimal(meanAbs, 3),
    largest === null ? 'none' : decimal(largest.b - largest.a, 2),
    ...(largest === null
      ? []
      : [moment(largest.ts), `${largest.level}: ${largest.a} in A, ${largest.b} in B`]),
  ];
  return [
    ['score, B minus A', 'mean', 'mean size', 'largest', 'at'],
    row('smoothed', scores.smooth),
    row('raw', scores.raw),
  ];
}

function signalLines({ differences }: Comparison, moment: Moment): string[] {
  const all = differences.filter((difference) => difference.type === 'signal');
  const rows = all
    .slice(0, LISTED)
    .map(({ level, price, signal, ...times }) => [
      timeText(times.ts_a, moment),
      timeText(times.ts_b, moment),
      level,
      String(price),
      signal,
      changeText(times),
    ]);
  const head = ['A', 'B', 'level', 'price', 'signal', ''];
  return listing('signals', all, [head, ...rows], [1, 2, 4, 5]);
}

const timeText = (ts: number | null, moment: Moment): string => (ts === null ? '-' : moment(ts));

function changeText({ change, shift_ms: shiftMs }: Pick<SignalDifference, 'change' | 'shift_ms'>) {
  if (shiftMs === null) return change === 'only_a' ? 'only in A' : 'only in B';
  return `${decimal(Math.abs(shiftMs) / 1000, 2)} s ${change} in B`;
}

function episodeLines({ differences }: Comparison, moment: Moment): string[] {
  const all = differences.filter((difference) => difference.type === 'episode');
  const rows = all.slice(0, LISTED).map((difference) => episodeRow(difference, moment));
  const head = ['touch', 'level', 'A', 'B', 'what differs'];
  return listing('touches', all, [head, ...rows], [1, 2, 3, 4]);
}

const episodeRow = ({ ts, level, fields, a, b }: EpisodeDifference, moment: Moment): string[] => [
  moment(ts),
  level,
  verdictText(a),
  verdictText(b),
  fields.join(', '),
];

function verdictText(episode: EpisodePayload | null): string {
  if (episode === null) return 'no touch';
  const { signal, outcome, lead_ms: leadMs } = episode;
  const called = signal === null ? 'no signal' : `${signal} ${leadText(leadMs)} before`;
  return `${called}, ${outcome}`;
}

function listing(
  what: string,
  all: readonly Difference[],
  rows: readonly (readonly string[])[],
  leftColumns: readonly number[],
): string[] {
  if (all.length === 0) return ['', `No differences in ${what}.`];
  const first = all.length > LISTED ? `The first ${LISTED} of ` : 'The ';
  const title = `${first}${grouped(all.length)} differences in ${what}:`;
  return ['', title, ...alignedRows(rows, leftColumns)];
}

/** Wall-clock time in New York to the ms: `2026-11-19 09:30:00.250`. */
const newYork = (unixMs: number): string =>
  new Date(unixMs + newYorkOffsetMs(unixMs)).toISOString().replace('T', ' ').slice(0, 23);

/** The time of day; with its date where a session has several. */
function momentsBetween(firstMs: number, lastMs: number): Moment {
  const isOneDay = newYorkDay(firstMs) === newYorkDay(lastMs);
  return (ts) => newYork(ts).slice(isOneDay ? 11 : 0);
}
