import { describe, expect, it } from 'vitest';
import { BID, type Side } from '../../core/events.ts';
import { addVerdict, emptyTally, WorstPlaces } from './tally.ts';
import type { TruthCause } from './decreaseTruth.ts';
import { TruthJoin, type Verdict } from './truthJoin.ts';

const S = 1e9;

/** [session ns, sequence, tick, filled, pulled] */
type Seen = readonly [
  timeNs: number,
  sequence: number,
  tick: number,
  filled: number,
  pulled: number,
];
/** [session ns, sequence, tick, contracts, cause] */
type Row = readonly [
  timeNs: number,
  sequence: number,
  tick: number,
  size: number,
  cause: TruthCause,
];

/** Joins both and returns the verdicts in words: `fill/pull seen as filled/pulled`. */
function join(seen: readonly Seen[], rows: readonly Row[]): string[] {
  return verdicts(seen, rows).map(
    ({ fill, pull, filled, pulled, seen: match }) =>
      `${fill}/${pull} seen as ${match === undefined ? 'nothing' : `${filled}/${pulled}`}`,
  );
}

function verdicts(seen: readonly Seen[], rows: readonly Row[], side: Side = BID): Verdict[] {
  const found: Verdict[] = [];
  const truth = new TruthJoin((verdict) => found.push(verdict));
  for (const [index, [timeNs, sequence, tick, filled, pulled]] of seen.entries()) {
    truth.addSeen({ timeNs, sequence, tick, filled, pulled, side, file: 'es', recordIndex: index });
  }
  for (const [timeNs, sequence, tick, size, cause] of rows) {
    truth.addRow({ timeNs, sequence, side, tick, size, cause });
  }
  truth.closeUntil(Number.POSITIVE_INFINITY);
  return found;
}

describe('a row of the truth belongs to the decrease', () => {
  it('of its time, sequence, side and price', () => {
    expect(join([[5, 1, 10, 3, 0]], [[5, 1, 10, 3, 'FILL']])).toEqual(['3/0 seen as 3/0']);
    expect(join([[5, 1, 10, 3, 0]], [[5, 1, 11, 3, 'FILL']])).toEqual([
      '0/0 seen as 3/0',
      '3/0 seen as nothing',
    ]);
  });

  it('together with the other cause of the same place', () => {
    const rows: Row[] = [
      [5, 1, 10, 3, 'FILL'],
      [5, 1, 10, 4, 'PULL'],
    ];
    expect(join([[5, 1, 10, 2, 5]], rows)).toEqual(['3/4 seen as 2/5']);
  });

  it('of its own sequence where several records share a time', () => {
    const seen: Seen[] = [
      [5, 1, 10, 3, 0],
      [5, 2, 10, 0, 4],
    ];
    const rows: Row[] = [
      [5, 2, 10, 4, 'PULL'],
      [5, 1, 10, 3, 'FILL'],
    ];
    expect(join(seen, rows)).toEqual(['0/4 seen as 0/4', '3/0 seen as 3/0']);
  });

  it('of all records that share time and sequence', () => {
    const seen: Seen[] = [
      [5, 1, 10, 3, 0],
      [5, 1, 10, 0, 4],
    ];
    expect(join(seen, [[5, 1, 10, 7, 'PULL']])).toEqual(['0/7 seen as 3/4']);
  });

  it('of its time where the sequence is that of another record of the event', () => {
    expect(join([[5, 2, 10, 3, 0]], [[5, 1, 10, 3, 'FILL']])).toEqual(['3/0 seen as 3/0']);
  });

  it('of its sequence where the time was clamped, before a nearer one of another sequence', () => {
    const seen: Seen[] = [
      [5, 2, 10, 1, 0],
      [900, 1, 10, 3, 0],
    ];
    expect(join(seen, [[6, 1, 10, 3, 'FILL']])).toEqual(['3/0 seen as 3/0', '0/0 seen as 1/0']);
  });

  it('nearest in time where nothing else agrees, but none beyond a second', () => {
    const seen: Seen[] = [
      [5, 2, 10, 1, 0],
      [900, 3, 10, 3, 0],
    ];
    expect(join(seen, [[600, 1, 10, 3, 'FILL']])[0]).toBe('3/0 seen as 3/0');
    expect(join([[5, 1, 10, 3, 0]], [[S + 6, 1, 10, 3, 'FILL']])).toContain('3/0 seen as nothing');
    expect(join([[5, 1, 10, 3, 0]], [[S + 5, 1, 10, 3, 'FILL']])).toEqual(['3/0 seen as 3/0']);
  });

  it('of one record only', () => {
    const rows: Row[] = [
      [5, 1, 10, 3, 'FILL'],
      [9, 1, 10, 3, 'FILL'],
    ];
    expect(join([[5, 1, 10, 3, 0]], rows)).toEqual(['3/0 seen as 3/0', '3/0 seen as nothing']);
  });
});

describe('a join', () => {
  it('closes what has passed and keeps what may still find its partner', () => {
    const found: Verdict[] = [];
    const truth = new TruthJoin((verdict) => found.push(verdict));
    const seen = { sequence: 1, side: BID, tick: 10, file: 'es', recordIndex: 0 };
    truth.addSeen({ ...seen, timeNs: 0, filled: 1, pulled: 0 });
    truth.closeUntil(2 * S);
    truth.addRow({ timeNs: S, sequence: 1, side: BID, tick: 10, size: 1, cause: 'FILL' });
    expect(found).toEqual([]);
    truth.closeUntil(4 * S);
    expect(found).toMatchObject([{ fill: 1, filled: 1 }]);
    truth.addSeen({ ...seen, timeNs: 4 * S, filled: 1, pulled: 0 });
    truth.closeUntil(9 * S);
    expect(found).toMatchObject([{ fill: 1 }, { fill: 0, filled: 1 }]);
  });
});

describe('the tally', () => {
  it('counts contracts: right, of the other cause, not seen, and not in the truth', () => {
    const tally = emptyTally();
    const seen: Seen[] = [
      [1, 1, 10, 5, 5],
      [2, 2, 10, 0, 9],
      [3, 3, 10, 7, 2],
    ];
    const rows: Row[] = [
      [1, 1, 10, 8, 'FILL'],
      [1, 1, 10, 2, 'PULL'],
      [2, 2, 10, 12, 'PULL'],
    ];
    for (const verdict of verdicts(seen, rows)) addVerdict(tally, verdict);
    expect(tally.causes.FILL.bid).toEqual({ volume: 8, right: 5, wrong: 3, notSeen: 0 });
    expect(tally.causes.PULL.bid).toEqual({ volume: 14, right: 11, wrong: 0, notSeen: 3 });
    expect(tally.causes.FILL.ask.volume).toBe(0);
    expect(tally.untold).toEqual({ filled: 7, pulled: 2 });
    expect(tally.places).toBe(3);
  });

  it('keeps the worst places, most contracts first, then the earlier', () => {
    const worst = new WorstPlaces(2);
    const seen: Seen[] = [1, 2, 3, 4].map((at) => [at, at, 10, 0, 9] as const);
    const rows: Row[] = [
      [1, 1, 10, 2, 'FILL'],
      [2, 2, 10, 5, 'FILL'],
      [3, 3, 10, 5, 'FILL'],
      [4, 4, 10, 9, 'PULL'],
    ];
    for (const verdict of verdicts(seen, rows)) worst.add(verdict);
    expect(worst.all.map(({ timeNs }) => timeNs)).toEqual([2, 3]);
  });
});
