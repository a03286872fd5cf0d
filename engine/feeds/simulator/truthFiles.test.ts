import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ASK, BID } from '../../core/events.ts';
import { CsvFile } from './csvFile.ts';
import { FuturesTruth, OPTION_TRUTH_COLUMNS, OptionTruth, TRUTH_COLUMNS } from './truthFiles.ts';

const EPOCH_MS = Date.UTC(2026, 10, 19, 14, 30);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-truth-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What a file holds after `fill`. */
async function written(
  columns: readonly string[],
  fill: (file: CsvFile) => void | Promise<void>,
): Promise<{ text: string; rows: number; bytes: number }> {
  const path = join(folder, 'truth.csv');
  const file = await CsvFile.create(path, EPOCH_MS, columns);
  await fill(file);
  const { recordCount, bytes } = await file.close();
  return { text: await readFile(path, 'utf8'), rows: recordCount, bytes };
}

describe('the truth of the futures book', () => {
  it('is one row a decrease: Unix ns, sequence, side, price with four decimals, size, cause', async () => {
    const { text, rows, bytes } = await written(TRUTH_COLUMNS, (file) => {
      const truth = new FuturesTruth(file);
      truth.decrease(1, 7, BID, 6_892_250_000_000, 12, 'FILL');
      truth.decrease(3_600_000_000_123, 4_294_967_295, ASK, 6_892_500_000_000, 1, 'PULL');
    });
    expect(text).toBe(
      'ts_ns,sequence,side,price,size_removed,cause\n' +
        '1795098600000000001,7,B,6892.2500,12,FILL\n' +
        '1795102200000000123,4294967295,A,6892.5000,1,PULL\n',
    );
    expect(rows).toBe(2);
    expect(bytes).toBe(text.length);
  });

  it('may begin before the session does', async () => {
    const { text } = await written(['ts_ns'], (file) => {
      file.time(-1);
      file.endRow();
    });
    expect(text).toBe('ts_ns\n1795098599999999999\n');
  });
});

describe('the truth of the option trades', () => {
  it('is one row a print: Unix ns, symbol, price, size, customer side, how it printed', async () => {
    const { text } = await written(OPTION_TRUTH_COLUMNS, (file) => {
      const truth = new OptionTruth(file);
      truth.print(5, 'SPY   261119C00687000', 103, 10, true, 'AT');
      truth.print(6, 'SPY   261119P00686000', 5, 1, false, 'PASSIVE');
    });
    expect(text).toBe(
      'ts_ns,symbol,price,size,customer_side,print\n' +
        '1795098600000000005,SPY   261119C00687000,1.0300,10,BUY,AT\n' +
        '1795098600000000006,SPY   261119P00686000,0.0500,1,SELL,PASSIVE\n',
    );
  });
});

describe('a CSV file', () => {
  it('writes numbers of any length', async () => {
    const numbers = [0, 9, 10, 99, 100, 4_294_967_295, Number.MAX_SAFE_INTEGER];
    const { text } = await written(['n'], (file) => {
      for (const number of numbers) {
        file.whole(number);
        file.endRow();
      }
    });
    expect(text).toBe(`n\n${numbers.join('\n')}\n`);
  });

  it('keeps every row over many blocks, drained or not', async () => {
    const count = 60_000;
    const { text, rows } = await written(['n', 'price'], async (file) => {
      for (let row = 0; row < count; row++) {
        file.whole(row);
        file.price(row);
        file.endRow();
        if (row % 10_000 === 0) await file.drain();
      }
    });
    const lines = Array.from(
      { length: count },
      (_, row) => `${row},${(row / 10_000).toFixed(4)}\n`,
    );
    expect(text === `n,price\n${lines.join('')}`).toBe(true);
    expect(rows).toBe(count);
  });

  it('says where it cannot be written', async () => {
    const path = join(folder, 'none', 'truth.csv');
    await expect(CsvFile.create(path, EPOCH_MS, ['n'])).rejects.toMatchObject({
      code: 'failed',
      place: { file: path },
    });
  });
});
