import { describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import { StateReader, StateWriter, type StateTransfer } from '../core/stateTransfer.ts';
import { MAX_RING_ENTRIES, Ring } from './ring.ts';

/** A ring of numbers. */
class NumberRing extends Ring {
  #values = new Float64Array(this.capacity);

  constructor() {
    super('test window');
  }

  add(value: number): void {
    const index = this.claim();
    this.#values[index] = value;
  }

  dropOldest(): number {
    return this.#values[this.first++ & this.mask] ?? Number.NaN;
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
  }

  protected override columns() {
    return [this.#values];
  }

  protected override growColumns(): void {
    this.#values = this.regrow(this.#values, new Float64Array(this.capacity));
  }
}

/** A ring without columns, so that filling it to its limit costs nothing. */
class BareRing extends Ring {
  constructor() {
    super('test window');
  }

  add(): void {
    this.claim();
  }

  protected override columns() {
    return [];
  }

  protected override growColumns(): void {
    // There is nothing to grow.
  }
}

describe('a ring', () => {
  it('gives back what was put in, oldest first, while it grows and wraps', () => {
    const ring = new NumberRing();
    let next = 0;
    let oldest = 0;
    for (const [added, dropped] of [
      [1000, 900],
      [5000, 2],
      [10, 5000],
      [9000, 9000],
    ] as const) {
      for (let i = 0; i < added; i++) ring.add(next++);
      for (let i = 0; i < dropped; i++) expect(ring.dropOldest()).toBe(oldest++);
      expect(ring.size).toBe(next - oldest);
    }
  });

  it('does not grow while room is made as fast as it fills', () => {
    const ring = new NumberRing();
    for (let i = 0; i < 100_000; i++) {
      ring.add(i);
      if (i >= 1000) ring.dropOldest();
    }
    expect(ring.size).toBe(1000);
  });

  it('goes on after it was saved and restored, grown and wrapped as it was', () => {
    const ring = new NumberRing();
    for (let i = 0; i < 3000; i++) ring.add(i);
    for (let i = 0; i < 2500; i++) ring.dropOldest();
    for (let i = 3000; i < 6000; i++) ring.add(i);
    const saved = new StateWriter();
    ring.transfer(saved);
    const restored = new NumberRing();
    restored.transfer(new StateReader(saved.bytes()));
    for (let i = 6000; i < 20_000; i++) restored.add(i);
    for (let i = 2500; i < 20_000; i++) expect(restored.dropOldest()).toBe(i);
  });

  it('refuses more than it may hold, and says which window that is', () => {
    const ring = new BareRing();
    for (let i = 0; i < MAX_RING_ENTRIES; i++) ring.add();
    expect(() => ring.add()).toThrowError(BreakwaterError);
    expect(() => ring.add()).toThrowError(/test window/);
    expect(ring.size).toBe(MAX_RING_ENTRIES);
    ring.first++;
    ring.add();
    expect(ring.size).toBe(MAX_RING_ENTRIES);
  });
});
