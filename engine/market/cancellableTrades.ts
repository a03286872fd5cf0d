import type { OptionContract } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { verdictOf, type SignedTrade } from './optionAggressor.ts';
import { Ring } from './ring.ts';

/** Trades that are remembered: the last half hour of a day of a million. */
export const MAX_CANCELLABLE_TRADES = 1 << 16;
const NONE = -1;
/** What stands for a verdict's code once the trade is taken. */
const TAKEN = 0;

/** What a trade added when it came, to be taken back to the bit. */
export interface TradeContribution {
  /** Its sequence in the option flows. */
  readonly flow: number;
  readonly netGamma: number;
  readonly signed: SignedTrade;
  /** Whether it is in the inventory: the option had not expired. */
  readonly isHeld: boolean;
}

/**
 * The session's latest option trades of feeds that report cancels. A cancel names no trade: it is that
 * option's most recent one of the same venue, price and size (reference: OPRA's cancels carry no id).
 */
export class CancellableTrades extends Ring {
  readonly #symbols: string[] = [];
  readonly #indexes = new Map<string, number>();
  /** By the hash of what a cancel says: the sequence of the latest trade that it may mean. */
  readonly #latest = new Map<number, number>();
  #option = new Int32Array(this.capacity);
  /** The sequence of the trade before of the same hash. */
  #previous = new Float64Array(this.capacity);
  #venue = new Float64Array(this.capacity);
  #priceNanos = new Float64Array(this.capacity);
  #size = new Float64Array(this.capacity);
  #flow = new Float64Array(this.capacity);
  #netGamma = new Float64Array(this.capacity);
  #code = new Uint8Array(this.capacity);
  #held = new Uint8Array(this.capacity);

  constructor() {
    super('list of option trades');
  }

  /** Remembers a trade; the oldest one is forgotten for it where there are too many. */
  remember(
    { symbol }: OptionContract,
    venue: number,
    priceNanos: number,
    size: number,
    { flow, netGamma, signed, isHeld }: TradeContribution,
  ): void {
    if (this.size === MAX_CANCELLABLE_TRADES) this.#forgetOldest();
    const option = this.#indexOf(symbol);
    const hash = hashOf(option, venue, priceNanos, size);
    const sequence = this.next;
    const index = this.claim();
    this.#option[index] = option;
    this.#previous[index] = this.#latest.get(hash) ?? NONE;
    this.#venue[index] = venue;
    this.#priceNanos[index] = priceNanos;
    this.#size[index] = size;
    this.#flow[index] = flow;
    this.#netGamma[index] = netGamma;
    this.#code[index] = signed.code;
    this.#held[index] = isHeld ? 1 : 0;
    this.#latest.set(hash, sequence);
  }

  /** Finds the trade that a cancel means, once; undefined when there is none. */
  take(
    { symbol }: OptionContract,
    venue: number,
    priceNanos: number,
    size: number,
  ): TradeContribution | undefined {
    const option = this.#indexes.get(symbol);
    if (option === undefined) return undefined;
    const hash = hashOf(option, venue, priceNanos, size);
    const latest = this.#latest.get(hash) ?? NONE;
    let sequence = latest;
    while (sequence >= this.first) {
      const index = sequence & this.mask;
      const previous = this.#previous[index] ?? NONE;
      const isMeant =
        this.#option[index] === option &&
        this.#venue[index] === venue &&
        this.#priceNanos[index] === priceNanos &&
        this.#size[index] === size;
      const signed = isMeant ? verdictOf(this.#code[index] ?? TAKEN) : undefined;
      if (signed !== undefined) {
        this.#code[index] = TAKEN;
        // The next cancel that says the same need not look at this one again.
        if (sequence === latest) this.#latest.set(hash, previous);
        return {
          flow: this.#flow[index] ?? 0,
          netGamma: this.#netGamma[index] ?? 0,
          signed,
          isHeld: this.#held[index] === 1,
        };
      }
      sequence = previous;
    }
    return undefined;
  }

  /** Nothing of a hash may be left of trades that are gone: there would be one for each ever. */
  #forgetOldest(): void {
    const hash = this.#hashAt(this.first);
    this.first++;
    if ((this.#latest.get(hash) ?? NONE) < this.first) this.#latest.delete(hash);
  }

  #hashAt(sequence: number): number {
    const index = sequence & this.mask;
    const [option, venue] = [this.#option[index], this.#venue[index]];
    return hashOf(option ?? 0, venue ?? 0, this.#priceNanos[index] ?? 0, this.#size[index] ?? 0);
  }

  clear(): void {
    this.first = this.next;
    this.#symbols.length = 0;
    this.#indexes.clear();
    this.#latest.clear();
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    state.jsonList(this.#symbols);
    if (!state.isRestoring) return;
    this.#indexes.clear();
    for (const [index, symbol] of this.#symbols.entries()) this.#indexes.set(symbol, index);
    this.#latest.clear();
    for (let sequence = this.first; sequence < this.next; sequence++) {
      if (this.#code[sequence & this.mask] === TAKEN) continue;
      this.#latest.set(this.#hashAt(sequence), sequence);
    }
  }

  #indexOf(symbol: string): number {
    let index = this.#indexes.get(symbol);
    if (index === undefined) {
      index = this.#symbols.push(symbol) - 1;
      this.#indexes.set(symbol, index);
    }
    return index;
  }

  protected override columns() {
    return [
      this.#option,
      this.#previous,
      this.#venue,
      this.#priceNanos,
      this.#size,
      this.#flow,
      this.#netGamma,
      this.#code,
      this.#held,
    ];
  }

  protected override growColumns(): void {
    this.#option = this.regrow(this.#option, new Int32Array(this.capacity));
    this.#previous = this.regrow(this.#previous, new Float64Array(this.capacity));
    this.#venue = this.regrow(this.#venue, new Float64Array(this.capacity));
    this.#priceNanos = this.regrow(this.#priceNanos, new Float64Array(this.capacity));
    this.#size = this.regrow(this.#size, new Float64Array(this.capacity));
    this.#flow = this.regrow(this.#flow, new Float64Array(this.capacity));
    this.#netGamma = this.regrow(this.#netGamma, new Float64Array(this.capacity));
    this.#code = this.regrow(this.#code, new Uint8Array(this.capacity));
    this.#held = this.regrow(this.#held, new Uint8Array(this.capacity));
  }
}

/** 32 bits of what a cancel says, mixed by multiplying with odd constants. */
function hashOf(option: number, venue: number, priceNanos: number, size: number): number {
  let hash = Math.imul(option ^ 0x5bd1e995, 0x9e3779b1);
  hash = Math.imul(hash ^ (venue | 0), 0x85ebca6b);
  hash = Math.imul(hash ^ (priceNanos | 0), 0xc2b2ae35);
  hash = Math.imul(hash ^ ((priceNanos / 2 ** 32) | 0), 0x27d4eb2f);
  hash = Math.imul(hash ^ (size | 0), 0x165667b1);
  return hash ^ (hash >>> 15);
}
