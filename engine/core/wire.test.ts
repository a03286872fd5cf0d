import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BreakwaterError } from './errors.ts';
import type { HostEvent, TrailColumns } from './protocol.ts';
import { columnsOfTape } from './testing/tapeRows.ts';
import { decodeHostEvent, decodeMessage, encodeMessage, MAX_MESSAGE_BYTES } from './wire.ts';

function trail(overrides: Partial<TrailColumns> = {}): TrailColumns {
  return {
    first_sequence: 0,
    ts: Float64Array.of(1_765_895_400_000),
    spot: Float64Array.of(687.25),
    high: Float64Array.of(687.5),
    low: Float64Array.of(687),
    vwap: Float64Array.of(Number.NaN),
    buy_volume: Float64Array.of(3),
    sell_volume: Float64Array.of(0),
    print: Float64Array.of(687.25),
    print_size: Float64Array.of(3),
    ...overrides,
  };
}

function history(rows: TrailColumns): HostEvent {
  const depth = {
    first_column: 0,
    ts: Float64Array.of(1_765_895_400_000),
    ratio: Float64Array.of(10),
    first_tick: Int32Array.of(-3),
    sizes: Uint16Array.of(0, 65_535),
  };
  return {
    type: 'history',
    session_id: 'a',
    seek_epoch: 1,
    trail: rows,
    depth,
    tape: columnsOfTape([]),
    log: [],
    last: true,
  };
}

describe('a message on the wire', () => {
  it('comes back as it was sent, typed arrays and NaN included', () => {
    const event = history(trail());
    expect(decodeHostEvent(encodeMessage(event))).toEqual(event);
  });

  it('comes back whole wherever its columns fall in the bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.float64Array(), (sessionId, column) => {
        const event = { ...history(trail({ ts: column })), session_id: sessionId };
        expect(decodeHostEvent(encodeMessage(event))).toEqual(event);
      }),
    );
  });

  it('carries a window of a larger array without its surroundings', () => {
    const window = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    const event = decodeHostEvent(encodeMessage(history(trail({ spot: window }))));
    expect(event).toMatchObject({ trail: { spot: Float64Array.of(2, 3) } });
  });

  it('keeps nothing of the buffer it came in', () => {
    const bytes = encodeMessage(history(trail()));
    const event = decodeHostEvent(bytes);
    bytes.fill(0);
    expect(event).toEqual(history(trail()));
  });

  it('leaves undefined properties out, so that optional stays optional', () => {
    const bytes = encodeMessage({
      id: 1,
      command: { type: 'open', paths: ['a'], profile: undefined },
    });
    expect(decodeMessage(bytes)).toEqual({ id: 1, command: { type: 'open', paths: ['a'] } });
  });
});

describe('hostile bytes', () => {
  const refused: readonly [string, Uint8Array][] = [
    ['nothing at all', new Uint8Array()],
    ['a torn message', encodeMessage(history(trail())).subarray(0, 40)],
    ['two values in one message', Uint8Array.of(1, 2)],
    ['a typed array of seven bytes', Uint8Array.of(0xc7, 7, 0, 1, 2, 3, 4, 5, 6, 7)],
    ['an array that claims four billion entries', Uint8Array.of(0xdd, 255, 255, 255, 255)],
    ['a map that names its own prototype', encode(JSON.parse('{"__proto__": {"a": 1}}'))],
    ['more than a megabyte', new Uint8Array(MAX_MESSAGE_BYTES + 1)],
  ];
  it.each(refused)('are refused: %s', (_what, bytes) => {
    expect(() => decodeMessage(bytes)).toThrow(BreakwaterError);
  });

  it('are refused as an event when they hold a bare number', () => {
    expect(() => decodeHostEvent(Uint8Array.of(7))).toThrow('no event');
  });

  it('never crash the reader, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeMessage(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(BreakwaterError);
        }
      }),
    );
  });

  it('are not produced either: a message over the limit is refused when it is encoded', () => {
    const rows = new Float64Array(MAX_MESSAGE_BYTES / 8);
    expect(() => encodeMessage(history(trail({ ts: rows })))).toThrow('too large');
  });
});
