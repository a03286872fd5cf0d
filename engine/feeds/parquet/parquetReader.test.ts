import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../../core/errors.ts';
import type { ColumnMap } from './columns.ts';
import { ParquetReader } from './parquetReader.ts';
import { ARROW_UTC_NANOS } from './testing/arrowUtcNanos.ts';
import { copyTo, writeParquet, type WrittenColumn } from './testing/parquetFile.ts';
import { readRows } from './testing/readRows.ts';

const CALL = 'SPY   251216C00687000';
/** 2025-12-16 09:30:00 New York. */
const OPEN_S = 1_765_895_400;
const OPEN_NS = `${OPEN_S}000000000`;

let folder: string;
let path: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-reader-'));
});
beforeEach(() => {
  path = join(folder, `${count++}.parquet`);
});
afterAll(() => rm(folder, { recursive: true }));

const column = (type: string, ...values: readonly (string | number)[]): WrittenColumn => ({
  type,
  values: values.map(String),
});
const text = (...values: readonly string[]): WrittenColumn =>
  column('VARCHAR', ...values.map((value) => (value === 'NULL' ? value : `'${value}'`)));

/** One option trade; columns are added, replaced, or left out by undefined. */
const trade = (
  more: Record<string, WrittenColumn | undefined> = {},
): Record<string, WrittenColumn> =>
  Object.fromEntries(
    Object.entries({
      ts_event: column('BIGINT', OPEN_NS),
      symbol: text(CALL),
      price: column('DOUBLE', 0.57),
      size: column('INTEGER', 3),
      ...more,
    }).filter((entry): entry is [string, WrittenColumn] => entry[1] !== undefined),
  );

async function read(columns: Record<string, WrittenColumn>, map?: ColumnMap) {
  return readRows(await writeParquet(path, columns), map);
}

async function refusal(columns: Record<string, WrittenColumn>, map?: ColumnMap) {
  await writeParquet(path, columns);
  return refusalOf(path, map);
}

async function refusalOf(file: string, map?: ColumnMap): Promise<BreakwaterError> {
  const reader = await ParquetReader.open(file, map).catch((error: unknown) => error);
  if (reader instanceof BreakwaterError) return reader;
  if (reader instanceof ParquetReader) await reader.close();
  throw new Error('the file was accepted', { cause: reader });
}

describe('rows of a Parquet file', () => {
  it('are trades where there are price and size', async () => {
    const { lines, schema } = await read(trade());
    expect(schema).toBe('trades');
    expect(lines).toEqual([`${OPEN_NS} ${CALL} TN 3 @ 570000000`]);
  });

  it('are trades with the quote that they met where bid and ask stand beside them', async () => {
    const quote = {
      bid: column('DOUBLE', 0.56),
      ask: column('DOUBLE', 0.58),
      bid_size: column('BIGINT', 10),
      aggressor: text('Buy'),
    };
    const { lines, schema } = await read(trade(quote));
    expect(schema).toBe('tbbo');
    expect(lines).toEqual([`${OPEN_NS} ${CALL} TB 3 @ 570000000, 560000000×10 580000000×1`]);
  });

  it('are quotes where there is bid and ask alone', async () => {
    const { lines, schema } = await read({
      timestamp: column('BIGINT', OPEN_NS),
      ticker: text('SPY'),
      bid_price: column('DOUBLE', 687.1, 'NaN'),
      ask_price: column('DOUBLE', 687.11),
    });
    expect(schema).toBe('quotes');
    expect(lines).toEqual([`${OPEN_NS} SPY AN 0 @ -, 687100000000×1 687110000000×1`]);
  });

  it('of Massive flat files are those of the OSI symbol, at the time of the participant', async () => {
    const { lines } = await read({
      ticker: text('O:SPY251216C00687000'),
      conditions: column('INTEGER[]', '[209]'),
      exchange: column('INTEGER', 312),
      participant_timestamp: column('BIGINT', `${OPEN_S}000000005`, 0),
      sip_timestamp: column('BIGINT', `${OPEN_S}000000900`),
      price: column('DOUBLE', 0.57),
      size: column('DOUBLE', 3),
    });
    expect(lines).toEqual([`${OPEN_S}000000005 ${CALL} TN 3 @ 570000000`]);
  });

  it('may name the option in four columns', async () => {
    const parts = {
      symbol: undefined,
      underlying: text('SPY'),
      expiration: column('DATE', "'2025-12-16'"),
      strike_price: column('DOUBLE', 687),
      option_type: text('call'),
    };
    expect((await read(trade(parts))).lines).toEqual([`${OPEN_NS} ${CALL} TN 3 @ 570000000`]);
  });

  it('have columns of other names where they are mapped', async () => {
    const columns = trade({ price: undefined, px: column('DOUBLE', 0.6) });
    expect((await read(columns, { price: 'PX' })).lines[0]).toContain('@ 600000000');
    expect((await refusalOf(path)).place.expected).toMatch(/trades \(price and size\)/);
  });

  it('carry what their conditions say, and the venue', async () => {
    await writeParquet(path, {
      ...trade({
        ts_event: column('BIGINT', OPEN_NS, OPEN_NS, OPEN_NS),
        symbol: text(CALL, CALL, CALL),
        price: column('DOUBLE', 1, 1, 1),
        size: column('INTEGER', 1, 1, 1),
      }),
      conditions: column('INTEGER[]', '[209]', '[233, 209]', 'NULL'),
      exchange: column('INTEGER', 312, 313, 'NULL'),
    });
    const reader = await ParquetReader.open(path);
    const marks: unknown[] = [];
    do {
      while (reader.next()) marks.push({ ...reader.optionMarks });
    } while (await reader.fill());
    await reader.close();
    expect(marks).toEqual([
      { condition: 'ordinary', venue: 312 },
      { condition: 'multi_leg', venue: 313 },
      { condition: 'ordinary', venue: 0 },
    ]);
  });
});

describe('times', () => {
  it.each([
    ['integers of ns', column('BIGINT', `${OPEN_S}123456789`), '123456789'],
    ['integers of µs', column('BIGINT', `${OPEN_S}123456`), '123456000'],
    ['integers of ms', column('UBIGINT', `${OPEN_S}123`), '123000000'],
    ['integers of s', column('INTEGER', OPEN_S), '000000000'],
    ['text in UTC', text('2025-12-16T14:30:00.123456789Z'), '123456789'],
    ['text with an offset', text('2025-12-16 09:30:00.5-05:00'), '500000000'],
    [
      'timestamps with time zone',
      column('TIMESTAMPTZ', "'2025-12-16 09:30:00.123456-05'"),
      '123456000',
    ],
  ])('are read from %s', async (_what, written, fraction) => {
    const { lines } = await read(trade({ ts_event: written }));
    expect(lines[0]).toContain(`${OPEN_S}${fraction} `);
  });

  it('keep nanoseconds of timestamps in UTC, as Arrow writes them', async () => {
    await writeFile(path, Buffer.from(ARROW_UTC_NANOS, 'base64'));
    const { lines } = await readRows(path);
    expect(lines.map((line) => line.slice(0, 19))).toEqual([
      '1765981800123456789',
      '1765981800123456790',
      '1765981802000000001',
    ]);
  });

  it.each([
    ['TIMESTAMP', "'2025-12-16 09:30:00'"],
    ['TIMESTAMP_NS', "'2025-12-16 09:30:00'"],
    ['DATE', "'2025-12-16'"],
    ['DOUBLE', OPEN_NS],
  ])('of the type %s could be of any zone or are inexact: refused', async (type, value) => {
    const error = await refusal(trade({ ts_event: column(type, value) }));
    expect(error).toMatchObject({ code: 'bad-input', place: { file: path, field: 'ts_event' } });
    expect(error.place.found).toContain(type);
    expect(error.remedy).not.toBe('');
  });

  it.each([
    ['text without an offset', text('2025-12-16T09:30:00')],
    ['text that is no time', text('noon')],
    ['no time', column('BIGINT', 'NULL')],
    ['an hour that there is not', text('2025-12-16T25:30:00Z')],
    ['a year long past', text('1905-12-16T09:30:00Z')],
  ])('end the file at a row with %s', async (_what, written) => {
    const sound = `'2025-12-16T14:30:00Z'::VARCHAR`;
    const isText = written.type === 'VARCHAR';
    const { lines, damage } = await read(
      trade({
        ts_event: isText
          ? column('VARCHAR', sound, ...written.values)
          : column(written.type, OPEN_NS, ...written.values),
        symbol: text(CALL, CALL),
        price: column('DOUBLE', 1, 1),
        size: column('INTEGER', 1, 1),
        ts_recv: column('BIGINT', OPEN_NS, 'NULL'),
      }),
    );
    expect(lines).toHaveLength(1);
    expect(damage).toMatchObject({
      code: 'bad-input',
      place: { file: path, recordIndex: 1, field: 'ts_event' },
    });
    expect(damage?.remedy).not.toBe('');
  });
});

describe('prices and sizes', () => {
  it.each([
    ['DOUBLE', '0.29999999', '300000000'],
    ['DOUBLE', '0.30000000000000004', '300000000'],
    ['DOUBLE', '6870.25', '6870250000000'],
    ['DOUBLE', '0.123456', '123456000'],
    ['FLOAT', '687.01', '687010000000'],
    ['DECIMAL(18,4)', '687.0150', '687015000000'],
    ['BIGINT', '570000000', '570000000'],
    ['DOUBLE', "'NaN'", '-'],
    ['DOUBLE', 'NULL', '-'],
    ['BIGINT', '9223372036854775807', '-'],
  ])('of %s: %s is %s', async (type, value, nanos) => {
    const { lines } = await read(trade({ price: column(type, value) }));
    expect(lines[0]?.split('@ ')[1]).toBe(nanos);
  });

  it.each([
    ['price', 'DOUBLE', "'Infinity'", 'inf'],
    ['price', 'DOUBLE', '-0.01', '-0.01'],
    ['price', 'DOUBLE', '1e10', '10000000000.0'],
    ['price', 'BIGINT', '-1', '-1'],
    ['size', 'INTEGER', '-1', '-1'],
    ['size', 'DOUBLE', '1.5', '1.5'],
    ['size', 'BIGINT', '5000000000', '5000000000'],
  ])('%s %s %s ends the file with its row', async (field, type, value, found) => {
    const { lines, damage } = await read(trade({ [field]: column(type, value) }));
    expect(lines).toEqual([]);
    expect(damage?.place).toMatchObject({ file: path, recordIndex: 0, field, found });
    expect(damage?.place.expected).toMatch(/ to /);
  });

  it('may be negative for spreads of futures', async () => {
    const spread = trade({ symbol: text('ESZ5-ESH6'), price: column('DOUBLE', -12.25) });
    expect((await read(spread)).lines[0]).toContain('@ -12250000000');
  });

  it.each([
    ['price', 'VARCHAR', "'0.57'"],
    ['price', 'INTEGER', '57'],
    ['size', 'VARCHAR', "'3'"],
    ['symbol', 'INTEGER', '7'],
  ])('%s of the type %s is refused', async (field, type, value) => {
    const error = await refusal(trade({ [field]: column(type, value) }));
    expect(error.place).toMatchObject({ file: path, field, found: type });
  });
});

describe('the order of rows', () => {
  const at = (...seconds: readonly number[]): Record<string, WrittenColumn> =>
    trade({
      ts_event: column('BIGINT', ...seconds.map((second) => `${OPEN_S + second}000000000`)),
      symbol: text(...seconds.map(() => CALL)),
      price: column('DOUBLE', ...seconds.map(() => 1)),
      size: column('INTEGER', ...seconds.map((_, index) => index)),
    });

  it('is by event time, rows of one time as they stand', async () => {
    expect((await read(at(3, 1, 2, 1, 0))).places).toEqual([4, 1, 3, 2, 0]);
  });

  it('is that of the file where it was captured in that order', async () => {
    const recv = column('BIGINT', ...[4, 4, 5].map((second) => `${OPEN_S + second}000000000`));
    expect((await read({ ...at(3, 1, 2), ts_recv: recv })).places).toEqual([0, 1, 2]);
  });

  it('holds across the chunks that rows are read in, from wherever they are read', async () => {
    await copyTo(
      path,
      `SELECT ${OPEN_NS} + (i * 7919 % 9001) AS ts_event, '${CALL}' AS symbol, 1.0::DOUBLE AS price,
       i AS size FROM range(9001) AS r(i)`,
    );
    const { places } = await readRows(path);
    expect(places.map((place) => (place * 7919) % 9001)).toEqual(places.map((_, index) => index));
    const reader = await ParquetReader.open(path);
    for (const recordIndex of [8999, 3, 4097]) {
      await reader.seek({ recordIndex, byteOffset: 0 });
      while (!reader.next()) expect(await reader.fill()).toBe(true);
      expect([reader.recordIndex, reader.where.recordIndex]).toEqual([
        recordIndex,
        places[recordIndex],
      ]);
    }
    await reader.close();
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['a time', { ts_event: undefined }],
    ['a symbol', { symbol: undefined }],
    ['trades', { price: undefined }],
    ['size beside price', { size: undefined }],
    ['ask beside bid', { bid: column('DOUBLE', 1) }],
  ])('is refused without %s, naming what it has', async (missing, change) => {
    const error = await refusal(trade(change));
    expect(error.place.expected).toContain(missing);
    expect(error.place.found).toMatch(/size|symbol/);
    expect(error.remedy).toContain('--map');
  });

  it('is refused where it mixes records of several types', async () => {
    const error = await refusal(trade({ rtype: column('UTINYINT', 160) }));
    expect(error.place).toMatchObject({ file: path, field: 'rtype', found: '160' });
  });

  it('is refused where it was cut, or its footer is damaged', async () => {
    await writeParquet(path, trade());
    await truncate(path, 300);
    expect((await refusalOf(path)).message).toMatch(/cut/);
    await writeFile(path, Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(40, 0x1c), TAIL]));
    expect(await refusalOf(path)).toMatchObject({ code: 'bad-input', place: { file: path } });
  });

  it('plays what is before a row that is damaged, and one of no symbol as such', async () => {
    const two = trade({
      ts_event: column('BIGINT', OPEN_NS, `${OPEN_S}000000001`),
      symbol: text('NULL', CALL),
      price: column('DOUBLE', 1, -1),
      size: column('INTEGER', 1, 1),
    });
    const { lines, damage } = await read(two);
    expect(lines).toEqual([`${OPEN_NS} ? TN 1 @ 1000000000`]);
    expect(damage?.place.recordIndex).toBe(1);
  });

  it('has nothing to play where it has no rows', async () => {
    expect((await read({ ...trade(), ts_event: column('BIGINT') })).lines).toEqual([]);
  });

  it('is damage where it was written to while it was open', async () => {
    await writeParquet(path, trade());
    const reader = await ParquetReader.open(path);
    await writeParquet(path, trade({ size: column('INTEGER', 5) }));
    await reader.seek({ recordIndex: 0, byteOffset: 0 });
    expect(await reader.fill()).toBe(false);
    expect(reader.damage?.message).toMatch(/written to/);
    await reader.close();
    expect((await readRows(path)).lines[0]).toContain('TN 5 @');
  });
});

/** A footer of 40 bytes. */
const TAIL = Buffer.from([40, 0, 0, 0, ...Buffer.from('PAR1')]);
