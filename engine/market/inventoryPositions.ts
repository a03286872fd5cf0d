import type { OptionContract } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import {
  InventoryPosition,
  transferPosition,
  UNNAMED,
  type OpeningPosition,
} from './inventoryPosition.ts';

/** All positions of the inventory, found by option and by expiry. */
export class InventoryPositions {
  /** In order of appearance: opening inventory first. */
  readonly #all: InventoryPosition[] = [];
  readonly #bySymbol = new Map<string, InventoryPosition>();
  readonly #byExpiry = new Map<number, InventoryPosition[]>();
  /** The first position of each expiry, right and strike. */
  readonly #heads = new Map<string, InventoryPosition>();
  /** Opening inventory of options that the feed has not named yet. */
  readonly #unnamed = new Map<string, InventoryPosition>();
  /** Options that were looked for among the unnamed; only saves looking again. */
  readonly #lookedFor = new Set<string>();
  /** Expiries with strikes ascending, as far as they were asked for since a position came. */
  readonly #byStrike = new Map<number, readonly InventoryPosition[]>();

  /** Takes up what was carried in, each option at most once. */
  open(openings: readonly OpeningPosition[]): void {
    for (const { expiryDay, right, strike, contracts } of openings) {
      const contract: OptionContract = { symbol: UNNAMED, expiryDay, right, strike };
      this.#enlist(new InventoryPosition(contract, contracts));
    }
  }

  /** Positions of an expiry, those without contracts too, in order of appearance. */
  ofExpiry(expiryDay: number): readonly InventoryPosition[] {
    return this.#byExpiry.get(expiryDay) ?? [];
  }

  /** The same, strikes ascending. */
  byStrike(expiryDay: number): readonly InventoryPosition[] {
    let sorted = this.#byStrike.get(expiryDay);
    if (sorted === undefined) {
      sorted = this.ofExpiry(expiryDay).toSorted((a, b) => a.contract.strike - b.contract.strike);
      this.#byStrike.set(expiryDay, sorted);
    }
    return sorted;
  }

  find({ symbol }: OptionContract): InventoryPosition | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** The option's position, a new one where it has none. */
  of(contract: OptionContract): InventoryPosition {
    this.name(contract);
    const known = this.find(contract);
    if (known !== undefined) return known;
    const position = new InventoryPosition(contract, undefined);
    this.#enlist(position);
    return position;
  }

  /** The feed names an option: opening inventory of this very option, if there is any, is its own. */
  name(contract: OptionContract): void {
    if (this.#unnamed.size === 0 || this.#lookedFor.has(contract.symbol)) return;
    this.#lookedFor.add(contract.symbol);
    const key = optionKey(contract);
    const position = this.#unnamed.get(key);
    if (position === undefined || this.#bySymbol.has(contract.symbol)) return;
    this.#unnamed.delete(key);
    position.contract = contract;
    this.#bySymbol.set(contract.symbol, position);
  }

  /** Leaves what was carried in. */
  startSession(): void {
    const kept = this.#all.filter(({ opening }) => opening !== undefined);
    for (const position of kept) position.startSession();
    this.#relist(kept);
  }

  transfer(state: StateTransfer): void {
    const positions = [...this.#all];
    state.list(positions, (position) => transferPosition(state, position));
    if (state.isRestoring) this.#relist(positions);
  }

  #enlist(position: InventoryPosition): void {
    const { contract } = position;
    const key = optionKey(contract);
    this.#all.push(position);
    if (contract.symbol === UNNAMED) this.#unnamed.set(key, position);
    else this.#bySymbol.set(contract.symbol, position);
    const head = this.#heads.get(key);
    position.head = head ?? position;
    if (head === undefined) this.#addHead(key, position);
    position.head.siblings.push(position);
    const ofExpiry = this.#byExpiry.get(contract.expiryDay);
    if (ofExpiry === undefined) this.#byExpiry.set(contract.expiryDay, [position]);
    else ofExpiry.push(position);
    this.#byStrike.delete(contract.expiryDay);
  }

  #addHead(key: string, position: InventoryPosition): void {
    const { contract } = position;
    const right = contract.right === 'C' ? 'P' : 'C';
    const other = this.#heads.get(optionKey({ ...contract, right }));
    this.#heads.set(key, position);
    position.siblings.length = 0;
    position.other = other;
    if (other !== undefined) other.other = position;
  }

  #relist(positions: readonly InventoryPosition[]): void {
    this.#all.length = 0;
    for (const list of [this.#bySymbol, this.#byExpiry, this.#heads, this.#unnamed]) list.clear();
    this.#byStrike.clear();
    this.#lookedFor.clear();
    for (const position of positions) this.#enlist(position);
  }
}

const optionKey = ({ expiryDay, right, strike }: OptionContract): string =>
  `${expiryDay} ${right} ${strike}`;
