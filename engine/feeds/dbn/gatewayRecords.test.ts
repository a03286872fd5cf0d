import { describe, expect, it } from 'vitest';
import { decodeError, decodeSymbolMapping, decodeSystem } from './gatewayRecords.ts';
import { headerBytes, symbolMappingRecord } from './testing/dbnBytes.ts';

function viewOf(record: Buffer): DataView {
  return new DataView(record.buffer, record.byteOffset, record.length);
}

function message(rtype: number, bytes: number, text: string): Buffer {
  const record = headerBytes(rtype, bytes);
  record.write(text, 16, 'latin1');
  return record;
}

describe('records of the gateway', () => {
  it('tell a symbol mapping in the layouts of all versions', () => {
    const expected = { instrumentId: 7, stypeInSymbol: 'ES.c.0', stypeOutSymbol: 'ESZ4' };
    expect(decodeSymbolMapping(viewOf(symbolMappingRecord(1, 7, 'ESZ4')), 0, 80)).toEqual({
      ...expected,
      stypeIn: undefined,
      stypeOut: undefined,
      startNs: undefined,
      endNs: undefined,
    });
    expect(decodeSymbolMapping(viewOf(symbolMappingRecord(3, 7, 'ESZ4')), 0, 176)).toMatchObject({
      ...expected,
      stypeIn: 0,
      startNs: undefined,
    });
  });

  it('tell a system message and its code, a version 1 heartbeat by its text', () => {
    const coded = message(0x17, 320, 'Subscription request succeeded');
    coded.writeUInt8(1, 319);
    expect(decodeSystem(viewOf(coded), 0, 320)).toEqual({
      text: 'Subscription request succeeded',
      code: 1,
    });
    expect(decodeSystem(viewOf(message(0x17, 80, 'Heartbeat')), 0, 80).code).toBe(0);
    expect(decodeSystem(viewOf(message(0x17, 80, 'Subscribed')), 0, 80).code).toBe(255);
  });

  it('tell an error and its code, which version 1 has not', () => {
    const coded = message(0x15, 320, 'skipped 12 records');
    coded.writeUInt8(7, 318);
    coded.writeUInt8(1, 319);
    expect(decodeError(viewOf(coded), 0, 320)).toEqual({ text: 'skipped 12 records', code: 7 });
    expect(decodeError(viewOf(message(0x15, 80, 'no such symbol')), 0, 80)).toEqual({
      text: 'no such symbol',
      code: 255,
    });
  });

  it('read a text that fills its field, without the byte behind it', () => {
    const full = headerBytes(0x17, 320);
    full.fill('x', 16, 319);
    full.writeUInt8(65, 319);
    expect(decodeSystem(viewOf(full), 0, 320).text).toBe('x'.repeat(303));
  });
});
