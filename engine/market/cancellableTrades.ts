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
  /** By index of the option: the sequence of its latest trade. */
  #latest: number[] = [];
  #option = new Int32Array(this.capacity);
  /** The sequence of the same option's trade before. */
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
    if (this.size === MAX_CANCELLABLE_TRADES) this.first++;
    const option = this.#indexOf(symbol);
    const sequence = this.next;
    const index = this.claim();
    this.#option[index] = option;
    this.#previous[index] = this.#latest[option] ?? NONE;
    this.#venue[index] = venue;
    this.#priceNanos[index] = priceNanos;
    this.#size[index] = size;
    this.#flow[index] = flow;
    this.#netGamma[index] = netGamma;
    this.#code[index] = signed.code;
    this.#held[index] = isHeld ? 1 : 0;
    this.#latest[option] = sequence;
  }

  /** Finds the trade that a cancel means, once; undefined when there is none. */
  take(
    { symbol }: OptionContract,
    venue: number,
    priceNanos: number,
    size: number,
  ): TradeContribution | undefined {
    let sequence = this.#latest[this.#indexes.get(symbol) ?? NONE] ?? NONE;
    while (sequence >= this.first) {
      const index = sequence & this.mask;
      const isMeant =
        this.#venue[index] === venue &&
        this.#priceNanos[index] === priceNanos &&
        this.#size[index] === size;
      const signed = isMeant ? verdictOf(this.#code[index] ?? TAKEN) : undefined;
      if (signed !== undefined) {
        this.#code[index] = TAKEN;
        return {
          flow: this.#flow[index] ?? 0,
          netGamma: this.#netGamma[index] ?? 0,
          signed,
          isHeld: this.#held[index] === 1,
        };
      }
      sequence = this.#previous[index] ?? NONE;
    }
    return undefined;
  }

  clear(): void {
    this.first = this.next;
    this.#symbols.length = 0;
    this.#indexes.clear();
    this.#latest = [];
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    state.jsonList(this.#symbols);
    if (!state.isRestoring) return;
    this.#indexes.clear();
    for (const [index, symbol] of this.#symbols.entries()) this.#indexes.set(symbol, index);
    this.#latest = [];
    for (let sequence = this.first; sequence < this.next; sequence++) {
      this.#latest[this.#option[sequence & this.mask] ?? 0] = sequence;
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
