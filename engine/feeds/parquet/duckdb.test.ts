import { describe, expect, it } from 'vitest';
import { connectDuckDb, identifier, literal, pathLiteral, queryRows } from './duckdb.ts';

describe('DuckDB', () => {
  it('is reported with a remedy where its program does not load', async () => {
    const load = () =>
      Promise.reject(new Error('libduckdb.so: cannot open shared object file\nat x'));
    await expect(connectDuckDb(load)).rejects.toMatchObject({
      code: 'failed',
      place: { found: 'libduckdb.so: cannot open shared object file' },
      remedy: expect.stringContaining('npm ci') as string,
    });
  });

  it('reads nothing but what it is told: names and texts end where they end', async () => {
    const connection = await connectDuckDb();
    const name = `a"b'c; DROP`;
    const rows = await queryRows(connection, `SELECT ${literal(name)} AS ${identifier(name)}`);
    expect(rows).toEqual([[name]]);
    expect(pathLiteral("/x/[a]*'?.parquet")).toBe("'/x/[[]a][*]''[?].parquet'");
    await expect(
      queryRows(connection, "SELECT * FROM 'https://127.0.0.1:9/x.parquet'"),
    ).rejects.toThrow(/httpfs/);
    connection.closeSync();
  });
});
