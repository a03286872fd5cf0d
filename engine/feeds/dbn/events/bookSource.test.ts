import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVEL, LEVEL_BYTES, MARKET } from '../layout.ts';
import { marketRecord } from '../testing/dbnBytes.ts';
import { FUTURE, played, px, readerOf } from '../testing/playSource.ts';
import { BookSource } from './bookSource.ts';

const DEPTH = 10;
const UNDEFINED_PRICE = 0x7fff_ffff_ffff_ffffn;
/** Below 0 in the units of the file, far beyond any price, and 0 but for its sign as a double. */
const FARTHEST_PRICE = -0x8000_0000_0000_0000n;

interface BookSpec {
  /** Best bid and how far each level is from the one before it, in ticks. */
  readonly best: number;
  readonly stepTicks: number;
  /** Sizes that differ from 10: level, side (0 bid, 1 ask), size. */
  readonly sizes: readonly (readonly [level: number, side: number, size: number])[];
  /** A raw price in place of a level's. */
  readonly oddPrice: readonly [level: number, side: number, price: bigint] | undefined;
  readonly isClear: boolean;
}

function bookRecord({ best, stepTicks, sizes, oddPrice, isClear }: BookSpec): Buffer {
  const record = marketRecord({ action: isClear ? 'R' : 'A' });
  for (let level = 0; level < DEPTH; level++) {
    const at = MARKET.levels + level * LEVEL_BYTES;
    record.writeBigInt64LE(px(best - level * stepTicks * 0.25), at + LEVEL.bidPx);
    record.writeBigInt64LE(px(best + 0.25 + level * stepTicks * 0.25), at + LEVEL.askPx);
    record.writeUInt32LE(10, at + LEVEL.bidSz);
    record.writeUInt32LE(10, at + LEVEL.askSz);
  }
  for (const [level, side, size] of sizes) {
    record.writeUInt32LE(size, MARKET.levels + level * LEVEL_BYTES + LEVEL.bidSz + 4 * side);
  }
  if (oddPrice !== undefined) {
    const [level, side, price] = oddPrice;
    record.writeBigInt64LE(price, MARKET.levels + level * LEVEL_BYTES + LEVEL.bidPx + 8 * side);
  }
  return record;
}

const place = [fc.nat(DEPTH - 1), fc.nat(1)] as const;
const aBook: fc.Arbitrary<BookSpec> = fc.record({
  best: fc.constantFrom(0, 3720, 3720),
  stepTicks: fc.constantFrom(1, 1, 1, 2),
  sizes: fc.array(fc.tuple(...place, fc.constantFrom(1, 2, 3, 4_000_000_000, 0, 0xffff_ffff)), {
    maxLength: 2,
  }),
  oddPrice: fc.oneof(
    { weight: 15, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        ...place,
        fc.constantFrom(UNDEFINED_PRICE, FARTHEST_PRICE, 0n, px(0.1), px(3719)),
      ),
    },
  ),
  isClear: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

async function linesOf(records: readonly Buffer[]): Promise<{ lines: string[]; damage: unknown }> {
  const reader = await readerOf([...records]);
  const options = { symbol: FUTURE, tickSize: 0.25, depth: DEPTH, ignoresTrades: false } as const;
  const source = new BookSource(reader, options);
  const { lines } = await played(source);
  const { place, message } = source.damage ?? {};
  const { field, expected, found } = place ?? {};
  return { lines, damage: { message, field, expected, found } };
}

describe('a book record', () => {
  it('is read alike whatever the records before it showed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aBook, { minLength: 2, maxLength: 8 }), async (specs) => {
        const records = specs.map(bookRecord);
        const together = await linesOf(records);
        const alone = { lines: [] as string[], damage: {} as unknown };
        for (const record of records) {
          const { lines, damage } = await linesOf([record]);
          alone.lines.push(...lines);
          alone.damage = damage;
          if (lines.length === 0) break;
        }
        expect(together).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });
});
