import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bytesInMemory, metadataBytes, tradeRecord } from '../testing/dbnBytes.ts';
import { measureFile } from './measureFile.ts';
import { bookRecord } from './testing/bookEvents.ts';

const measureBytes = (...parts: readonly Buffer[]) =>
  measureFile('memory.dbn', {
    openBytes: () => Promise.resolve(bytesInMemory(Buffer.concat([metadataBytes(), ...parts]))),
  });

describe('measuring a file', () => {
  it('takes the busiest instrument and the tick that its prices keep', async () => {
    const file = await measureBytes(
      bookRecord({ instrumentId: 9 }),
      ...[0, 5, 10].map((ns) => bookRecord({ ns })),
      bookRecord({ instrumentId: 9, ns: 20, asks: [[108, 1]] }),
    );
    expect(file).toMatchObject({
      instrument: 'ESH1',
      schema: 'mbp-10',
      tickNanos: 0.25e9,
      eventMix: { events: 3 },
      spread: { maxTicks: 1 },
      damage: null,
    });
  });

  it('measures up to the damage', async () => {
    const file = await measureBytes(bookRecord(), bookRecord({ ns: 5 }).subarray(0, -1));
    expect(file.eventMix.events).toBe(1);
    expect(file.damage?.place.recordIndex).toBe(1);
  });

  it('refuses a file without a book and says what it holds', async () => {
    await expect(measureBytes(tradeRecord(), tradeRecord())).rejects.toMatchObject({
      message: 'The file has no book to measure.',
      place: { file: 'memory.dbn', found: '2 trade' },
    });
  });

  it('tells the share of the work that is done', async () => {
    const bytes = Buffer.concat([metadataBytes(), bookRecord(), bookRecord({ ns: 5 })]);
    const shares: number[] = [];
    await measureFile('memory.dbn', {
      openBytes: () => Promise.resolve(bytesInMemory(bytes, 400)),
      onProgress: (share) => shares.push(share),
    });
    expect(shares.at(-1)).toBeGreaterThan(0.5);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

const genuine = fileURLToPath(
  new URL(
    '../../../../../shared/data/sessions/es-2023-12-25/glbx-mdp3-20231225.mbp-10.dbn.zst',
    import.meta.url,
  ),
);

describe.skipIf(!existsSync(genuine))('measuring the genuine ES session', () => {
  it('finds what is known of it from its orders', async () => {
    const file = await measureFile(genuine);
    expect(file).toMatchObject({
      instrument: 'ESH4',
      tickNanos: 0.25e9,
      eventMix: { events: 22_224 },
      tradeSize: { trades: 1865, volume: 5598 },
    });
    // Of all size that went, 5,406 lots of 25,349 were filled; 74 of those cannot be seen.
    expect(Math.abs(file.decreases.decreasedSize / 25_349 - 1)).toBeLessThan(0.005);
    expect(Math.abs(file.decreases.filledShare - 5332 / 25_275)).toBeLessThan(0.002);
  });
});
