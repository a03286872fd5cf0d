import { RTYPE, TS_OUT_BYTES } from '../layout.ts';
import { definitionV1, definitionV2, definitionV3 } from './definitionLayouts.ts';
import type { RecordLayout } from './fields.ts';
import {
  errorV1,
  errorV2,
  symbolMappingV1,
  symbolMappingV2,
  systemV1,
  systemV2,
} from './gatewayLayouts.ts';
import { bbo, cbbo, cmbp1, mbo, mbp1, mbp10, ohlcv, trade } from './marketLayouts.ts';
import { imbalance, statisticsV1, statisticsV3, status } from './venueLayouts.ts';

/** The layouts of each record type, oldest version first; a record's size tells which it is. */
export const RECORD_LAYOUTS: ReadonlyMap<number, readonly RecordLayout[]> = new Map<
  number,
  readonly RecordLayout[]
>([
  [RTYPE.trade, [trade]],
  [RTYPE.mbp1, [mbp1]],
  [RTYPE.mbp10, [mbp10]],
  [RTYPE.ohlcvDeprecated, [ohlcv]],
  [RTYPE.status, [status]],
  [RTYPE.definition, [definitionV1, definitionV2, definitionV3]],
  [RTYPE.imbalance, [imbalance]],
  [RTYPE.error, [errorV1, errorV2]],
  [RTYPE.symbolMapping, [symbolMappingV1, symbolMappingV2]],
  [RTYPE.system, [systemV1, systemV2]],
  [RTYPE.statistics, [statisticsV1, statisticsV3]],
  [RTYPE.ohlcv1s, [ohlcv]],
  [RTYPE.ohlcv1m, [ohlcv]],
  [RTYPE.ohlcv1h, [ohlcv]],
  [RTYPE.ohlcv1d, [ohlcv]],
  [RTYPE.ohlcvEod, [ohlcv]],
  [RTYPE.mbo, [mbo]],
  [RTYPE.cmbp1, [cmbp1]],
  [RTYPE.cbbo1s, [cbbo]],
  [RTYPE.cbbo1m, [cbbo]],
  [RTYPE.tcbbo, [cmbp1]],
  [RTYPE.bbo1s, [bbo]],
  [RTYPE.bbo1m, [bbo]],
]);

/**
 * The layout of a record by its type and length, with or without `ts_out`; undefined for a type or
 * length that no version knows.
 */
export function layoutOf(rtype: number, lengthBytes: number): RecordLayout | undefined {
  const layouts = RECORD_LAYOUTS.get(rtype);
  return layouts?.find(
    ({ bytes }) => bytes === lengthBytes || bytes + TS_OUT_BYTES === lengthBytes,
  );
}
