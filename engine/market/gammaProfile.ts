import type { OptionContract, OptionRight } from '../core/events.ts';
import {
  IV_SOURCES,
  NO_IV_SOURCE,
  type GammaColumns,
  type GammaProfile,
  type GammaTotals,
  type GammaWall,
  type GammaWalls,
} from '../core/gammaProfile.ts';
import { civilDate } from '../core/newYork.ts';
import { round6 } from '../core/rounding.ts';
import { isSigned, SIGNING_CLASSES } from '../core/signing.ts';
import { NS_PER_S } from '../core/time.ts';
import { gammaFlip } from './gammaFlip.ts';
import { strongerWall, type GammaAtStrike } from './gammaWalls.ts';
import { gammaAt, optionCharm, optionGreeks } from './greeks.ts';
import type { InventoryPosition } from './inventoryPosition.ts';
import type { MarketState } from './marketState.ts';

/** No message may hold more (DESIGN, "Protocol"). */
const MAX_STRIKES = 2000;
/** How long before the expiry time time's work is shown. */
const LATER_NS = 1800 * NS_PER_S;
const MINUTES_PER_HOUR = 60;

/**
 * Both books of dealer gamma as of the market's snap, by strike, elsewhere and later (engine/README.md,
 * "The two books of dealer gamma").
 *
 * @returns undefined while there is no spot, or none above 0
 */
export function gammaProfile(market: MarketState): GammaProfile | undefined {
  const { options, config, clock, nowNs, spotPx, tradingDay } = market;
  if (spotPx === undefined || spotPx <= 0) return undefined;
  const spot = market.converter.toLevel(spotPx);
  const { inventory, flows, signing } = options;
  const held = inventory.held;
  const traded = flows.strikesOf(tradingDay);
  const all = strikesOf(held, traded);
  const table = new StrikeTable(nearest(all, spot), spot);
  const flow = table.columns(
    traded.map(({ right, strike, sessionTotal }) => [right, strike, sessionTotal.value]),
  );
  const amounts = held.map((position) => amountOf(position, inventory.contribution(position)));
  const curve = inventory.curve();
  const flowFlip = gammaFlip(traded, spot);
  return {
    ts: clock.toUnixMs(nowNs),
    expiry: dateText(tradingDay),
    spot: round6(spot),
    seconds_to_expiry: Math.max(0, (closeNs(market) - nowNs) / NS_PER_S),
    fuel_book: config.fuel_book,
    strikes: table.strikes,
    omitted_strikes: all.length - table.strikes.length,
    flow,
    inventory: table.columns(amounts),
    contracts: table.columns(held.map((position) => amountOf(position, position.contracts))),
    ...table.volatilities(held),
    totals: {
      flow: totalsOf(
        traded.map(({ right, strike, sessionTotal }) => [right, strike, sessionTotal.value]),
        spot,
      ),
      inventory: totalsOf(amounts, spot),
    },
    curve: curve.points(),
    flips: {
      flow: flowFlip === undefined ? null : round6(flowFlip),
      inventory: curve.flips().map(round6),
    },
    walls: {
      flow: {
        call: wallOrNull(flows.wall(tradingDay, 'C', spot)),
        put: wallOrNull(flows.wall(tradingDay, 'P', spot)),
      },
      inventory: {
        call: wallOrNull(inventory.wall('C')),
        put: wallOrNull(inventory.wall('P')),
      },
    },
    later: laterOf(market, held, table),
    signing: signingOf(signing.volumes(tradingDay), signing.unsignedShare(tradingDay)),
  };
}

/** A figure of one option. */
type Amount = readonly [right: OptionRight, strike: number, value: number];

const amountOf = ({ contract }: InventoryPosition, value: number): Amount => [
  contract.right,
  contract.strike,
  value,
];

function strikesOf(
  held: readonly InventoryPosition[],
  traded: readonly { readonly strike: number }[],
): number[] {
  const strikes = new Set(traded.map(({ strike }) => strike));
  for (const { contract } of held) strikes.add(contract.strike);
  return [...strikes].sort((a, b) => a - b);
}

/** The strikes nearest spot, ascending, no more than a message may hold. */
function nearest(strikes: readonly number[], spot: number): number[] {
  if (strikes.length <= MAX_STRIKES) return [...strikes];
  return strikes
    .toSorted((a, b) => Math.abs(a - spot) - Math.abs(b - spot))
    .slice(0, MAX_STRIKES)
    .sort((a, b) => a - b);
}

/** Lays figures of options out by strike. */
class StrikeTable {
  readonly strikes: Float64Array;
  readonly #spot: number;
  readonly #rows: ReadonlyMap<number, number>;

  constructor(strikes: readonly number[], spot: number) {
    this.strikes = Float64Array.from(strikes);
    this.#spot = spot;
    this.#rows = new Map(strikes.map((strike, row) => [strike, row]));
  }

  /** Sums per strike and right. */
  columns(amounts: readonly Amount[]): GammaColumns {
    const { length } = this.strikes;
    const calls = new Float64Array(length);
    const puts = new Float64Array(length);
    for (const [right, strike, value] of amounts) {
      const row = this.#rows.get(strike);
      const column = right === 'C' ? calls : puts;
      if (row !== undefined) column[row] = (column[row] ?? 0) + value;
    }
    return { calls, puts, net: calls.map((value, row) => value + (puts[row] ?? 0)) };
  }

  /** What the positions are marked with; of several of one strike and right the first. */
  volatilities(held: readonly InventoryPosition[]): Pick<GammaProfile, 'iv' | 'iv_source'> {
    const { length } = this.strikes;
    const iv = { calls: new Float64Array(length), puts: new Float64Array(length) };
    const source = { calls: new Uint16Array(length), puts: new Uint16Array(length) };
    for (const key of ['calls', 'puts'] as const) {
      iv[key].fill(Number.NaN);
      source[key].fill(NO_IV_SOURCE);
    }
    for (const position of held) {
      const row = this.#rows.get(position.contract.strike);
      const key = position.contract.right === 'C' ? 'calls' : 'puts';
      if (row === undefined || source[key][row] !== NO_IV_SOURCE) continue;
      iv[key][row] = position.iv;
      source[key][row] = IV_SOURCES.indexOf(position.ivSource);
    }
    return { iv, iv_source: source };
  }

  /** SPEC's walls on sums per strike and right. */
  walls({ calls, puts }: GammaColumns): GammaWalls {
    const find = (right: OptionRight, values: Float64Array): GammaWall | null => {
      let best: GammaAtStrike | undefined;
      for (const [row, strike] of this.strikes.entries()) {
        best = strongerWall(best, right, this.#spot, strike, values[row] ?? 0);
      }
      return wallOrNull(best);
    };
    return { call: find('C', calls), put: find('P', puts) };
  }
}

const wallOrNull = (wall: GammaAtStrike | undefined): GammaWall | null =>
  wall === undefined ? null : { strike: round6(wall.strike), gamma: round6(wall.netGamma) };

function totalsOf(amounts: readonly Amount[], spot: number): GammaTotals {
  let calls = 0;
  let puts = 0;
  for (const [right, , value] of amounts) {
    if (right === 'C') calls += value;
    else puts += value;
  }
  return {
    calls: round6(calls),
    puts: round6(puts),
    net: round6(calls + puts),
    dollar: round6((calls + puts) * spot),
  };
}

/** Session ns at which the day's options expire, apart from those whose definition says otherwise. */
function closeNs({ options, tradingDay }: MarketState): number {
  const anyOption: OptionContract = { symbol: '', expiryDay: tradingDay, right: 'C', strike: 0 };
  return options.inventory.pricer.expiryClock.expiryNs(anyOption);
}

/** What time alone makes of the inventory: spot and volatilities stay. */
function laterOf(
  market: MarketState,
  held: readonly InventoryPosition[],
  table: StrikeTable,
): GammaProfile['later'] {
  const { config, clock, nowNs, converter, spotPx = Number.NaN } = market;
  const { inventory } = market.options;
  const { pricer } = inventory;
  const spot = converter.toLevel(spotPx);
  const atNs = Math.max(nowNs, closeNs(market) - LATER_NS);
  const amounts: Amount[] = [];
  let drift = 0;
  let driftPerMinute = 0;
  for (const position of held) {
    const { contract, contracts, iv } = position;
    if (pricer.expiryClock.isExpired(nowNs, contract)) {
      amounts.push(amountOf(position, inventory.contribution(position)));
      continue;
    }
    if (pricer.expiryClock.isExpired(atNs, contract)) continue;
    const now = pricer.terms(nowNs, contract, spot);
    const then = pricer.terms(atNs, contract, spot);
    const { model, strike, years, rate } = then;
    const gamma = gammaAt(model, spot, strike, years, rate, iv);
    amounts.push(amountOf(position, contracts * gamma * config.OPTION_MULTIPLIER));
    const units = contracts * config.OPTION_MULTIPLIER;
    drift += units * (optionGreeks(then, iv).delta - optionGreeks(now, iv).delta);
    driftPerMinute += units * optionCharm(now, iv);
  }
  const columns = table.columns(amounts);
  return {
    ts: clock.toUnixMs(atNs),
    walls: table.walls(columns),
    inventory: columns,
    delta_drift: round6(drift),
    delta_drift_per_hour: round6(driftPerMinute * MINUTES_PER_HOUR),
  };
}

function signingOf(
  volumes: Readonly<Record<(typeof SIGNING_CLASSES)[number], number>>,
  unsignedShare: number | undefined,
): GammaProfile['signing'] {
  const { at_quote, by_tolerance, feed } = volumes;
  const unsigned = SIGNING_CLASSES.filter((each) => !isSigned(each)).reduce(
    (sum, each) => sum + volumes[each],
    0,
  );
  const unsigned_share = unsignedShare === undefined ? null : round6(unsignedShare);
  return { at_quote, by_tolerance, feed, unsigned, unsigned_share };
}

function dateText(day: number): string {
  const { year, month, day: date } = civilDate(day);
  return [year, month, date].map((part) => String(part).padStart(2, '0')).join('-');
}
