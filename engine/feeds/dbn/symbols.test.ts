import { describe, expect, it } from 'vitest';
import { SymbolMap } from './symbols.ts';

describe('the symbol map', () => {
  it('gives an id another meaning every day, as OPRA does', () => {
    const symbols = new SymbolMap();
    symbols.addInterval({ instrumentId: 7, symbol: 'MONDAY', startDay: 100, endDay: 101 });
    symbols.addInterval({ instrumentId: 7, symbol: 'TUESDAY', startDay: 101, endDay: 103 });
    expect([99, 100, 101, 102, 103, 100].map((day) => symbols.symbolOf(7, day))).toEqual([
      undefined,
      'MONDAY',
      'TUESDAY',
      'TUESDAY',
      undefined,
      'MONDAY',
    ]);
  });

  it('knows nothing of an id that was never mapped, also when asked twice', () => {
    const symbols = new SymbolMap();
    expect(symbols.symbolOf(1, 100)).toBeUndefined();
    expect(symbols.symbolOf(1, 100)).toBeUndefined();
  });

  it('lets a mapping record of the stream win, from where it stands', () => {
    const symbols = new SymbolMap();
    symbols.addInterval({ instrumentId: 7, symbol: 'ES.c.0', startDay: 100, endDay: 101 });
    expect(symbols.symbolOf(7, 100)).toBe('ES.c.0');
    symbols.announce(7, 'ESZ4');
    expect(symbols.symbolOf(7, 100)).toBe('ESZ4');
    symbols.announce(7, 'ESH5');
    expect(symbols.symbolOf(7, 100)).toBe('ESH5');
  });

  it('ignores an interval without a day', () => {
    const symbols = new SymbolMap();
    symbols.addInterval({ instrumentId: 7, symbol: 'X', startDay: 100, endDay: 100 });
    expect([...symbols.intervals()]).toEqual([]);
  });
});
