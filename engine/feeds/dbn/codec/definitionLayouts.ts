import {
  char,
  i32,
  nanos,
  optionalI16,
  optionalI32,
  optionalI8,
  optionalU16,
  optionalU32,
  optionalU8,
  recordLayout,
  reserved,
  text,
  timeNs,
  u16,
  u32,
  u64,
} from './fields.ts';

/** Instrument definitions: every version has a layout of its own. */

const limits = [
  timeNs('ts_recv'),
  nanos('min_price_increment'),
  nanos('display_factor'),
  timeNs('expiration'),
  timeNs('activation'),
  nanos('high_limit_price'),
  nanos('low_limit_price'),
  nanos('max_price_variation'),
] as const;

const amounts = [
  nanos('unit_of_measure_qty'),
  nanos('min_price_increment_amount'),
  nanos('price_ratio'),
] as const;

const lots = [
  optionalI32('market_depth_implied'),
  optionalI32('market_depth'),
  optionalU32('market_segment_id'),
  optionalU32('max_trade_vol'),
  optionalI32('min_lot_size'),
  optionalI32('min_lot_size_block'),
  optionalI32('min_lot_size_round_lot'),
  optionalU32('min_trade_vol'),
] as const;

const contractSize = [
  optionalI32('contract_multiplier'),
  optionalI32('decay_quantity'),
  optionalI32('original_contract_size'),
] as const;

const dates = [
  optionalI16('appl_id'),
  optionalU16('maturity_year'),
  optionalU16('decay_start_date'),
  optionalU16('channel_id'),
] as const;

const currencies = [text('currency', 4), text('settl_currency', 4), text('secsubtype', 6)] as const;

const classification = [
  text('cfi', 7),
  text('security_type', 7),
  text('unit_of_measure', 31),
  text('underlying', 21),
  text('strike_price_currency', 4),
] as const;

/** From the class to the tick rule, as in versions 1 and 2. */
const fractionsV1 = [
  char('match_algorithm'),
  optionalU8('md_security_trading_status'),
  optionalU8('main_fraction'),
  optionalU8('price_display_format'),
  optionalU8('settl_price_type'),
  optionalU8('sub_fraction'),
  optionalU8('underlying_product'),
] as const;

const calendar = [
  char('security_update_action'),
  optionalU8('maturity_month'),
  optionalU8('maturity_day'),
  optionalU8('maturity_week'),
  char('user_defined_instrument'),
  optionalI8('contract_multiplier_unit'),
  optionalI8('flow_schedule_type'),
  optionalU8('tick_rule'),
] as const;

export const definitionV1 = recordLayout(
  ...limits,
  nanos('trading_reference_price'),
  ...amounts,
  optionalI32('inst_attrib_value'),
  u32('underlying_id'),
  u32('raw_instrument_id'),
  ...lots,
  reserved(4),
  ...contractSize,
  reserved(4),
  optionalU16('trading_reference_date'),
  ...dates,
  ...currencies,
  text('raw_symbol', 22),
  text('group', 21),
  text('exchange', 5),
  text('asset', 7),
  ...classification,
  char('instrument_class'),
  reserved(2),
  nanos('strike_price'),
  reserved(6),
  ...fractionsV1,
  ...calendar,
  reserved(3),
);

export const definitionV2 = recordLayout(
  ...limits,
  nanos('trading_reference_price'),
  ...amounts,
  nanos('strike_price'),
  optionalI32('inst_attrib_value'),
  u32('underlying_id'),
  u32('raw_instrument_id'),
  ...lots,
  ...contractSize,
  optionalU16('trading_reference_date'),
  ...dates,
  ...currencies,
  text('raw_symbol', 71),
  text('group', 21),
  text('exchange', 5),
  text('asset', 7),
  ...classification,
  char('instrument_class'),
  ...fractionsV1,
  ...calendar,
  reserved(10),
);

/** A spread has one record per leg, with the same instrument id. */
export const definitionV3 = recordLayout(
  ...limits,
  ...amounts,
  nanos('strike_price'),
  u64('raw_instrument_id'),
  nanos('leg_price'),
  nanos('leg_delta'),
  optionalI32('inst_attrib_value'),
  u32('underlying_id'),
  ...lots,
  ...contractSize,
  u32('leg_instrument_id'),
  i32('leg_ratio_price_numerator'),
  i32('leg_ratio_price_denominator'),
  i32('leg_ratio_qty_numerator'),
  i32('leg_ratio_qty_denominator'),
  u32('leg_underlying_id'),
  ...dates,
  u16('leg_count'),
  u16('leg_index'),
  ...currencies,
  text('raw_symbol', 71),
  text('group', 21),
  text('exchange', 5),
  text('asset', 11),
  ...classification,
  text('leg_raw_symbol', 71),
  char('instrument_class'),
  char('match_algorithm'),
  optionalU8('main_fraction'),
  optionalU8('price_display_format'),
  optionalU8('sub_fraction'),
  optionalU8('underlying_product'),
  ...calendar,
  char('leg_instrument_class'),
  char('leg_side'),
  reserved(17),
);
