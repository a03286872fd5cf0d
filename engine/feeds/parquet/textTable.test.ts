import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeParquet } from './testing/parquetFile.ts';
import { readParquetTexts } from './textTable.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'text-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a Parquet file read as texts', () => {
  it('gives numbers plain, dates as dates and nothing for null, in its own order', async () => {
    const path = await writeParquet(join(folder, "open [interest]'s.parquet"), {
      strike: { type: 'DOUBLE', values: ['687', '686.5', 'NULL'] },
      right: { type: 'VARCHAR', values: ["'C'", "'put'", 'NULL'] },
      expiry: { type: 'TIMESTAMP', values: ["'2025-12-16'", "'2025-12-16 09:30:00'", 'NULL'] },
      day: { type: 'DATE', values: ["'2025-12-16'", "'2025-12-17'", 'NULL'] },
      open_interest: { type: 'BIGINT', values: ['1200', '0', 'NULL'] },
      dealer_sign: { type: 'DECIMAL(3,1)', values: ['-1', '0.5', 'NULL'] },
    });
    expect(await readParquetTexts(path, 3)).toEqual({
      columns: ['strike', 'right', 'expiry', 'day', 'open_interest', 'dealer_sign'],
      rows: [
        ['687', 'C', '2025-12-16', '2025-12-16', '1200', '-1'],
        ['686.5', 'put', '2025-12-16 09:30:00', '2025-12-17', '0', '0.5'],
        ['', '', '', '', '', ''],
      ],
    });
  });

  it('is refused where it has more rows than allowed, or is none', async () => {
    const path = await writeParquet(join(folder, 'long.parquet'), {
      strike: { type: 'DOUBLE', values: ['1', '2', '3'] },
    });
    await expect(readParquetTexts(path, 2)).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: path, found: '3 rows' },
    });
    await writeFile(path, 'PAR1 and then words, PAR1');
    await expect(readParquetTexts(path, 2)).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: path },
    });
  });
});
