import {
  EVENT_RANK,
  MID,
  type Aggressor,
  type EventSink,
  type OptionContract,
  type OptionQuote,
  type OptionTradeMarks,
} from '../../../core/events.ts';
import { ACTION, HEADER, MARKET, RTYPE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';
import { priceNanosAt, u32At } from '../records.ts';
import { DbnSource } from './dbnSource.ts';
import type { OptionContracts } from './optionContracts.ts';
import { readQuote } from './quotes.ts';

const OPTION_RTYPES = [
  RTYPE.trade,
  RTYPE.mbp1,
  RTYPE.cmbp1,
  RTYPE.tcbbo,
  RTYPE.cbbo1s,
  RTYPE.cbbo1m,
  RTYPE.bbo1s,
  RTYPE.bbo1m,
];

/** Sampled records have leftovers where others carry the action: they are quotes, never trades. */
const SAMPLED: ReadonlySet<number> = new Set([
  RTYPE.cbbo1s,
  RTYPE.cbbo1m,
  RTYPE.bbo1s,
  RTYPE.bbo1m,
]);

/** CME Globex, the vendor's one publisher of the dataset GLBX.MDP3. */
const GLOBEX_PUBLISHER = 1;
/**
 * Globex names the side of every trade that has one. What it prints without is a leg of a spread, implied,
 * or of an opening: no customer crossed that option's own spread. OPRA names no side of any trade, and
 * its records hold neither condition nor cancel.
 */
const SIDELESS: OptionTradeMarks = { condition: 'unsignable', venue: GLOBEX_PUBLISHER };

/**
 * Option trades and quotes of the profile's underlying. A trade record that carries a quote is
 * judged by that quote and no other (SPEC §1); options of other underlyings are no events.
 */
export class OptionSource extends DbnSource {
  readonly #contracts: OptionContracts;
  readonly #givesTrades: boolean;
  readonly #quote: OptionQuote = { bidNanos: 0, askNanos: 0, bidSize: 0, askSize: 0 };
  #contract: OptionContract | undefined;
  #isTrade = false;
  #carriesQuote = false;
  #priceNanos = 0;
  #size = 0;
  #aggressor: Aggressor | null = null;
  #marks: OptionTradeMarks | undefined;

  /** @param givesTrades false where another file already gives the trades: no double count */
  constructor(reader: RecordReader, contracts: OptionContracts, givesTrades: boolean) {
    super(reader, 'options', OPTION_RTYPES, EVENT_RANK.optionTrade);
    this.#contracts = contracts;
    this.#givesTrades = givesTrades;
  }

  protected override accept(): boolean {
    const symbol = this.symbol();
    if (symbol === undefined) this.odd('unmapped');
    this.#contract = symbol === undefined ? undefined : this.#contracts.find(symbol);
    const { view, offset, rtype } = this.reader;
    const action = SAMPLED.has(rtype) ? ACTION.none : view.getUint8(offset + MARKET.action);
    this.#isTrade = action === ACTION.trade;
    if (this.#contract === undefined) {
      if (this.#isTrade && symbol !== undefined) this.#noteSpread(symbol);
      return false;
    }
    if (!this.#isTrade) this.noteAction(action);
    this.#carriesQuote = rtype !== RTYPE.trade;
    if (this.#carriesQuote) readQuote(view, offset, this.#quote);
    this.rank = this.#isTrade ? EVENT_RANK.optionTrade : EVENT_RANK.optionQuote;
    return this.#isTrade ? this.#givesTrades && this.#readTrade(view, offset) : this.#carriesQuote;
  }

  /** Trades of spreads are counted, so that nobody takes the signed flow for all of the market. */
  #noteSpread(symbol: string): void {
    if (this.#givesTrades && this.#contracts.isSpread(symbol)) this.odd('option_spread');
  }

  #readTrade(view: DataView, offset: number): boolean {
    this.#priceNanos = priceNanosAt(view, offset + MARKET.price);
    this.#size = u32At(view, offset + MARKET.size);
    const aggressor = this.aggressor();
    this.#aggressor = aggressor === MID ? null : aggressor;
    this.#marks = aggressor === MID && this.#isGlobex(view, offset) ? SIDELESS : undefined;
    return this.isTradeOf(this.#priceNanos, this.#size);
  }

  /** Publishers are the vendor's numbers in the vendor's own files only. */
  #isGlobex(view: DataView, offset: number): boolean {
    const publisherId = view.getUint16(offset + HEADER.publisherId, true);
    return this.reader.metadata !== null && publisherId === GLOBEX_PUBLISHER;
  }

  protected override hand(sink: EventSink): void {
    const contract = this.#contract;
    if (contract === undefined) return;
    if (!this.#isTrade) {
      sink.onOptionQuote(this.timeNs, contract, this.#quote);
      return;
    }
    sink.onOptionTrade(
      this.timeNs,
      contract,
      this.#priceNanos,
      this.#size,
      this.#aggressor,
      this.#carriesQuote ? this.#quote : null,
      this.reader.optionMarks ?? this.#marks,
    );
  }
}
