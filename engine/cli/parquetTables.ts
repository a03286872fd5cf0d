/**
 * The tables that `replay` writes as Parquet: the payload of SPEC §10 and the episodes of SPEC §12,
 * nested keys joined by underscores.
 */

type ColumnType = 'VARCHAR' | 'VARCHAR[]' | 'DOUBLE' | 'BIGINT' | 'BOOLEAN' | 'TIMESTAMPTZ';

/** Keys of an object with the types of their values; times are Unix ms in JSON. */
interface Shape {
  readonly [key: string]: ColumnType | Shape;
}

/** How lines of JSON become rows. */
export interface ParquetTable {
  /** Keys of a line with their types, for DuckDB's `read_json`. */
  readonly columns: string;
  /** Select list over those keys; a list in it gives several rows a line. */
  readonly selection: string;
  /** What the selection is over, given the source of lines. */
  readonly from: (lines: string) => string;
}

const QUOTE: Shape = { spot: 'DOUBLE', bid: 'DOUBLE', ask: 'DOUBLE' };
const SCORES: Shape = { liquidity: 'DOUBLE', hedge: 'DOUBLE', tape: 'DOUBLE', spread: 'DOUBLE' };
const WALL: Shape = { strike: 'DOUBLE', net_gamma: 'DOUBLE', strong: 'BOOLEAN' };

const LEVEL: Shape = {
  id: 'VARCHAR',
  price: 'DOUBLE',
  kind: 'VARCHAR',
  direction: 'VARCHAR',
  break_direction: 'VARCHAR',
  distance: 'DOUBLE',
  break_score_raw: 'DOUBLE',
  break_score_smooth: 'DOUBLE',
  signal: 'VARCHAR',
  confidence: 'VARCHAR',
  scores: SCORES,
  barrier: {
    state: 'VARCHAR',
    delta_liq: 'DOUBLE',
    delta_liq_smooth: 'DOUBLE',
    replenishment_ratio: 'DOUBLE',
    replenishment_ratio_smooth: 'DOUBLE',
    added: 'BIGINT',
    pulled: 'BIGINT',
    filled: 'BIGINT',
    churn: 'BIGINT',
    depth_in_zone: 'BIGINT',
    defending_quote: { price: 'DOUBLE', size: 'BIGINT' },
    visibility: 'DOUBLE',
    confidence: 'DOUBLE',
  },
  tape: {
    imbalance: 'DOUBLE',
    buy_vol: 'BIGINT',
    sell_vol: 'BIGINT',
    velocity: 'DOUBLE',
    velocity_smooth: 'DOUBLE',
    activity: 'DOUBLE',
    sweep: {
      detected: 'BOOLEAN',
      direction: 'VARCHAR',
      notional: 'DOUBLE',
      size: 'BIGINT',
      prints: 'BIGINT',
      prices: 'BIGINT',
    },
    confidence: 'DOUBLE',
  },
  fuel: {
    effect: 'VARCHAR',
    net_dealer_gamma: 'DOUBLE',
    net_dealer_gamma_smooth: 'DOUBLE',
    call_wall: WALL,
    put_wall: WALL,
    hvl: 'DOUBLE',
    confidence: 'DOUBLE',
    flow_gamma: 'DOUBLE',
    inventory_gamma: 'DOUBLE',
  },
  runway: {
    direction: 'VARCHAR',
    distance: 'DOUBLE',
    next_obstacle: { id: 'VARCHAR', price: 'DOUBLE' },
    quality: 'VARCHAR',
    intermediate_levels: 'VARCHAR[]',
  },
  note: 'VARCHAR',
  spread: {
    state: 'VARCHAR',
    spread_bps: 'DOUBLE',
    percentile: 'DOUBLE',
    confidence: 'DOUBLE',
  },
  muted: 'VARCHAR',
  sensitivity: { fuel_neutral: 'VARCHAR', fuel_reversed: 'VARCHAR' },
};

const SNAP: Shape = {
  ts: 'TIMESTAMPTZ',
  profile: 'VARCHAR',
  health: {
    state: 'VARCHAR',
    book_age_ms: 'DOUBLE',
    trade_age_ms: 'DOUBLE',
    option_age_ms: 'DOUBLE',
    gaps: 'BIGINT',
  },
  dealers: { flow_gamma: 'DOUBLE', inventory_gamma: 'DOUBLE', unsigned_share: 'DOUBLE' },
};

const EPISODE: Shape = {
  level: 'VARCHAR',
  kind: 'VARCHAR',
  direction: 'VARCHAR',
  break_direction: 'VARCHAR',
  start_ts: 'TIMESTAMPTZ',
  reference_price: 'DOUBLE',
  score_raw: 'DOUBLE',
  score_smooth: 'DOUBLE',
  scores: SCORES,
  signal: 'VARCHAR',
  signal_ts: 'TIMESTAMPTZ',
  lead_ms: 'BIGINT',
  outcome: 'VARCHAR',
  end_ts: 'TIMESTAMPTZ',
  max_break: 'DOUBLE',
  max_reject: 'DOUBLE',
};

const jsonType = (type: ColumnType | Shape): string => {
  if (type === 'TIMESTAMPTZ') return 'BIGINT';
  if (typeof type === 'string') return type;
  const fields = Object.entries(type).map(([key, inner]) => `"${key}" ${jsonType(inner)}`);
  return `STRUCT(${fields.join(', ')})`;
};

/** The leaves of a shape as columns; `path` leads to the object, `prefix` begins their names. */
function leaves(shape: Shape, path = '', prefix = ''): string[] {
  return Object.entries(shape).flatMap(([key, type]) => {
    const at = `${path}"${key}"`;
    const name = `${prefix}${key}`;
    if (typeof type !== 'string') return leaves(type, `${at}.`, `${name}_`);
    return [`${type === 'TIMESTAMPTZ' ? `make_timestamptz(${at} * 1000)` : at} AS "${name}"`];
  });
}

const columnsOf = (shape: Shape): string =>
  `{${Object.entries(shape)
    .map(([key, type]) => `'${key}': '${jsonType(type)}'`)
    .join(', ')}}`;

/** A row for each snap and active level; a snap without one has no row. */
export const LEVEL_TABLE: ParquetTable = {
  columns: columnsOf({ ...SNAP, spy: QUOTE, es: QUOTE }).replace(
    /\}$/,
    `, 'levels': '${jsonType(LEVEL)}[]'}`,
  ),
  selection: [
    ...leaves({ ts: 'TIMESTAMPTZ', profile: 'VARCHAR' }),
    ...leaves(QUOTE, '"underlying".'),
    ...leaves(LEVEL, '"level".'),
    ...leaves({ health: SNAP['health'] ?? {}, dealers: SNAP['dealers'] ?? {} }),
  ].join(', '),
  from: (lines) =>
    `(SELECT * EXCLUDE (levels), coalesce(spy, es) AS underlying, unnest(levels) AS level FROM ${lines})`,
};

/** A row for each episode. */
export const EPISODE_TABLE: ParquetTable = {
  columns: columnsOf(EPISODE),
  selection: leaves(EPISODE).join(', '),
  from: (lines) => lines,
};
