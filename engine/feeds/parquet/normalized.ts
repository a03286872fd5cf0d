import { HEADER, LEVEL, LEVEL_BYTES, MARKET } from '../dbn/layout.ts';
import type { ColumnRole, FileColumn, Roles } from './columns.ts';
import type { KeySql } from './contractKeys.ts';
import { identifier } from './duckdb.ts';
import { SCHEMA_FACTS, type ParquetSchema } from './layout.ts';
import { timeRangeFault, timeSql } from './times.ts';
import {
  actionSql,
  flagsSql,
  priceSql,
  sequenceSql,
  sideSql,
  sizeSql,
  venueSql,
  UNDEFINED_PRICE,
  type ValueFault,
  type ValueSql,
} from './values.ts';

/** What the rows of a file are read with. */
export interface Reading {
  readonly file: string;
  readonly schema: ParquetSchema;
  readonly roles: Roles;
  /** By lower-case name: the price levels beyond the best. */
  readonly byName: ReadonlyMap<string, FileColumn>;
  readonly key: KeySql;
  /** A text expression of a trade's sale conditions; undefined where the file has none. */
  readonly conditions: string | undefined;
  /** Whether prices may be negative. */
  readonly mayBeNegative: boolean;
  /** Greatest value of each column of integer times. */
  readonly greatest: ReadonlyMap<string, number>;
}

/** A field of the DBN record that a row is read as. */
export interface RecordField {
  readonly name: string;
  /** An integer expression over the file's columns. */
  readonly sql: string;
  /** Where it goes in the record. */
  readonly offset: number;
  readonly bytes: 8 | 4 | 2 | 1;
}

/** The rows of a file as fields of DBN records. */
export interface Normalized {
  readonly fields: readonly RecordField[];
  /**
   * Select list over the file's columns: the row's place, its fault, its key, its conditions, then each
   * field.
   */
  readonly selection: string;
  /** In the order of their numbers, from 1. */
  readonly faults: readonly ValueFault[];
  /** For people: how each time column was read. */
  readonly timeReadings: ReadonlyMap<string, string>;
  /** The time that orders the rows, and that of capture where there is one, in Unix ns. */
  readonly order: { readonly time: string; readonly recv: string | undefined };
}

/** Before every name that is made here, so that none is a column of the file. */
const PREFIX = 'bw_';
/** The row's place in the file. */
export const RECORD_INDEX = `${PREFIX}record_index`;
/** The time that rows are sorted by. */
export const ORDER_TIME = `${PREFIX}order_time`;

const ACTION_TRADE = 84;
const ACTION_ADD = 65;
const SIDE_NONE = 78;

/** Makes fields of a file's rows. */
export function normalize(reading: Reading): Normalized {
  const builder = new FieldBuilder(reading);
  const { isSampled, hasTrades, depth } = SCHEMA_FACTS[reading.schema];
  // Quotes alone have neither price nor size of a trade, whatever columns lie beside them.
  const isTrade = reading.schema !== 'quotes';
  builder.addTimes(isSampled);
  builder.addPrice('price', MARKET.price, isTrade ? 'price' : undefined);
  builder.add('size', MARKET.size, 4, isTrade ? 'size' : undefined, sizeSql, 0);
  builder.add(
    'action',
    MARKET.action,
    1,
    'action',
    actionSql,
    hasTrades ? ACTION_TRADE : ACTION_ADD,
  );
  builder.add('side', MARKET.side, 1, 'side', sideSql, SIDE_NONE);
  builder.add('flags', MARKET.flags, 1, 'flags', flagsSql, 0);
  builder.add('sequence', MARKET.sequence, 4, 'sequence', sequenceSql, 0);
  builder.add('publisher_id', HEADER.publisherId, 2, 'venue', venueSql, 0);
  for (let level = 0; level < depth; level++) builder.addLevel(level);
  return builder.build();
}

/** A column by its role, or the column itself; undefined where the file has none. */
type Wanted = ColumnRole | FileColumn | undefined;

class FieldBuilder {
  readonly #reading: Reading;
  readonly #fields: RecordField[] = [];
  readonly #faults: ValueFault[] = [];
  readonly #timeReadings = new Map<string, string>();
  #order: Normalized['order'] = { time: 'NULL', recv: undefined };

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** The event's time is `ts_recv` for samples and where `ts_event` is undefined (SPEC §1). */
  addTimes(isSampled: boolean): void {
    const event = this.#time('ts_event') ?? 'NULL';
    const recv = this.#time('ts_recv');
    const time = recv === undefined ? event : `coalesce(${isSampled ? 'NULL' : event}, ${recv})`;
    const column = this.#reading.roles.get(
      isSampled && recv !== undefined ? 'ts_recv' : 'ts_event',
    );
    if (column !== undefined) this.#faults.push(timeRangeFault(column, time));
    this.#order = { time, recv };
    this.#take('ts_event', HEADER.tsEvent, 8, { sql: `coalesce(${event}, ${time})`, faults: [] });
    const captured = recv === undefined ? time : `coalesce(${recv}, ${time})`;
    this.#take('ts_recv', MARKET.tsRecv, 8, { sql: captured, faults: [] });
  }

  addPrice(name: string, offset: number, wanted: Wanted): void {
    const { file, mayBeNegative } = this.#reading;
    const column = this.#column(wanted);
    const value =
      column === undefined
        ? { sql: UNDEFINED_PRICE, faults: [] }
        : priceSql(file, column, mayBeNegative);
    this.#take(name, offset, 8, value);
  }

  add(
    name: string,
    offset: number,
    bytes: 4 | 2 | 1,
    wanted: Wanted,
    make: (file: string, column: FileColumn) => ValueSql,
    fallback: number,
  ): void {
    const column = this.#column(wanted);
    const value =
      column === undefined
        ? { sql: String(fallback), faults: [] }
        : make(this.#reading.file, column);
    this.#take(name, offset, bytes, value);
  }

  /** Sizes that no column gives are 1 where there is a price: a quote needs one to be usable. */
  addLevel(level: number): void {
    const number = String(level).padStart(2, '0');
    const at = MARKET.levels + LEVEL_BYTES * level;
    for (const side of ['bid', 'ask'] as const) {
      const [px, sz, ct] = [`${side}_px_${number}`, `${side}_sz_${number}`, `${side}_ct_${number}`];
      const isBest = level === 0;
      const price = isBest ? this.#column(side) : this.#named(px);
      const size = isBest ? this.#column(`${side}_size`) : this.#named(sz);
      const orders = isBest ? this.#column(`${side}_orders`) : this.#named(ct);
      const [pxAt, szAt, ctAt] =
        side === 'bid'
          ? [LEVEL.bidPx, LEVEL.bidSz, LEVEL.bidCt]
          : [LEVEL.askPx, LEVEL.askSz, LEVEL.askCt];
      this.addPrice(px, at + pxAt, price);
      this.add(sz, at + szAt, 4, size, sizeSql, price === undefined ? 0 : 1);
      this.add(ct, at + ctAt, 4, orders, sizeSql, 0);
    }
  }

  build(): Normalized {
    const cases = this.#faults.map(({ condition }, at) => `WHEN ${condition} THEN ${at + 1}`);
    const fault = cases.length === 0 ? '0' : `CASE ${cases.join('\n')} ELSE 0 END`;
    return {
      fields: this.#fields,
      selection: [
        `file_row_number AS ${RECORD_INDEX}`,
        `${fault} AS ${PREFIX}fault`,
        `${this.#reading.key.sql} AS ${PREFIX}key`,
        `${this.#reading.conditions ?? 'NULL'} AS ${PREFIX}conditions`,
        ...this.#fields.map(({ name, sql }) => `(${sql})::BIGINT AS ${PREFIX}${name}`),
      ].join(',\n'),
      faults: this.#faults,
      timeReadings: this.#timeReadings,
      order: this.#order,
    };
  }

  #column(wanted: Wanted): FileColumn | undefined {
    return typeof wanted === 'string' ? this.#reading.roles.get(wanted) : wanted;
  }

  #named(name: string): FileColumn | undefined {
    return this.#reading.byName.get(name);
  }

  #time(role: 'ts_event' | 'ts_recv'): string | undefined {
    const { file, greatest } = this.#reading;
    const column = this.#column(role);
    if (column === undefined) return undefined;
    const { sql, fault, reading } = timeSql(file, column, greatest.get(column.name) ?? 0);
    if (fault !== undefined) this.#faults.push(fault);
    this.#timeReadings.set(column.name, reading);
    return sql;
  }

  #take(
    name: string,
    offset: number,
    bytes: RecordField['bytes'],
    { sql, faults }: ValueSql,
  ): void {
    this.#fields.push({ name, sql, offset, bytes });
    this.#faults.push(...faults);
  }
}

const LOW = 4_294_967_295;

/** Names of the types that number a file's texts; undefined where no row has one. */
export interface TextTypes {
  readonly key: string | undefined;
  readonly conditions: string | undefined;
}

/** The number of a text, from 1; 0 where there is none. */
function numberSql(name: 'key' | 'conditions', type: string | undefined): string {
  if (type === undefined) return '0';
  return `coalesce(enum_code(CAST(${PREFIX}${name} AS ${identifier(type)}))::BIGINT + 1, 0)`;
}

/**
 * The select list over normalized rows that `RowRecords` takes: the row's place, its fault, the numbers
 * of its key and of its conditions, then each field as u32, one of 8 bytes as its lower and its upper
 * half.
 */
export function words({ fields }: Normalized, types: TextTypes): string {
  const columns = fields.flatMap(({ name, bytes }) =>
    bytes === 8
      ? [`(${PREFIX}${name} & ${LOW})`, `((${PREFIX}${name} >> 32) & ${LOW})`]
      : [`${PREFIX}${name}`],
  );
  const numbers = [numberSql('key', types.key), numberSql('conditions', types.conditions)];
  return [
    `${RECORD_INDEX}::DOUBLE`,
    `${PREFIX}fault::UINTEGER`,
    ...[...numbers, ...columns].map((sql) => `(${sql})::UINTEGER`),
  ]
    .map((sql, at) => `${sql} AS ${PREFIX}word_${at}`)
    .join(',\n');
}
