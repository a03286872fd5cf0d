import type { EngineConfig } from '../../core/config.ts';
import type { DealersPayload, LevelPayload, SnapPayload } from '../../core/payload.ts';
import type { TwinOutput, TwinSession } from '../naive/twin.ts';

type FuelBook = EngineConfig['fuel_book'];

/** Keys of which every value must have had its turn. */
const KEYS = [
  ...(['iv_fallback', 'expiry_clock', 'option_signing', 'signed_confidence'] as const),
  'fill_habit',
] as const;

/** How often each thing worth testing has occurred, by name: `state VACUUM`, `signal BREAK`, … */
export class Coverage {
  readonly counts = new Map<string, number>();

  note(session: TwinSession, { payloads, episodes }: TwinOutput): void {
    const { profile, config, openings = [] } = session;
    this.#add(`profile ${profile.name}`);
    for (const key of KEYS) this.#add(`${key} ${config[key]}`);
    if (openings.length > 0) this.#add('opening inventory');
    for (const payload of payloads) this.#snap(payload, config.fuel_book);
    for (const { outcome, signal } of episodes) {
      this.#add(`outcome ${outcome}`);
      this.#add(signal === null ? 'episode without a signal' : 'episode with a signal');
    }
    this.#silences(session, payloads);
    this.#drops(session, payloads);
  }

  #add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  #snap({ levels, watch, health, dealers, spy, es }: SnapPayload, book: FuelBook): void {
    for (const name of dealerNames(dealers)) this.#add(name);
    this.#add(`health ${health.state}`);
    if (health.gaps > 0) this.#add('a gap');
    const quote = spy ?? es;
    if (quote?.bid === null || quote?.ask === null) this.#add('a side missing');
    else if (quote !== undefined && quote.bid >= quote.ask) this.#add('locked or crossed');
    for (const { kind } of watch) this.#add(`watched ${kind}`);
    for (const level of levels) {
      for (const name of [...namesOf(level), ...rareThings(level)]) this.#add(name);
      for (const name of fuelNames(level)) this.#add(`${book} book ${name}`);
    }
  }

  /** Pauses of the snaps, and session boundaries that lie inside. */
  #silences({ config }: TwinSession, payloads: readonly SnapPayload[]): void {
    const gaps = payloads.slice(1).map(({ ts }, i) => ts - (payloads[i]?.ts ?? ts));
    if (gaps.some((gapMs) => gapMs > config.SNAP_INTERVAL_MS)) this.#add('a silence');
  }

  /** The session's high falls only where a new session began. */
  #drops(session: TwinSession, payloads: readonly SnapPayload[]): void {
    if (session.config.ratio_mode !== 'fixed') return;
    const highs = payloads.flatMap(({ levels, watch }) =>
      [...levels, ...watch].filter(({ id }) => id === 'SESSION_HIGH').map(({ price }) => price),
    );
    if (highs.some((high, i) => high < (highs[i - 1] ?? high))) this.#add('a new session');
  }
}

function dealerNames({ flow_gamma, inventory_gamma, unsigned_share }: DealersPayload): string[] {
  const share = unsigned_share ?? -1;
  const both = (flow_gamma ?? 0) * (inventory_gamma ?? 0);
  return [
    `unsigned ${share < 0 ? 'of nothing' : share === 0 ? 'none' : share === 1 ? 'all' : 'some'}`,
    ...(flow_gamma === null ? ['no flow'] : []),
    ...(inventory_gamma === null ? ['no inventory'] : []),
    ...(both < 0 ? ['books that disagree'] : []),
  ];
}

const fuelNames = ({ fuel }: LevelPayload): string[] => [
  fuel.effect,
  ...(fuel.hvl === null ? [] : ['with a flip']),
  ...(fuel.call_wall === null ? [] : ['with a call wall']),
  ...(fuel.put_wall === null ? [] : ['with a put wall']),
];

/** What every level has one of. */
function namesOf({ barrier, fuel, runway, note, ...level }: LevelPayload): string[] {
  const { visibility } = barrier;
  const target = runway.next_obstacle === null ? 'nothing' : 'a level';
  return [
    `kind ${level.kind}`,
    `state ${barrier.state}`,
    `effect ${fuel.effect}`,
    `signal ${level.signal}`,
    `confidence ${level.confidence}`,
    `direction ${level.direction}`,
    `runway ${runway.quality} to ${target}`,
    `visibility ${visibility === 0 ? 'none' : visibility < 1 ? 'partial' : 'full'}`,
    ...note.split('; ').map((clause) => `clause ${clause}`),
  ];
}

/** What only some levels have. */
function rareThings({
  signal,
  barrier,
  tape,
  fuel,
  spread,
  muted,
  sensitivity,
}: LevelPayload): string[] {
  const { direction } = tape.sweep;
  const walls = [fuel.call_wall, fuel.put_wall];
  return [
    ...(direction === null ? [] : [`sweep ${direction}`]),
    ...(barrier.filled > 0 && barrier.pulled > 0 ? ['filled and pulled'] : []),
    ...(fuel.hvl === null ? [] : ['a gamma flip']),
    ...walls.map((wall) => (wall?.strong === true ? 'a strong wall' : 'a weak wall or none')),
    ...(spread === undefined ? [] : [`spread ${spread.state ?? 'unknown'}`]),
    ...(muted === undefined ? [] : [`muted ${muted}`]),
    ...(sensitivity.fuel_neutral === signal ? [] : [`${signal} only with its fuel`]),
    ...(sensitivity.fuel_reversed === signal ? [] : [`${signal} only with that sign of fuel`]),
  ];
}

const all = (what: string, names: string): string[] =>
  names.split(', ').map((name) => `${what} ${name}`);

/** What a good number of random sessions must have shown. */
export const EXPECTED_COVERAGE: readonly string[] = [
  ...all('profile', 'spy-0dte, spy-0dte-pro, es-0dte, es-0dte-wide'),
  ...all('state', 'NEUTRAL, VACUUM, WALL, CONSUMED, ABSORPTION, WEAK'),
  ...all('effect', 'AMPLIFY, DAMPEN, NEUTRAL'),
  ...all('signal', 'BREAK, REJECT, CONTESTED, NEUTRAL'),
  ...all('confidence', 'HIGH, MEDIUM, LOW'),
  ...all('direction', 'SUPPORT, RESISTANCE'),
  ...all(
    'kind',
    'VWAP, ROUND, STRIKE, CALL_WALL, PUT_WALL, GAMMA_FLIP, SESSION_HIGH, SESSION_LOW, HOTZONE',
  ),
  ...all(
    'watched',
    'VWAP, ROUND, STRIKE, CALL_WALL, PUT_WALL, GAMMA_FLIP, SESSION_HIGH, SESSION_LOW, HOTZONE',
  ),
  ...all('health', 'OK, RESYNC, STALE, NO_OPTIONS'),
  ...all('muted', 'RESYNC, STALE'),
  ...all('visibility', 'none, partial, full'),
  ...all('sweep', 'UP, DOWN'),
  ...all('spread', 'TIGHT, WIDE, NORMAL, unknown'),
  ...all('outcome', 'BREAK, REJECT, TIMEOUT, OPEN'),
  ...all('runway', 'CLEAR to nothing, CLEAR to a level, OBSTRUCTED to a level'),
  ...all(
    'clause',
    'Vacuum, Wall, Absorbing, Being consumed, Thin, Book neutral, Book out of sight',
  ),
  ...all('clause', 'dealers chase, dealers fade, dealers flat, no option flow'),
  ...all(
    'clause',
    'sweep confirms, sweep against, tape confirms, tape against, tape quiet, tight book, wide book, normal spread',
  ),
  ...all('iv_fallback', 'nearest, smile'),
  ...all('expiry_clock', 'spec, calendar'),
  ...all('option_signing', 'spec, careful'),
  ...all('signed_confidence', 'false, true'),
  ...all('fill_habit', 'same-time, nearest'),
  ...all('unsigned', 'of nothing, none, some, all'),
  ...all('flow book', 'AMPLIFY, DAMPEN, NEUTRAL, with a flip, with a call wall, with a put wall'),
  ...all(
    'inventory book',
    'AMPLIFY, DAMPEN, NEUTRAL, with a flip, with a call wall, with a put wall',
  ),
  ...['BREAK', 'REJECT', 'NEUTRAL'].flatMap((signal) => [
    `${signal} only with its fuel`,
    `${signal} only with that sign of fuel`,
  ]),
  'opening inventory',
  'no flow',
  'no inventory',
  'books that disagree',
  'a side missing',
  'locked or crossed',
  'filled and pulled',
  'a gamma flip',
  'a strong wall',
  'a silence',
  'a gap',
  'a new session',
  'episode with a signal',
  'episode without a signal',
];
