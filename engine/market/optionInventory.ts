import type { EngineConfig } from '../core/config.ts';
import type { OptionContract, OptionRight } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { NS_PER_S } from '../core/time.ts';
import { TOLERANCE } from '../core/tolerance.ts';
import { strongerWall, type GammaAtStrike } from './gammaWalls.ts';
import { gammaAt } from './greeks.ts';
import type { InventoryPosition, OpeningPosition } from './inventoryPosition.ts';
import { InventoryPositions } from './inventoryPositions.ts';
import { solveIv, type OptionPricer } from './optionPricer.ts';
import type { OptionQuotes } from './optionQuotes.ts';
import { ZeroGammaCurve } from './zeroGamma.ts';

/** A position's volatility is renewed at most this often. */
const RENEWAL_NS = NS_PER_S;
const MAX_QUOTE_AGE_NS = 5 * NS_PER_S;
/** With a smile, an option's own volatility is preferred to it for so long. */
const RECENT_NS = 60 * NS_PER_S;
/** Between strikes where there are no two. */
const LONE_STRIKE_SPACING = 1;

/**
 * Dealers' inventory of options, priced anew at each snap: engine/README.md, "The two books of dealer
 * gamma", says to the letter what it does. Amounts are shares of delta per 1.00 of the underlying.
 */
export class OptionInventory {
  readonly pricer: OptionPricer;
  readonly #config: EngineConfig;
  readonly #quotes: OptionQuotes;
  readonly #curve = new ZeroGammaCurve();
  readonly #positions = new InventoryPositions();
  /** The last mark's: session ns, level price, day of expiry, and sum of all contributions. */
  #nowNs = 0;
  #spot = Number.NaN;
  #expiryDay = 0;
  #total = 0;

  constructor(config: EngineConfig, pricer: OptionPricer, quotes: OptionQuotes) {
    this.#config = config;
    this.pricer = pricer;
    this.#quotes = quotes;
  }

  // Events.

  /** Takes up what dealers carried in; before the first event, each option at most once. */
  open(openings: readonly OpeningPosition[]): void {
    this.#positions.open(openings);
  }

  /** An option quotes, or trades once expired: the feed names what the open-interest file could not. */
  note(contract: OptionContract): void {
    this.#positions.name(contract);
  }

  /** @param signed side · size of the trade; 0 for MID, which still makes a position */
  trade(contract: OptionContract, signed: number): void {
    const position = this.#positions.of(contract);
    position.trades++;
    position.signed += signed;
  }

  /** Takes back a trade of this session that was cancelled. */
  cancel(contract: OptionContract, signed: number): void {
    const position = this.#positions.find(contract);
    if (position === undefined) return;
    position.trades--;
    position.signed -= signed;
  }

  /** A session boundary: what was carried in stays, everything else starts anew. */
  startSession(): void {
    this.#positions.startSession();
    this.#total = 0;
  }

  // Marking.

  /**
   * Prices the positions of one expiry anew.
   * @param spot level price, above 0
   * @param expiryDay New York day of the snap
   */
  mark(nowNs: number, spot: number, expiryDay: number): void {
    this.#nowNs = nowNs;
    this.#spot = spot;
    this.#expiryDay = expiryDay;
    this.#total = 0;
    const positions = this.#today;
    for (const position of positions) {
      position.strikeGamma = 0;
      const isDue = nowNs - position.renewedNs >= RENEWAL_NS;
      if (isDue && this.#isAlive(position)) this.#renew(position);
    }
    for (const position of positions) {
      if (this.#isAlive(position)) this.#price(position);
      const contribution = this.contribution(position);
      position.head.strikeGamma += contribution;
      this.#total += contribution;
    }
  }

  /**
   * An option in the money has little time value in its quote, and a cent of it much volatility: it is
   * priced with that of the other right at its strike, with which parity ties it.
   */
  #price(position: InventoryPosition): void {
    const { contract } = position;
    const other = isInTheMoney(contract, this.#spot) ? this.#otherRight(position) : undefined;
    position.iv = other === undefined ? position.renewedIv : other.renewedIv;
    position.ivSource = other === undefined ? position.renewedSource : 'parity';
    const years = this.pricer.expiryClock.years(this.#nowNs, contract);
    const { RISK_FREE } = this.#config;
    const { model } = this.pricer;
    position.gamma = gammaAt(model, this.#spot, contract.strike, years, RISK_FREE, position.iv);
  }

  /** The position of the other right at a strike with a volatility of its own; of several the first by symbol. */
  #otherRight({ head }: InventoryPosition): InventoryPosition | undefined {
    let found: InventoryPosition | undefined;
    for (const other of head.other?.siblings ?? []) {
      if (other.ownIv === undefined || !this.#isAlive(other)) continue;
      if (found === undefined || other.contract.symbol < found.contract.symbol) found = other;
    }
    return found;
  }

  #renew(position: InventoryPosition): void {
    position.renewedNs = this.#nowNs;
    this.#takeLastGood(position);
    this.#takeQuote(position);
    const { ownIv, ownNs, ownSource, contract } = position;
    const mayBeOld = this.#config.iv_fallback === 'nearest' || this.#nowNs - ownNs < RECENT_NS;
    if (ownIv !== undefined && mayBeOld) {
      position.renewedIv = ownIv;
      position.renewedSource = ownSource;
      return;
    }
    const { iv, source } = this.pricer.volatility(this.#nowNs, contract, this.#spot);
    const isOwnBetter = ownIv !== undefined && source !== 'smile';
    position.renewedIv = isOwnBetter ? ownIv : iv;
    position.renewedSource = isOwnBetter ? ownSource : source;
  }

  #takeLastGood(position: InventoryPosition): void {
    const good = this.pricer.lastGood(position.contract);
    if (good === undefined || good.atNs <= position.ownNs) return;
    position.ownIv = good.iv;
    position.ownNs = good.atNs;
    position.ownSource = 'last_good';
  }

  #takeQuote(position: InventoryPosition): void {
    const { contract } = position;
    const quote = this.#quotes.latest(contract);
    if (quote === undefined || quote.timeNs <= position.ownNs) return;
    if (this.#nowNs - quote.timeNs > MAX_QUOTE_AGE_NS) return;
    const terms = this.pricer.terms(this.#nowNs, contract, this.#spot);
    const { iv } = solveIv(terms, quote, Number.NaN);
    if (iv === null) return;
    position.ownIv = iv;
    position.ownNs = this.#nowNs;
    position.ownSource = 'quote';
  }

  // Queries, as of the last mark.

  /** Positions of the marked expiry that count, in order of appearance. */
  get held(): readonly InventoryPosition[] {
    return this.#today.filter(({ isHeld }) => isHeld);
  }

  /** A position's gamma for dealers. */
  contribution({ isHeld, contracts, gamma }: InventoryPosition): number {
    return isHeld ? contracts * gamma * this.#config.OPTION_MULTIPLIER : 0;
  }

  /** All contributions together; undefined where there is no position. */
  get total(): number | undefined {
    return this.#today.some(({ isHeld }) => isHeld) ? this.#total : undefined;
  }

  /** Contributions of strikes within `range` of `price`. */
  near(price: number, range: number): number {
    let sum = 0;
    for (const position of this.#today) {
      if (Math.abs(position.contract.strike - price) > range + TOLERANCE) continue;
      if (position.head === position) sum += position.strikeGamma;
    }
    return sum;
  }

  /** The wall of SPEC §6 with contributions per (right, strike) in place of flow. */
  wall(right: OptionRight): GammaAtStrike | undefined {
    let best: GammaAtStrike | undefined;
    for (const position of this.#today) {
      const { contract, strikeGamma } = position;
      if (contract.right !== right || position.head !== position) continue;
      best = strongerWall(best, right, this.#spot, contract.strike, strikeGamma);
    }
    return best;
  }

  /** The positions that have not expired, priced anew around spot. Valid until asked for again. */
  curve(): ZeroGammaCurve {
    const { OPTION_MULTIPLIER, RISK_FREE } = this.#config;
    const { model, expiryClock } = this.pricer;
    const isOnSpot = model === 'black-scholes';
    this.#curve.start(this.#spot, this.#strikeSpacing());
    for (const position of this.#today) {
      const { contract, contracts, iv } = position;
      if (contracts === 0 || !this.#isAlive(position)) continue;
      const years = expiryClock.years(this.#nowNs, contract);
      const growth = Math.exp(RISK_FREE * years);
      const forward = isOnSpot ? this.#spot * growth : this.#spot;
      this.#curve.add(
        contracts * OPTION_MULTIPLIER,
        forward / contract.strike,
        iv * Math.sqrt(years),
        isOnSpot ? 1 : 1 / growth,
      );
    }
    return this.#curve;
  }

  /** The smallest distance between two strikes of positions that have not expired. */
  #strikeSpacing(): number {
    let spacing = Number.POSITIVE_INFINITY;
    let below = Number.NEGATIVE_INFINITY;
    for (const position of this.#positions.byStrike(this.#expiryDay)) {
      const { strike } = position.contract;
      if (strike === below || !this.#isAlive(position)) continue;
      spacing = Math.min(spacing, strike - below);
      below = strike;
    }
    return Number.isFinite(spacing) ? spacing : LONE_STRIKE_SPACING;
  }

  #isAlive({ isHeld, contract }: InventoryPosition): boolean {
    return isHeld && !this.pricer.expiryClock.isExpired(this.#nowNs, contract);
  }

  get #today(): readonly InventoryPosition[] {
    return this.#positions.ofExpiry(this.#expiryDay);
  }

  transfer(state: StateTransfer): void {
    this.#positions.transfer(state);
    this.#nowNs = state.number(this.#nowNs);
    this.#spot = state.number(this.#spot);
    this.#expiryDay = state.number(this.#expiryDay);
    this.#total = state.number(this.#total);
  }
}

const isInTheMoney = ({ right, strike }: OptionContract, spot: number): boolean =>
  right === 'C' ? strike < spot - TOLERANCE : strike > spot + TOLERANCE;
