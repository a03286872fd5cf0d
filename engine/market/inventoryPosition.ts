import type { OptionContract } from '../core/events.ts';
import type { IvSource } from '../core/gammaProfile.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** Dealers' contracts of one option that were carried in from earlier days. */
export interface OpeningPosition {
  /** Days since 1970-01-01 of the expiry's New York date. */
  readonly expiryDay: number;
  readonly right: OptionContract['right'];
  readonly strike: number;
  /** Contracts, negative where dealers are short. */
  readonly contracts: number;
}

/** An option of the open-interest file before the feed has named it. */
export const UNNAMED = '';

/**
 * One option in dealers' inventory: its contracts and what marking remembers of it. Marks are changed
 * in place, so that a snap makes no object.
 */
export class InventoryPosition {
  /** Its symbol is {@link UNNAMED} until the feed names the option. */
  contract: OptionContract;
  /** Contracts carried in; undefined where no file says so. */
  readonly opening: number | undefined;
  /** Trades of this session that were not cancelled, of any aggressor. */
  trades = 0;
  /** Σ side · size of them. */
  signed = 0;
  /** The option's own volatility and since when; undefined while it has none. */
  ownIv: number | undefined;
  ownNs = Number.NEGATIVE_INFINITY;
  ownSource: IvSource = 'default';
  /** Session ns of the last renewal. */
  renewedNs = Number.NEGATIVE_INFINITY;
  /** Volatility as of the last renewal, the fallback's where it has none of its own. */
  renewedIv = 0;
  renewedSource: IvSource = 'default';
  /** What it is marked with; 0 before the first mark. */
  iv = 0;
  ivSource: IvSource = 'default';
  /** Per 1.00 of the underlying, squared, for one unit of it; 0 before the first mark. */
  gamma = 0;
  /** The first position of the same expiry, right and strike: it keeps their sum. */
  head: InventoryPosition = this;
  /** Of a head: all positions that share it, itself included. */
  readonly siblings: InventoryPosition[] = [];
  /** Of a head: that of the other right at the same expiry and strike; undefined while there is none. */
  other: InventoryPosition | undefined;
  /** Of a head: contributions of the positions that share it. */
  strikeGamma = 0;

  constructor(contract: OptionContract, opening: number | undefined) {
    this.contract = contract;
    this.opening = opening;
  }

  /** Whether it counts: the option traded in this session or was carried in. */
  get isHeld(): boolean {
    return this.trades > 0 || this.opening !== undefined;
  }

  /** Dealers' contracts: they are on the other side of every signed trade. */
  get contracts(): number {
    return (this.opening ?? 0) - this.signed;
  }

  /** A session boundary: only what was carried in stays. */
  startSession(): void {
    this.trades = 0;
    this.signed = 0;
    this.ownIv = undefined;
    this.ownNs = Number.NEGATIVE_INFINITY;
    this.ownSource = 'default';
    this.renewedNs = Number.NEGATIVE_INFINITY;
    this.renewedIv = 0;
    this.renewedSource = 'default';
    this.iv = 0;
    this.ivSource = 'default';
    this.gamma = 0;
    this.strikeGamma = 0;
  }
}

/** Carries one position out, or a new one in. */
export function transferPosition(
  state: StateTransfer,
  known: InventoryPosition | undefined,
): InventoryPosition {
  const contract = state.json(known?.contract ?? NO_CONTRACT);
  const opening = state.optionalNumber(known?.opening);
  const position = known ?? new InventoryPosition(contract, opening);
  position.trades = state.number(position.trades);
  position.signed = state.number(position.signed);
  position.ownIv = state.optionalNumber(position.ownIv);
  position.ownNs = state.number(position.ownNs);
  position.ownSource = state.json(position.ownSource);
  position.renewedNs = state.number(position.renewedNs);
  position.renewedIv = state.number(position.renewedIv);
  position.renewedSource = state.json(position.renewedSource);
  position.iv = state.number(position.iv);
  position.ivSource = state.json(position.ivSource);
  position.gamma = state.number(position.gamma);
  position.strikeGamma = state.number(position.strikeGamma);
  return position;
}

const NO_CONTRACT: OptionContract = { symbol: UNNAMED, expiryDay: 0, right: 'C', strike: 0 };
