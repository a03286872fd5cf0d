import { describe, expect, it } from 'vitest';
import { TrailStore, type TrailRow } from './trailStore.ts';

function row(sequence: number): TrailRow {
  return {
    ts: sequence * 250,
    spot: 687 + sequence / 1e6,
    high: 688,
    low: 686,
    vwap: Number.NaN,
    buy_volume: sequence,
    sell_volume: 0,
    print: 687.25,
    print_size: -sequence,
  };
}

function filled(rows: number): TrailStore {
  const trail = new TrailStore();
  for (let sequence = 0; sequence < rows; sequence++) trail.append(row(sequence));
  return trail;
}

describe('the trail', () => {
  it('has no rows before the first snap', () => {
    expect(new TrailStore().slice(0, 100)).toMatchObject({
      first_sequence: 0,
      ts: new Float64Array(),
    });
  });

  it('gives back what was appended, column by column', () => {
    const { first_sequence, ts, spot, vwap, buy_volume, print, print_size } = filled(3).slice(
      1,
      10,
    );
    expect(first_sequence).toBe(1);
    expect(ts).toEqual(Float64Array.of(250, 500));
    expect(spot).toEqual(Float64Array.of(687.000001, 687.000002));
    expect(vwap).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    expect(buy_volume).toEqual(Float64Array.of(1, 2));
    expect(print).toEqual(Float64Array.of(687.25, 687.25));
    expect(print_size).toEqual(Float64Array.of(-1, -2));
  });

  it('comes in parts that join without a seam', () => {
    const trail = filled(10_000);
    const sequences: number[] = [];
    for (let from = 0; from < trail.next;) {
      const part = trail.slice(from, 999);
      expect(part.first_sequence).toBe(from);
      sequences.push(...part.buy_volume);
      from += part.ts.length;
    }
    expect(sequences).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
  });

  it('is empty past its end', () => {
    expect(filled(3).slice(7, 10)).toMatchObject({ first_sequence: 3, ts: new Float64Array() });
  });

  it('drops its oldest rows rather than fill the memory, and says where it begins', () => {
    const trail = filled(4096 * 512 + 1);
    expect(trail.first).toBe(4096);
    const part = trail.slice(0, 1);
    expect(part.first_sequence).toBe(4096);
    expect(part.buy_volume).toEqual(Float64Array.of(4096));
  });
});
