import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../../core/errors.ts';
import { ASK, BID, BUY, SELL } from '../../core/events.ts';
import { MS_PER_DAY } from '../../core/time.ts';
import { aClock, TEST_DAY } from '../../testing/builders.ts';
import { decreaseTruth, type DecreaseRow } from './decreaseTruth.ts';
import { optionTruth, type OptionRow } from './optionTruth.ts';
import { truthColumns, TruthFile } from './truthFile.ts';

const HEADING = 'ts_ns,sequence,side,price,size_removed,cause';
/** Unix ns of a session time. */
const at = (sessionNs: number): string =>
  String(BigInt(TEST_DAY * MS_PER_DAY) * 1_000_000n + BigInt(sessionNs));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-truth-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array, tickNanos = 250_000_000): Promise<DecreaseRow[]> {
  const path = join(folder, 'truth.csv');
  await writeFile(path, content);
  const file = await TruthFile.open(path, decreaseTruth(aClock(), tickNanos));
  const rows: DecreaseRow[] = [];
  await file.each(Infinity, (row) => rows.push(row));
  file.close();
  return rows;
}

async function refusal(content: string | Uint8Array): Promise<BreakwaterError> {
  try {
    await read(content);
  } catch (error) {
    if (error instanceof BreakwaterError) return error;
    throw error;
  }
  throw new Error('The file was accepted');
}

const ROW = `${at(1_000_000_007)},29,B,4801.2500,7,FILL`;
const READ = {
  timeNs: 1_000_000_007,
  sequence: 29,
  side: BID,
  tick: 19_205,
  size: 7,
  cause: 'FILL',
};

describe('a truth file', () => {
  it('is read row by row, times exact to the nanosecond', async () => {
    const ask = `${at(1_000_000_008)},30,A,-0.25,4294967295,PULL`;
    expect(await read(`${HEADING}\n${ROW}\n${ask}\n`)).toEqual([
      READ,
      {
        ...READ,
        timeNs: 1_000_000_008,
        sequence: 30,
        side: ASK,
        tick: -1,
        size: 4294967295,
        cause: 'PULL',
      },
    ]);
  });

  it('may be gzip, end its lines the other way, begin with a mark, or lack the last line end', async () => {
    expect(await read(gzipSync(`${HEADING}\n${ROW}\n`))).toEqual([READ]);
    expect(await read(`\uFEFF${HEADING}\r\n${ROW}\r\n\r\n`)).toEqual([READ]);
    expect(await read(`${HEADING}\n${ROW}`)).toEqual([READ]);
  });

  it('may have its columns in another order, and others beside them', async () => {
    const text = `cause,note,price,side,size_removed,sequence,ts_ns\nFILL,x,4801.25,B,7,29,${at(1_000_000_007)}\n`;
    expect(await read(text)).toEqual([READ]);
  });

  it('may be empty but for its heading', async () => {
    expect(await read(`${HEADING}\n`)).toEqual([]);
  });

  it('may be out of order by up to a second', async () => {
    const early = `${at(7)},1,B,4801.25,1,PULL`;
    expect(await read(`${HEADING}\n${ROW}\n${early}\n`)).toHaveLength(2);
  });

  it('hands out only what is due', async () => {
    const path = join(folder, 'due.csv');
    await writeFile(path, `${HEADING}\n${ROW}\n`);
    const file = await TruthFile.open(path, decreaseTruth(aClock(), 250_000_000));
    expect(await file.next(1_000_000_006)).toBeUndefined();
    expect(file.takeRow(1_000_000_006)).toBeUndefined();
    expect(file.takeRow(1_000_000_007)).toEqual(READ);
    expect(await file.next(Infinity)).toBeUndefined();
    file.close();
  });

  it('is the same however its rows fall into pieces', async () => {
    const rows = fc.array(
      fc.record({
        ns: fc.integer({ min: 0, max: 86_400_000_000_000 }),
        size: fc.integer({ min: 0, max: 9999 }),
      }),
      { minLength: 1000, maxLength: 4000 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const sorted = all.toSorted((a, b) => a.ns - b.ns);
        const lines = sorted.map(({ ns, size }) => `${at(ns)},1,A,5000.5,${size},PULL`);
        const found = await read(`${HEADING}\n${lines.join('\n')}\n`);
        expect(found.map(({ timeNs, size }) => ({ ns: timeNs, size }))).toEqual(sorted);
      }),
      { numRuns: 5 },
    );
  });
});

describe('a truth file that cannot be used', () => {
  it.each([
    ['', 'ts_ns, line 1'],
    ['ts_ns,sequence,side,price,size_removed\n', 'cause, line 1'],
    ['{"ts_ns": 1}\n', 'ts_ns, line 1'],
  ])('is refused for a heading like %j, with the missing column', async (text, field) => {
    expect(await refusal(text)).toMatchObject({ code: 'bad-input', place: { field } });
  });

  it.each([
    ['x,1,B,1.25,1,FILL', 'ts_ns', '"x"'],
    ['-1,1,B,1.25,1,FILL', 'ts_ns', '"-1"'],
    ['99999999999999999999,1,B,1.25,1,FILL', 'ts_ns', '"99999999999999999999"'],
    ['1703545148412608301,1,B,1.25,1,FILL', 'ts_ns', '"1703545148412608301"'],
    [`${at(5)},1.5,B,1.25,1,FILL`, 'sequence', '"1.5"'],
    [`${at(5)},,B,1.25,1,FILL`, 'sequence', '""'],
    [`${at(5)},1,C,1.25,1,FILL`, 'side', '"C"'],
    [`${at(5)},1,B,1.26,1,FILL`, 'price', '"1.26"'],
    [`${at(5)},1,B,NaN,1,FILL`, 'price', '"NaN"'],
    [`${at(5)},1,B,1e3,1,FILL`, 'price', '"1e3"'],
    [`${at(5)},1,B,1.25,-1,FILL`, 'size_removed', '"-1"'],
    [`${at(5)},1,B,1.25,1,fill`, 'cause', '"fill"'],
    [`${at(5)},1,B,1.25`, 'size_removed', '"nothing"'],
  ])('is refused at the row %s, naming line, field and value', async (row, field, found) => {
    const text = `${HEADING}\n${at(4)},1,B,1.25,1,PULL\n${row}\n`;
    const error = await refusal(text);
    expect(error.place).toMatchObject({ field: `${field}, line 3`, found });
    expect(error.code).toBe('bad-input');
  });

  it('is refused when its rows are out of order by more than a second', async () => {
    const error = await refusal(`${HEADING}\n${ROW}\n${at(6)},1,B,4801.25,1,PULL\n`);
    expect(error.message).toContain('not in the order of time');
    expect(error.place.field).toBe('ts_ns, line 3');
  });

  it('is refused when it is no text or one endless line', async () => {
    const endless = `${HEADING}\n${'7'.repeat(200_000)}`;
    expect((await refusal(endless)).place).toMatchObject({ field: 'ts_ns, line 2' });
    expect((await refusal(Buffer.alloc(100_000))).code).toBe('bad-input');
  });

  it('is refused where its gzip is torn, and where it is not there', async () => {
    const whole = gzipSync(
      `${HEADING}\n${Array.from({ length: 500 }, (_, i) => `${at(i)},${i * 7919},B,1.25,${i},PULL`).join('\n')}\n`,
    );
    expect((await refusal(whole.subarray(0, whole.length / 2))).message).toContain(
      'cannot be read',
    );
    const missing = join(folder, 'nowhere.csv');
    await expect(TruthFile.open(missing, decreaseTruth(aClock(), 1))).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: missing },
    });
  });
});

describe('the truth about option trades', () => {
  const OPTION_HEADING = 'ts_ns,symbol,price,size,customer_side,print';
  const SYMBOL = 'SPY   251216C00687000';

  async function readOptions(rows: readonly string[]): Promise<OptionRow[]> {
    const path = join(folder, 'option-truth.csv');
    await writeFile(path, `${OPTION_HEADING}\n${rows.join('\n')}\n`);
    const file = await TruthFile.open(path, optionTruth(aClock()));
    const read: OptionRow[] = [];
    try {
      await file.each(Infinity, (row) => read.push(row));
    } finally {
      file.close();
    }
    return read;
  }

  it("is a trade and the customer's side a row", async () => {
    const rows = [`${at(7)},${SYMBOL},0.3000,12,SELL,AT`, `${at(8)},${SYMBOL},0,1,BUY,NO_QUOTE`];
    const trade = { symbol: SYMBOL, size: 12 };
    expect(await readOptions(rows)).toEqual([
      { ...trade, timeNs: 7, priceNanos: 300_000_000, customer: SELL },
      { ...trade, timeNs: 8, priceNanos: 0, size: 1, customer: BUY },
    ]);
  });

  it.each([
    [`${at(7)},${SYMBOL},cheap,1,BUY,AT`, 'price', '"cheap"'],
    [`${at(7)},${SYMBOL},0.3,1,MID,AT`, 'customer_side', '"MID"'],
    [`${at(7)},${SYMBOL},0.3,x,BUY,AT`, 'size', '"x"'],
  ])('is refused at the row %s', async (row, field, found) => {
    await expect(readOptions([row])).rejects.toMatchObject({
      place: { field: `${field}, line 2`, found },
    });
  });

  it('is told by its columns', async () => {
    await readOptions([]);
    expect(await truthColumns(join(folder, 'option-truth.csv'))).toContain('customer_side');
    await expect(truthColumns(join(folder, 'nowhere.csv'))).rejects.toThrow('cannot be read');
  });
});
