import {
  char,
  i32,
  nanos,
  optionalI32,
  optionalI64,
  optionalU32,
  recordLayout,
  reserved,
  timeNs,
  u16,
  u32,
  u8,
} from './fields.ts';

/** What a venue says of an instrument's trading beside orders and trades. */

export const status = recordLayout(
  timeNs('ts_recv'),
  u16('action'),
  u16('reason'),
  u16('trading_event'),
  char('is_trading'),
  char('is_quoting'),
  char('is_short_sell_restricted'),
  reserved(7),
);

/** Auction imbalance. Field order: the vendor's library. */
export const imbalance = recordLayout(
  timeNs('ts_recv'),
  nanos('ref_price'),
  timeNs('auction_time'),
  nanos('cont_book_clr_price'),
  nanos('auct_interest_clr_price'),
  nanos('ssr_filling_price'),
  nanos('ind_match_price'),
  nanos('upper_collar'),
  nanos('lower_collar'),
  optionalU32('paired_qty'),
  optionalU32('total_imbalance_qty'),
  optionalU32('market_imbalance_qty'),
  optionalU32('unpaired_qty'),
  char('auction_type'),
  char('side'),
  u8('auction_status'),
  u8('freeze_status'),
  u8('num_extensions'),
  char('unpaired_side'),
  char('significant_imbalance'),
  reserved(1),
);

const statisticTimes = [timeNs('ts_recv'), timeNs('ts_ref'), nanos('price')] as const;
const statisticTail = [
  u32('sequence'),
  i32('ts_in_delta'),
  u16('stat_type'),
  u16('channel_id'),
  u8('update_action'),
  u8('stat_flags'),
] as const;

/** Statistics of versions 1 and 2. */
export const statisticsV1 = recordLayout(
  ...statisticTimes,
  optionalI32('quantity'),
  ...statisticTail,
  reserved(6),
);

export const statisticsV3 = recordLayout(
  ...statisticTimes,
  optionalI64('quantity'),
  ...statisticTail,
  reserved(18),
);
