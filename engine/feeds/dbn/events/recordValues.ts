import { BUY, MID, SELL, type Aggressor, type Feed, type Gap } from '../../../core/events.ts';
import { decodeError } from '../gatewayRecords.ts';
import { ACTION, FLAG, MARKET, SIDE, UNDEFINED_SIZE } from '../layout.ts';
import type { RecordReader } from '../recordReader.ts';

/** 1 for each action that the vendor documents. */
const isKnownAction = new Uint8Array(256);
for (const action of Object.values(ACTION)) isKnownAction[action] = 1;

const DOUBTFUL_FLAGS = FLAG.badTsRecv | FLAG.maybeBadBook;

/** Counts an action that nobody documents. */
export function noteAction(reader: RecordReader, action: number): void {
  if (isKnownAction[action] !== 1) reader.noteOddity('unknown_action');
}

/** Counts what the flags of the current market record say against it. */
export function noteFlags(reader: RecordReader): void {
  const flags = reader.view.getUint8(reader.offset + MARKET.flags);
  if ((flags & DOUBTFUL_FLAGS) !== 0) noteDoubt(reader, flags);
}

/** Every snapshot has an unreliable capture time: no oddity there. */
function noteDoubt(reader: RecordReader, flags: number): void {
  const isSnapshot = (flags & FLAG.snapshot) !== 0;
  if ((flags & FLAG.badTsRecv) !== 0 && !isSnapshot) reader.noteOddity('bad_ts_recv');
  if ((flags & FLAG.maybeBadBook) !== 0) reader.noteOddity('maybe_bad_book');
}

/** The side byte of a trade is its aggressor's: `B` bought, `A` sold, anything else is unknown. */
export function aggressorOf(reader: RecordReader): Aggressor {
  const side = reader.view.getUint8(reader.offset + MARKET.side);
  if (side === SIDE.bid) return BUY;
  if (side === SIDE.ask) return SELL;
  if (side !== SIDE.none) reader.noteOddity('unknown_side');
  return MID;
}

/** Whether a trade has a price and a size; one without is counted, and is no trade. */
export function isTradeOf(reader: RecordReader, priceNanos: number, size: number): boolean {
  const isWhole = Number.isFinite(priceNanos) && size > 0 && size !== UNDEFINED_SIZE;
  if (!isWhole) reader.noteOddity('undefined_trade');
  return isWhole;
}

/**
 * The gap that the current record, a gateway's error, stands for; its end is still to be set.
 * @param timeNs session ns of the event before; not finite where there is none
 */
export function vendorErrorGap(reader: RecordReader, feed: Feed, timeNs: number): Gap {
  const { text } = decodeError(reader.view, reader.offset, reader.lengthBytes);
  return {
    feed,
    fromNs: Number.isFinite(timeNs) ? timeNs : null,
    toNs: 0,
    cause: `the vendor reported an error: ${text}`,
    recordsLost: null,
  };
}
