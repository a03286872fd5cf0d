import { describe, expect, it } from 'vitest';
import { buildLogRow } from '../model/testing.ts';
import { newestRows, rowLook, splitStateNames } from './logRows.ts';

const rows = [
  buildLogRow({ sequence: 0, kind: 'signal' }),
  buildLogRow({ sequence: 1, kind: 'state', value: 'VACUUM' }),
  buildLogRow({ sequence: 2, kind: 'gap', level: null, price: null }),
  buildLogRow({ sequence: 3, kind: 'health', level: null, price: null }),
];

describe('the log', () => {
  it('shows the newest first, up to a limit', () => {
    expect(newestRows(rows, 'all', 2).map((row) => row.sequence)).toEqual([3, 2]);
  });

  it('filters by what happened', () => {
    expect(newestRows(rows, 'gaps', 9).map((row) => row.kind)).toEqual(['health', 'gap']);
    expect(newestRows(rows, 'sweeps', 9)).toEqual([]);
  });

  it('points verdicts and sweeps the way price goes', () => {
    expect(rowLook(buildLogRow({ direction: 'UP' }))).toMatchObject({
      icon: 'break',
      isFlipped: true,
    });
    expect(rowLook(buildLogRow({ value: 'NEUTRAL' })).icon).toBe('neutral');
    const sweep = buildLogRow({ kind: 'sweep', value: 'DOWN', direction: 'DOWN' });
    expect(rowLook(sweep)).toMatchObject({ tone: 'down', isFlipped: true });
  });

  it('colours a book state, also one that it does not know', () => {
    expect(rowLook(buildLogRow({ kind: 'state', value: 'WALL' })).tone).toBe('c-hold');
    expect(rowLook(buildLogRow({ kind: 'state', value: 'NEW_STATE' })).icon).toBe('neutral');
  });

  it('finds state names in a text', () => {
    expect(splitStateNames('Book VACUUM, was NEUTRAL')).toEqual([
      { text: 'Book ', isName: false },
      { text: 'VACUUM', isName: true },
      { text: ', was ', isName: false },
      { text: 'NEUTRAL', isName: true },
    ]);
    expect(splitStateNames('')).toEqual([]);
  });
});
