/** engine/README.md, "The two books of dealer gamma": what dealers hold, priced as of the snap. */
import type { OptionContract } from '../../core/events.ts';
import type { Moment } from './moment.ts';
import { isUsable, seriesKey, type Series } from './volatility.ts';
import { seconds } from './words.ts';

/** Contracts that dealers hold at the open, negative where they are short. */
export interface Opening extends Series {
  readonly contracts: number;
}

/** One option that dealers hold, or have traded, at a snap. */
interface Holding {
  readonly key: string;
  readonly series: Series;
  /** None for opening inventory of which the run has not heard yet. */
  readonly contract: OptionContract | undefined;
  readonly contracts: number;
}

/** What marking remembers of a position. */
interface Mark {
  /** Its own, as of the last renewal. */
  readonly base: number;
  /** What it is priced with. */
  readonly vol: number;
  readonly renewedNs: number;
  /** σ* and t*: what the vol was last solved to, and as of when. */
  readonly solved: { readonly vol: number; readonly timeNs: number } | undefined;
  readonly gamma: number;
}

export interface Position extends Series {
  readonly contracts: number;
  readonly vol: number;
  /** n · γ · OPTION_MULTIPLIER. */
  readonly gamma: number;
  /** Past its expiry time: it keeps the mark of the last snap before. */
  readonly isExpired: boolean;
}

const isLater = (one: { timeNs: number }, other: { timeNs: number } | undefined): boolean =>
  other === undefined || one.timeNs > other.timeNs;

const isInTheMoney = ({ right, strike }: Series, spot: number): boolean =>
  right === 'C' ? strike < spot - 1e-9 : strike > spot + 1e-9;

/** The positions of one session. */
export class Inventory {
  readonly #openings: readonly Opening[];
  readonly #marks = new Map<string, Mark>();
  #positions: readonly Position[] = [];

  constructor(openings: readonly Opening[]) {
    this.#openings = openings;
  }

  /**
   * The positions of the day's expiry as of a snap; called once for each, in order. At a spot of zero
   * or less nothing can be marked, and the last marks stand.
   */
  mark(moment: Moment): readonly Position[] {
    if (moment.spot > 0) this.#positions = this.#marked(moment);
    return this.#positions;
  }

  #marked(moment: Moment): Position[] {
    const { market, nowNs, spot } = moment;
    const { volatility } = market;
    const isExpired = ({ series }: Holding): boolean => volatility.isExpired(series, nowNs);
    const holdings = this.#holdings(moment);
    const alive = holdings.filter((holding) => !isExpired(holding));
    for (const holding of alive) this.#marks.set(holding.key, this.#renewed(moment, holding));
    for (const { key, series } of alive) {
      const own = this.#marks.get(key);
      if (own === undefined) continue;
      const vol =
        (isInTheMoney(series, spot) ? this.#otherVol(series, alive) : undefined) ?? own.base;
      this.#marks.set(key, { ...own, vol, gamma: volatility.gamma(series, nowNs, spot, vol) });
    }
    return holdings.map((holding) => {
      const { key, series, contracts } = holding;
      const { vol = 0, gamma = 0 } = this.#marks.get(key) ?? {};
      const worth = contracts * gamma * moment.config.OPTION_MULTIPLIER;
      return { ...series, contracts, vol, gamma: worth, isExpired: isExpired(holding) };
    });
  }

  /** σ of the option of the other right at a strike, where that has a σ* of its own. */
  #otherVol({ strike, right }: Series, alive: readonly Holding[]): number | undefined {
    const [first] = alive
      .filter(({ series }) => series.strike === strike && series.right !== right)
      .map(({ key, contract }) => ({
        symbol: contract?.symbol ?? '',
        mark: this.#marks.get(key),
      }))
      .filter(({ mark }) => mark?.solved !== undefined)
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    return first?.mark?.base;
  }

  /** Options that dealers carried in, or that traded in this session before they expired. */
  #holdings({ market, options, today }: Moment): Holding[] {
    const trades = options.filter(
      ({ contract, timeNs }) => !market.volatility.isExpired(contract, timeNs),
    );
    const bought = new Map<string, number>();
    for (const { contract, side, trade } of trades) {
      bought.set(contract.symbol, (bought.get(contract.symbol) ?? 0) + side * trade.size);
    }
    const holdings = new Map<string, Holding>();
    for (const opening of this.#openings) {
      if (opening.expiryDay !== today) continue;
      const key = seriesKey(opening);
      const contract = market.firstOption(key);
      const { contracts } = opening;
      const holding = { key, series: contract ?? opening, contract, contracts };
      holdings.set(contract?.symbol ?? key, holding);
    }
    for (const { contract } of trades) {
      const { symbol } = contract;
      if (holdings.has(symbol)) continue;
      holdings.set(symbol, { key: symbol, series: contract, contract, contracts: 0 });
    }
    return [...holdings].map(([symbol, holding]) => {
      return { ...holding, contracts: holding.contracts - (bought.get(symbol) ?? 0) };
    });
  }

  #renewed(moment: Moment, { key, series, contract }: Holding): Mark {
    const { market, nowNs, spot } = moment;
    const { volatility } = market;
    const old = this.#marks.get(key);
    if (old !== undefined && nowNs - old.renewedNs < seconds(1)) return old;
    const solved =
      contract === undefined ? undefined : this.#resolve(moment, contract, old?.solved);
    const isRecent = solved !== undefined && nowNs - solved.timeNs < seconds(60);
    const smile = isRecent ? undefined : volatility.smile(series, nowNs, spot);
    const base = smile ?? solved?.vol ?? volatility.nearest(series);
    return { base, vol: base, gamma: 0, renewedNs: nowNs, solved };
  }

  /** σ* anew: from a newer trade, or from a newer quote that is not old. */
  #resolve(
    { market, nowNs, spot }: Moment,
    contract: OptionContract,
    old: Mark['solved'],
  ): Mark['solved'] {
    const { volatility } = market;
    const good = volatility.goodOf(contract);
    const solved = good !== undefined && isLater(good, old) ? good : old;
    const quoted = market.latestQuote(contract);
    if (quoted === undefined || !isLater(quoted, solved)) return solved;
    if (nowNs - quoted.timeNs > seconds(5) || !isUsable(quoted.quote)) return solved;
    const vol = volatility.ofQuote(contract, nowNs, spot, quoted.quote);
    return vol === undefined ? solved : { vol, timeNs: nowNs };
  }
}
