import { describe, expect, it } from 'vitest';
import { StateReader, StateWriter, type StateTransfer } from './stateTransfer.ts';

/** Something with every kind of state. */
class Thing {
  size = 0;
  limit: number | undefined;
  isOpen = false;
  name = '';
  values = new Float64Array(4);
  history: number[] = [];
  byName = new Map<string, number>();
  odd: unknown = null;
  words: string[] = [];
  plain = new Map<number, { at: number }>();

  transfer(state: StateTransfer): void {
    this.size = state.number(this.size);
    this.limit = state.optionalNumber(this.limit);
    this.isOpen = state.flag(this.isOpen);
    this.name = state.text(this.name);
    state.column(this.values, 1, 3);
    state.list(this.history, (item) => state.number(item ?? 0));
    state.map(this.byName, (key, value) => [state.text(key ?? ''), state.number(value ?? 0)]);
    this.odd = state.json(this.odd);
    state.jsonList(this.words);
    state.jsonMap(this.plain);
  }
}

function saved(thing: Thing): Uint8Array {
  const writer = new StateWriter();
  thing.transfer(writer);
  return writer.bytes();
}

function aThing(): Thing {
  const thing = new Thing();
  thing.size = 1e300;
  thing.limit = Number.NEGATIVE_INFINITY;
  thing.isOpen = true;
  thing.name = 'VWAP €';
  thing.values.set([1, 2.5, -0, 4]);
  thing.history = [3, 1, 2];
  thing.byName = new Map([
    ['b', 2],
    ['a', Number.NaN],
  ]);
  thing.odd = { nested: [Number.POSITIVE_INFINITY, -0, Number.NaN, 1 / 3, null, 'x', 2n ** 70n] };
  thing.words = ['one', 'two'];
  thing.plain = new Map([[7, { at: 9 }]]);
  return thing;
}

describe('saved state', () => {
  it('comes back to the bit, in its order, over whatever was there', () => {
    const thing = aThing();
    const restored = new Thing();
    restored.history = [9];
    restored.byName.set('stale', 1);
    restored.plain.set(1, { at: 1 });
    restored.transfer(new StateReader(saved(thing)));
    expect({ ...restored, values: [] }).toEqual({ ...thing, values: [] });
    expect([...restored.byName.keys()]).toEqual(['b', 'a']);
    expect([...restored.values]).toEqual([0, 2.5, -0, 0]);
    expect(restored.odd).toEqual(thing.odd);
  });

  it('leaves what is saved as it is', () => {
    const thing = aThing();
    const once = saved(thing);
    expect(saved(thing)).toEqual(once);
    expect(thing).toEqual(aThing());
  });

  it('tells when all of it was restored', () => {
    const reader = new StateReader(saved(aThing()));
    expect(reader.isAtEnd).toBe(false);
    new Thing().transfer(reader);
    expect(reader.isAtEnd).toBe(true);
  });

  it('grows without limit and refuses to end early', () => {
    const writer = new StateWriter();
    for (let i = 0; i < 50_000; i++) writer.number(i);
    const bytes = writer.bytes();
    const reader = new StateReader(bytes.subarray(0, bytes.length - 1));
    for (let i = 0; i < 49_999; i++) expect(reader.number()).toBe(i);
    expect(() => reader.number()).toThrow(RangeError);
  });
});
