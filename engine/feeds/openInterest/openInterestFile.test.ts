import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../../core/errors.ts';
import { dayNumber } from '../../core/newYork.ts';
import { writeParquet } from '../parquet/testing/parquetFile.ts';
import { delimitedRows } from './delimitedText.ts';
import { readOpenInterest } from './openInterestFile.ts';
import { openInterestRows } from './openInterestRows.ts';

const HEADING = 'strike,right,expiry,open_interest,dealer_sign';
const ROW = '687,C,2025-12-16,1200,-1';
const READ = { strike: 687, right: 'C', expiryDay: dayNumber(2025, 12, 16), contracts: -1200 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-oi-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Uint8Array) {
  const path = join(folder, 'open-interest.csv');
  await writeFile(path, content);
  return readOpenInterest(path, 'spy');
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

describe('an open-interest file', () => {
  it('gives the contracts that dealers carried in, short ones negative', async () => {
    const { positions } = await read(`${HEADING}\n${ROW}\n686.5,put,20251217,40,0.5\n`);
    expect(positions).toEqual([
      READ,
      { strike: 686.5, right: 'P', expiryDay: dayNumber(2025, 12, 17), contracts: 20 },
    ]);
  });

  it('may have its columns in any order and case, others beside them, quoted, with a mark', async () => {
    const text =
      '\uFEFFDealer_Sign,"Note ""x""",EXPIRY,right,strike,Open_Interest\r\n' +
      '"-1","a,b",2025-12-16,call,"687",1200\r\n\r\n';
    expect((await read(text)).positions).toEqual([READ]);
  });

  it.each([';', '\t'])('may part its columns by %j', async (delimiter) => {
    const text = `${HEADING}\n${ROW}`.replaceAll(',', delimiter);
    expect((await read(text)).positions).toEqual([READ]);
  });

  it('passes rows of other underlyings over and counts them', async () => {
    const text = `underlying,${HEADING}\nspy,${ROW}\nQQQ,not,read,at,all\nES,${ROW}\n`;
    expect(await read(text)).toMatchObject({ positions: [READ], otherRows: 2 });
  });

  it('may be Parquet, with the same columns', async () => {
    const path = await writeParquet(join(folder, 'chain.parquet'), {
      strike: { type: 'DOUBLE', values: ['687', '686.5'] },
      right: { type: 'VARCHAR', values: ["'C'", "'put'"] },
      expiry: { type: 'DATE', values: ["'2025-12-16'", "'2025-12-17'"] },
      open_interest: { type: 'BIGINT', values: ['1200', '40'] },
      dealer_sign: { type: 'DOUBLE', values: ['-1', '0.5'] },
    });
    const { positions, format } = await readOpenInterest(path, 'spy');
    expect(format).toBe('parquet');
    expect(positions[0]).toEqual(READ);
    expect(positions[1]).toMatchObject({ strike: 686.5, contracts: 20 });
  });

  it('that is Parquet names row and column of what cannot be used', async () => {
    const path = await writeParquet(join(folder, 'wrong.parquet'), {
      strike: { type: 'DOUBLE', values: ['687', 'NULL'] },
      right: { type: 'VARCHAR', values: ["'C'", "'C'"] },
      expiry: { type: 'DATE', values: ["'2025-12-16'", "'2025-12-17'"] },
      open_interest: { type: 'BIGINT', values: ['1200', '40'] },
      dealer_sign: { type: 'INTEGER', values: ['-1', '1'] },
    });
    await expect(readOpenInterest(path, 'spy')).rejects.toMatchObject({
      place: { file: path, field: 'strike, row 2', found: '""' },
    });
  });

  it('tells options of several underlyings apart where all are taken', async () => {
    const path = join(folder, 'several.csv');
    await writeFile(path, `underlying,${HEADING}\nSPY,${ROW}\nQQQ,${ROW}\n`);
    expect((await readOpenInterest(path)).positions).toHaveLength(2);
  });

  it('leaves rows without contracts out', async () => {
    const text = `${HEADING}\n687,C,2025-12-16,0,-1\n688,C,2025-12-16,50,0\n`;
    expect((await read(text)).positions).toEqual([]);
  });

  it('is known by its content', async () => {
    const first = await read(`${HEADING}\n${ROW}\n`);
    const second = await read(`${HEADING}\n${ROW}\n\n`);
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(second.sha256).not.toBe(first.sha256);
  });
});

describe('an open-interest file that cannot be used', () => {
  it.each([
    ['strike,right,expiry,open_interest', 'dealer_sign, line 1'],
    ['{"strike": 687}', 'strike, line 1'],
    ['right,expiry,open_interest,dealer_sign', 'strike, line 1'],
  ])('is refused for the heading %j, with the missing column', async (heading, field) => {
    const error = await refusal(`${heading}\n${ROW}\n`);
    expect(error).toMatchObject({ code: 'bad-input', place: { field } });
    expect(error.place.file).toContain('open-interest.csv');
  });

  it.each([
    ['0,C,2025-12-16,1,1', 'strike', '"0"'],
    ['-687,C,2025-12-16,1,1', 'strike', '"-687"'],
    ['6.87e2,C,2025-12-16,1,1', 'strike', '"6.87e2"'],
    ['2000000,C,2025-12-16,1,1', 'strike', '"2000000"'],
    [',C,2025-12-16,1,1', 'strike', '""'],
    ['687,X,2025-12-16,1,1', 'right', '"X"'],
    ['687,C,2025-02-30,1,1', 'expiry', '"2025-02-30"'],
    ['687,C,16.12.2025,1,1', 'expiry', '"16.12.2025"'],
    ['687,C,2025-12-16,1.5,1', 'open_interest', '"1.5"'],
    ['687,C,2025-12-16,-1,1', 'open_interest', '"-1"'],
    ['687,C,2025-12-16,1000000001,1', 'open_interest', '"1000000001"'],
    ['687,C,2025-12-16,1,2', 'dealer_sign', '"2"'],
    ['687,C,2025-12-16,1,long', 'dealer_sign', '"long"'],
    ['687,C,2025-12-16,1,', 'dealer_sign', '""'],
    ['687,C,2025-12-16,1', 'dealer_sign', '""'],
  ])('is refused at the row %s, naming line, column and value', async (row, column, found) => {
    const error = await refusal(`${HEADING}\n686,C,2025-12-16,1,1\n\n${row}\n`);
    expect(error.place).toMatchObject({ field: `${column}, line 4`, found });
    expect(error.place.expected).not.toBe('');
  });

  it('is refused where an option stands twice', async () => {
    const error = await refusal(`${HEADING}\n${ROW}\n687.0,call,20251216,7,1\n`);
    expect(error.place).toMatchObject({ field: 'strike, line 3' });
    expect(error.place.found).toContain('line 2');
  });

  it('is refused where a quoted field does not end', async () => {
    const error = await refusal(`${HEADING}\n"687,C,2025-12-16,1,1\n`);
    expect(error.place).toMatchObject({ field: 'line 2' });
  });

  it.each([
    ['is empty', ''],
    ['has a heading only', `${HEADING}\n`],
    ['is no text', Uint8Array.of(0xff, 0xfe, 0x31, 0)],
  ])('is refused where it %s', async (_, content) => {
    expect((await refusal(content)).code).toBe('bad-input');
  });

  it('is refused where there is none', async () => {
    const path = join(folder, 'none.csv');
    await expect(readOpenInterest(path, 'spy')).rejects.toMatchObject({ place: { file: path } });
  });

  it('never fails in another way, whatever its text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (noise) => {
        const rows = delimitedRows('noise.csv', `${HEADING}\n${ROW}\n${noise}`);
        try {
          openInterestRows('noise.csv', rows, 'SPY');
        } catch (error) {
          expect(error).toBeInstanceOf(BreakwaterError);
        }
      }),
    );
  });
});
