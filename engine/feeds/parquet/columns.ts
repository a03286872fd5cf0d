import { BreakwaterError } from '../../core/errors.ts';

/** A column of a file, with DuckDB's name of its type. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
  /** Nanoseconds in UTC: read as such, whatever {@link type} says of their zone. */
  readonly isUtcNanos: boolean;
}

/**
 * What a column can mean, and by which names it is recognised, the first that is there winning:
 * Databento's `to_parquet` (its columns are those of the DBN record), Massive's flat files, and plain
 * names. Case does not matter.
 */
const NAMES = {
  ts_event: ['ts_event', 'participant_timestamp', 'sip_timestamp', 'timestamp', 'datetime', 'time'],
  ts_recv: ['ts_recv', 'sip_timestamp'],
  symbol: ['symbol', 'ticker', 'raw_symbol', 'option_symbol'],
  underlying: ['underlying', 'underlying_symbol', 'root'],
  expiry: ['expiry', 'expiration', 'expiration_date', 'expiry_date'],
  strike: ['strike', 'strike_price'],
  right: ['right', 'option_type', 'put_call', 'call_put', 'contract_type'],
  price: ['price', 'trade_price'],
  size: ['size', 'trade_size', 'quantity', 'qty'],
  action: ['action'],
  side: ['aggressor', 'aggressor_side', 'side'],
  flags: ['flags'],
  sequence: ['sequence', 'sequence_number'],
  rtype: ['rtype'],
  bid: ['bid_px_00', 'bid', 'bid_price', 'bid_px'],
  ask: ['ask_px_00', 'ask', 'ask_price', 'ask_px'],
  bid_size: ['bid_sz_00', 'bid_size', 'bid_sz'],
  ask_size: ['ask_sz_00', 'ask_size', 'ask_sz'],
  bid_orders: ['bid_ct_00'],
  ask_orders: ['ask_ct_00'],
  conditions: ['conditions', 'condition'],
  venue: ['publisher_id', 'exchange', 'venue'],
} as const;

/** Our name of a column. */
export type ColumnRole = keyof typeof NAMES;
const ROLES = Object.keys(NAMES) as ColumnRole[];

/** Columns that a person maps by name: ours to theirs (`--map`, `map` in the manifest). */
export type ColumnMap = Readonly<Record<string, string>>;

/** The columns of a file by what they mean. */
export type Roles = ReadonlyMap<ColumnRole, FileColumn>;

const isRole = (name: string): name is ColumnRole => Object.hasOwn(NAMES, name);

/**
 * What each column means.
 *
 * @param map a role to a column, which wins over what is recognised; one that the file has not is
 *   left out (see {@link assertMapped})
 * @throws BreakwaterError (usage) for a role that there is none
 */
export function assignRoles(columns: readonly FileColumn[], map: ColumnMap = {}): Roles {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const mapped = new Map<ColumnRole, FileColumn>();
  for (const [role, name] of Object.entries(map)) {
    if (!isRole(role)) throw unknownRole(role);
    const column = byName.get(name.toLowerCase());
    if (column !== undefined) mapped.set(role, column);
  }
  const roles = new Map<ColumnRole, FileColumn>();
  for (const role of ROLES) {
    const name = NAMES[role].find((known) => byName.has(known));
    const column = mapped.get(role) ?? byName.get(name ?? '');
    if (column !== undefined) roles.set(role, column);
  }
  // One column is not both times: a single SIP time is the event's.
  const isSame = roles.get('ts_recv') === roles.get('ts_event');
  if (isSame && !mapped.has('ts_recv')) roles.delete('ts_recv');
  return roles;
}

/**
 * Checks that each mapped column is in one of the files: one of several may have it.
 * @throws BreakwaterError (bad-input) naming the first that is in none
 */
export function assertMapped(map: ColumnMap, files: readonly MappedFile[]): void {
  for (const [role, name] of Object.entries(map)) {
    if (!isRole(role)) throw unknownRole(role);
    const isTaken = ({ roles }: MappedFile): boolean =>
      roles.get(role)?.name.toLowerCase() === name.toLowerCase();
    if (!files.some(isTaken)) throw missingColumn(role, name, files);
  }
}

/** A file whose columns were mapped. */
export interface MappedFile {
  readonly path: string;
  readonly columns: readonly FileColumn[];
  readonly roles: Roles;
}

/** @throws BreakwaterError (usage) for what no column can be mapped to */
export function assertRole(role: string): void {
  if (!isRole(role)) throw unknownRole(role);
}

const unknownRole = (role: string): BreakwaterError =>
  new BreakwaterError('usage', `No column means ${JSON.stringify(role)}.`, {
    place: { field: 'map', expected: ROLES.join(', '), found: role },
    remedy: 'Write for example --map price=trade_px: our name, then the name in the file.',
  });

const MAX_LISTED = 60;

function missingColumn(
  role: ColumnRole,
  name: string,
  files: readonly MappedFile[],
): BreakwaterError {
  const [file] = files;
  return new BreakwaterError('bad-input', `There is no column ${JSON.stringify(name)}.`, {
    place: {
      ...(file !== undefined && files.length === 1 ? { file: file.path } : {}),
      field: role,
      expected: name,
      found: file === undefined ? 'no Parquet file' : listed(file.columns),
    },
    remedy: 'Name a column of the file; breakwater inspect lists them.',
  });
}

/** The names of a file's columns, for messages. */
export function listed(columns: readonly FileColumn[]): string {
  const names = columns.slice(0, MAX_LISTED).map(({ name }) => name);
  return [...names, ...(columns.length > MAX_LISTED ? ['…'] : [])].join(', ');
}
