import type { OptionRight } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import { TOLERANCE } from '../core/tolerance.ts';
import { coarsePart, ExactSum, finePart, joinedParts } from './exactSum.ts';
import { strongerWall, type GammaAtStrike } from './gammaWalls.ts';
import { verdictOf, type SignedTrade } from './optionAggressor.ts';
import { Ring } from './ring.ts';

/** What stands for a verdict's code where there is none. */
const AGGREGATE = 0;
const TAKEN_BACK = 255;

/** One (expiry, right, strike) and its sums of net gamma flow (SPEC §2, "Option flow"). */
export interface StrikeFlow {
  readonly expiryDay: number;
  readonly right: OptionRight;
  readonly strike: number;
  /** Sum in the flow window W_g. */
  readonly flowWindow: ExactSum;
  /** Sum in the wall window W_wall. */
  readonly wallWindow: ExactSum;
  /** Sum of the session. */
  readonly sessionTotal: ExactSum;
  /** Option trades in W_g, of any aggressor. */
  tradesInWindow: number;
  /** Trades and aggregates of the session that were not taken back. */
  entries: number;
}

/** One option trade, or ready aggregate, as the windows keep it. */
export interface OptionFlowEntry {
  readonly timeNs: number;
  readonly expiryDay: number;
  readonly right: OptionRight;
  readonly strike: number;
  /** Net gamma flow to dealers. */
  readonly netGamma: number;
  /** How the trade was signed; undefined for an aggregate. */
  readonly signed: SignedTrade | undefined;
}

/** What the fuel engine asks for one level. */
export interface FuelTotals {
  netGamma: number;
  trades: number;
}

/**
 * Dealer gamma taken over through option trades: running window sums per strike, exact so that a
 * window that has emptied reads 0, and session totals.
 */
export class OptionFlows extends Ring {
  readonly #flowNs: number;
  readonly #wallNs: number;
  /** Strikes with an option trade in this session, by expiry day. */
  readonly #strikes = new Map<number, StrikeFlow[]>();
  readonly #slots: StrikeFlow[] = [];
  #flowFirst = 0;
  #wallFirst = 0;
  #timeNs = new Float64Array(this.capacity);
  #slot = new Int32Array(this.capacity);
  #coarse = new Float64Array(this.capacity);
  #fine = new Float64Array(this.capacity);
  /** A trade's verdict by its code, {@link AGGREGATE} or {@link TAKEN_BACK}. */
  #codes = new Uint8Array(this.capacity);

  constructor(windows: { flowNs: number; wallNs: number }) {
    super('option windows (W_g, W_wall)');
    this.#flowNs = windows.flowNs;
    this.#wallNs = windows.wallNs;
  }

  /**
   * @param netGamma net gamma flow to dealers; 0 for a MID trade, which still counts as a trade
   * @param signed the trade's verdict; undefined for an aggregate from an outside flow service
   */
  append(
    timeNs: number,
    expiryDay: number,
    right: OptionRight,
    strike: number,
    netGamma: number,
    signed: SignedTrade | undefined,
  ): void {
    if (this.size === this.capacity) this.expire(timeNs);
    const slot = this.#slotOf(expiryDay, right, strike);
    const flow = this.#slots[slot];
    if (flow === undefined) return;
    const coarse = coarsePart(netGamma);
    const fine = finePart(netGamma, coarse);
    const index = this.claim();
    this.#timeNs[index] = timeNs;
    this.#slot[index] = slot;
    this.#coarse[index] = coarse;
    this.#fine[index] = fine;
    this.#codes[index] = signed?.code ?? AGGREGATE;
    flow.flowWindow.change(coarse, fine, 1);
    flow.wallWindow.change(coarse, fine, 1);
    flow.sessionTotal.change(coarse, fine, 1);
    if (signed !== undefined) flow.tradesInWindow++;
    flow.entries++;
    // A new strike comes last; one that comes back after a cancel has its place among the others.
    if (flow.entries === 1 && slot === this.#slots.length - 1) this.#enlistLast(flow);
    else if (flow.entries === 1) this.#enlist(expiryDay);
  }

  /**
   * Takes a cancelled trade back: out of the session's total, out of the windows it is still in, and
   * its strike with it where nothing else traded there. All sums are then what they would be without it.
   * @param sequence the trade's, {@link next} when it was appended
   * @param netGamma what was appended with it
   */
  takeBack(
    sequence: number,
    expiryDay: number,
    right: OptionRight,
    strike: number,
    netGamma: number,
  ): void {
    const flow = this.#slots[this.#slotOf(expiryDay, right, strike)];
    if (flow === undefined) return;
    const coarse = coarsePart(netGamma);
    const fine = finePart(netGamma, coarse);
    flow.sessionTotal.change(coarse, fine, -1);
    if (sequence >= this.#wallFirst) flow.wallWindow.change(coarse, fine, -1);
    if (sequence >= this.#flowFirst) {
      flow.flowWindow.change(coarse, fine, -1);
      flow.tradesInWindow--;
    }
    if (sequence >= this.first) this.#codes[sequence & this.mask] = TAKEN_BACK;
    flow.entries--;
    if (flow.entries === 0) this.#enlist(expiryDay);
  }

  #slotOf(expiryDay: number, right: OptionRight, strike: number): number {
    const known = this.#slots.findIndex(
      (flow) => flow.strike === strike && flow.right === right && flow.expiryDay === expiryDay,
    );
    if (known >= 0) return known;
    return this.#slots.push(emptyFlow(expiryDay, right, strike)) - 1;
  }

  #enlistLast(flow: StrikeFlow): void {
    const listed = this.#strikes.get(flow.expiryDay);
    if (listed === undefined) this.#strikes.set(flow.expiryDay, [flow]);
    else listed.push(flow);
  }

  /** Lists the strikes of an expiry anew, in the order of their first trades. */
  #enlist(expiryDay: number): void {
    const listed = this.#slots.filter((flow) => flow.expiryDay === expiryDay && flow.entries > 0);
    this.#strikes.set(expiryDay, listed);
  }

  /** Moves both windows on to `nowNs`. */
  expire(nowNs: number): void {
    this.#flowFirst = this.#leave(this.#flowFirst, nowNs - this.#flowNs, (flow, index) => {
      flow.flowWindow.change(this.#coarse[index] ?? 0, this.#fine[index] ?? 0, -1);
      if (this.#codes[index] !== AGGREGATE) flow.tradesInWindow--;
    });
    this.#wallFirst = this.#leave(this.#wallFirst, nowNs - this.#wallNs, (flow, index) => {
      flow.wallWindow.change(this.#coarse[index] ?? 0, this.#fine[index] ?? 0, -1);
    });
    this.first = Math.min(this.#flowFirst, this.#wallFirst);
  }

  #leave(
    first: number,
    limitNs: number,
    takeOut: (flow: StrikeFlow, index: number) => void,
  ): number {
    let sequence = first;
    while (sequence < this.next) {
      const index = sequence & this.mask;
      if ((this.#timeNs[index] ?? 0) > limitNs) break;
      const flow = this.#slots[this.#slot[index] ?? -1];
      if (flow !== undefined && this.#codes[index] !== TAKEN_BACK) takeOut(flow, index);
      sequence++;
    }
    return sequence;
  }

  /** Sequence of the oldest entry in the flow window. */
  get firstInWindow(): number {
    return this.#flowFirst;
  }

  /** The entry of a sequence number; undefined when it has gone or was taken back. */
  read(sequence: number): OptionFlowEntry | undefined {
    if (sequence < this.first || sequence >= this.next) return undefined;
    const index = sequence & this.mask;
    const flow = this.#slots[this.#slot[index] ?? -1];
    const code = this.#codes[index] ?? AGGREGATE;
    if (flow === undefined || code === TAKEN_BACK) return undefined;
    return {
      timeNs: this.#timeNs[index] ?? 0,
      expiryDay: flow.expiryDay,
      right: flow.right,
      strike: flow.strike,
      netGamma: joinedParts(this.#coarse[index] ?? 0, this.#fine[index] ?? 0),
      signed: verdictOf(code),
    };
  }

  /** Every strike of an expiry with an option trade in this session, in order of first trade. */
  strikesOf(expiryDay: number): readonly StrikeFlow[] {
    return this.#strikes.get(expiryDay) ?? [];
  }

  /** Flow and trades of W_g over strikes within `range` of `price`. */
  near(expiryDay: number, price: number, range: number): FuelTotals {
    const totals: FuelTotals = { netGamma: 0, trades: 0 };
    for (const flow of this.strikesOf(expiryDay)) {
      if (Math.abs(flow.strike - price) > range + TOLERANCE) continue;
      totals.netGamma += flow.flowWindow.value;
      totals.trades += flow.tradesInWindow;
    }
    return totals;
  }

  /** The session's flow over all strikes of an expiry; undefined while none has traded. */
  sessionTotal(expiryDay: number): number | undefined {
    const flows = this.strikesOf(expiryDay);
    if (flows.length === 0) return undefined;
    return flows.reduce((sum, { sessionTotal }) => sum + sessionTotal.value, 0);
  }

  /**
   * The strike with the most negative flow in W_wall, calls at or above spot, puts at or below it;
   * undefined when no flow there is negative. Ties go to the strike nearer spot, then the lower.
   */
  wall(expiryDay: number, right: OptionRight, spot: number): GammaAtStrike | undefined {
    let best: GammaAtStrike | undefined;
    for (const flow of this.strikesOf(expiryDay)) {
      if (flow.right !== right) continue;
      best = strongerWall(best, right, spot, flow.strike, flow.wallWindow.value);
    }
    return best;
  }

  clear(): void {
    this.first = this.next;
    this.#flowFirst = this.next;
    this.#wallFirst = this.next;
    this.#slots.length = 0;
    this.#strikes.clear();
  }

  transfer(state: StateTransfer): void {
    this.transferEntries(state);
    this.#flowFirst = state.number(this.#flowFirst);
    this.#wallFirst = state.number(this.#wallFirst);
    state.list(this.#slots, (flow) => transferFlow(state, flow));
    if (!state.isRestoring) return;
    this.#strikes.clear();
    for (const { expiryDay } of this.#slots) {
      if (!this.#strikes.has(expiryDay)) this.#enlist(expiryDay);
    }
  }

  protected override columns() {
    return [this.#timeNs, this.#slot, this.#coarse, this.#fine, this.#codes];
  }

  protected override growColumns(): void {
    this.#timeNs = this.regrow(this.#timeNs, new Float64Array(this.capacity));
    this.#slot = this.regrow(this.#slot, new Int32Array(this.capacity));
    this.#coarse = this.regrow(this.#coarse, new Float64Array(this.capacity));
    this.#fine = this.regrow(this.#fine, new Float64Array(this.capacity));
    this.#codes = this.regrow(this.#codes, new Uint8Array(this.capacity));
  }
}

const emptyFlow = (expiryDay: number, right: OptionRight, strike: number): StrikeFlow => ({
  expiryDay,
  right,
  strike,
  flowWindow: new ExactSum(),
  wallWindow: new ExactSum(),
  sessionTotal: new ExactSum(),
  tradesInWindow: 0,
  entries: 0,
});

function transferFlow(state: StateTransfer, known: StrikeFlow | undefined): StrikeFlow {
  const expiryDay = state.number(known?.expiryDay ?? 0);
  const right = state.flag(known?.right === 'C') ? 'C' : 'P';
  const strike = state.number(known?.strike ?? 0);
  const flow = known ?? emptyFlow(expiryDay, right, strike);
  flow.flowWindow.transfer(state);
  flow.wallWindow.transfer(state);
  flow.sessionTotal.transfer(state);
  flow.tradesInWindow = state.number(flow.tradesInWindow);
  flow.entries = state.number(flow.entries);
  return flow;
}
