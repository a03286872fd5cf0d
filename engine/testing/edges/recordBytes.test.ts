import { describe, expect, it } from 'vitest';
import type { SnapPayload } from '../../core/payload.ts';
import { BookSource } from '../../feeds/dbn/events/bookSource.ts';
import {
  marketRecord,
  metadataBytes,
  type RecordFields,
} from '../../feeds/dbn/testing/dbnBytes.ts';
import { openBytes } from '../../feeds/dbn/testing/readAll.ts';
import { SessionRun } from '../../session/run.ts';
import { aSession } from '../scriptedSource.ts';
import { oddNumbers } from './edgeMarket.ts';

/** All ones mean undefined. */
const UNDEFINED_SIZE = 2 ** 32 - 1;
const LARGEST_SIZE = UNDEFINED_SIZE - 1;
/** The largest price on a quarter point that a double holds exactly. */
const LARGEST_EXACT_PX = 9_007_199;
/** The largest price of a record; the one above it means undefined. */
const LARGEST_PRICE = 0x7fff_ffff_ffff_fffen;
const SMALLEST_PRICE = -0x8000_0000_0000_0000n;
/** 28 December 2020, 13:00 UTC. */
const START_MS = 1_609_160_400_000;
const DAY_NS = 86_400_000_000_000n;

/** A book's record so many ns after the start: 3720.25 bid, 3720.50 asked. */
function record(afterNs: bigint, fields: Partial<RecordFields> = {}): Buffer {
  const timeNs = BigInt(START_MS) * 1_000_000n + afterNs;
  return marketRecord({ tsEvent: timeNs, tsRecv: timeNs, flags: 0, ...fields });
}

/** Plays the bytes of an MBP-10 file. */
async function played(...records: readonly Buffer[]) {
  const mappings = [
    { key: 'ESH1', intervals: [[20201228, 20211231, '5482']] as [number, number, string][] },
  ];
  const reader = await openBytes(Buffer.concat([metadataBytes({ mappings }), ...records]));
  const options = { symbol: 'ESH1', tickSize: 0.25, depth: 10, ignoresTrades: false } as const;
  const snaps: SnapPayload[] = [];
  const overrides = { MONITOR_BAND: 0.25, ROUND_LEVELS_SPACING: 0.25, ROUND_LEVELS_RANGE: 1 };
  const run = await SessionRun.start(
    aSession([new BookSource(reader, options)], { overrides, profile: 'es-0dte' }),
    { onSnap: (snap) => snaps.push(snap), onEpisode: () => undefined },
  );
  await run.advance();
  await run.close();
  expect(oddNumbers(snaps)).toEqual([]);
  return { run, snaps };
}

const barrierAt = (snap: SnapPayload | undefined, id: string) =>
  snap?.levels.find((level) => level.id === id)?.barrier;

describe('a record', () => {
  it('holds sizes up to 2³² − 2, to the contract, and takes 2³² − 1 for undefined', async () => {
    const ask = [3_720_500_000_000n, 10] as const;
    const { snaps } = await played(
      record(0n, { bid: [3_720_250_000_000n, 1], ask }),
      record(1n, { bid: [3_720_250_000_000n, LARGEST_SIZE], ask }),
      record(2n, { bid: [3_720_250_000_000n, 2], ask }),
      record(250_000_001n, { bid: [3_720_250_000_000n, UNDEFINED_SIZE], ask }),
    );
    expect(snaps.at(-1)?.es?.bid).toBeNull();
    expect(barrierAt(snaps.at(-2), 'ROUND_3720.25')).toMatchObject({
      added: LARGEST_SIZE - 1,
      pulled: LARGEST_SIZE - 2,
      depth_in_zone: 2,
    });
  });

  it('of a trade may have the largest price that is exact', async () => {
    const price = BigInt(LARGEST_EXACT_PX) * 1_000_000_000n;
    const trade = { action: 'T', side: 'A', size: LARGEST_SIZE, price };
    const { snaps } = await played(record(0n), record(1n, trade));
    expect(snaps.at(-1)?.es?.spot).toBe(LARGEST_EXACT_PX);
    const { levels = [] } = snaps.at(-1) ?? {};
    expect(levels.find(({ id }) => id === 'VWAP')).toMatchObject({
      price: LARGEST_EXACT_PX,
      tape: { sell_vol: LARGEST_SIZE, imbalance: -1 },
    });
  });

  it.each([
    ['largest', LARGEST_PRICE],
    ['smallest', SMALLEST_PRICE],
  ])('of a trade with the %s price there is is no trade, but a book', async (_, price) => {
    const trade = { action: 'T', side: 'A', size: LARGEST_SIZE, price };
    const { run, snaps } = await played(record(0n), record(1n, trade));
    expect(snaps.at(-1)).toMatchObject({ es: { spot: 3720.375 }, health: { book_age_ms: 249 } });
    expect(run.market.totals.trades).toBe(0);
    expect(run.damages).toEqual([]);
  });

  it.each([
    ['largest', { ask: [LARGEST_PRICE, 1] as const }],
    ['smallest', { bid: [SMALLEST_PRICE, 1] as const }],
  ])('of a book with the %s price there is ends the file there', async (_, level) => {
    const { run, snaps } = await played(record(0n), record(1n, level), record(2n));
    expect(snaps).toHaveLength(1);
    expect(run.damages[0]?.message).toMatch(/not a multiple of the tick size/);
  });
});

describe('the times of records', () => {
  it('reach over a hundred days, to the nanosecond', async () => {
    const bid = [3_720_250_000_000n, 4] as const;
    const { run, snaps } = await played(record(0n), record(100n * DAY_NS + 1n, { bid }));
    const last = snaps.at(-1);
    expect(last?.ts).toBe(START_MS + 100 * 86_400_000 + 250);
    expect(last?.health).toMatchObject({ book_age_ms: 249 });
    expect(barrierAt(last, 'ROUND_3720.25')).toMatchObject({ pulled: 20 });
    expect(run.damages).toEqual([]);
  });

  it('are refused beyond 104 days, and what came before is played', async () => {
    const { run, snaps } = await played(record(0n), record(104n * DAY_NS));
    expect(snaps.length).toBeGreaterThan(0);
    expect(run.eventCount).toBe(1);
    expect(run.damages[0]?.message).toContain('104 days');
  });
});
