import { readValues } from './codec/fieldValues.ts';
import {
  errorV1,
  errorV2,
  symbolMappingV1,
  symbolMappingV2,
  systemV1,
  systemV2,
} from './codec/gatewayLayouts.ts';
import { HEADER, STYPE } from './layout.ts';

/** What a live session says an instrument id means; the id is in the record's header. */
export interface SymbolMappingRecord {
  readonly instrumentId: number;
  /** The symbol as subscribed, e.g. `ES.c.0`; may be empty. */
  readonly stypeInSymbol: string;
  /** The raw symbol, e.g. `ESZ4`. */
  readonly stypeOutSymbol: string;
  /** Symbology type codes; undefined in version 1. 255 = none. */
  readonly stypeIn: number | undefined;
  readonly stypeOut: number | undefined;
  /** Unix ns, undefined where the stream does not say. */
  readonly startNs: bigint | undefined;
  readonly endNs: bigint | undefined;
}

/** Decodes a symbol mapping record of any version at `offset`; its size tells the layout. */
export function decodeSymbolMapping(
  view: DataView,
  offset: number,
  lengthBytes: number,
): SymbolMappingRecord {
  const instrumentId = view.getUint32(offset + HEADER.instrumentId, true);
  if (lengthBytes < symbolMappingV2.bytes) {
    const values = readValues(symbolMappingV1, view, offset);
    return { instrumentId, ...symbolsOf(values), stypeIn: undefined, stypeOut: undefined };
  }
  const values = readValues(symbolMappingV2, view, offset);
  const { stype_in: stypeIn = STYPE.none, stype_out: stypeOut = STYPE.none } = values;
  return { instrumentId, ...symbolsOf(values), stypeIn, stypeOut };
}

/** The fields that all versions have. */
interface MappingValues {
  readonly stype_in_symbol: string;
  readonly stype_out_symbol: string;
  readonly start_ts: bigint | undefined;
  readonly end_ts: bigint | undefined;
}

function symbolsOf(values: MappingValues) {
  return {
    stypeInSymbol: values.stype_in_symbol,
    stypeOutSymbol: values.stype_out_symbol,
    startNs: values.start_ts,
    endNs: values.end_ts,
  };
}

/** A message of the gateway: system (heartbeat, acknowledgement, …) or error. */
export interface GatewayMessage {
  readonly text: string;
  /** 255 where the gateway gives none. Codes newer than this reader occur. */
  readonly code: number;
}

const CODE_UNSET = 255;
const HEARTBEAT_CODE = 0;
/** Code of the system message that records will be skipped soon: the reader is too slow. */
export const SLOW_READER_CODE = 2;

/** Decodes a system record of any version. A version 1 heartbeat gets the code of a heartbeat. */
export function decodeSystem(view: DataView, offset: number, lengthBytes: number): GatewayMessage {
  if (lengthBytes < systemV2.bytes) {
    const { msg } = readValues(systemV1, view, offset);
    return { text: msg, code: msg === 'Heartbeat' ? HEARTBEAT_CODE : CODE_UNSET };
  }
  const { msg, code = CODE_UNSET } = readValues(systemV2, view, offset);
  return { text: msg, code };
}

/** Decodes an error record of any version. */
export function decodeError(view: DataView, offset: number, lengthBytes: number): GatewayMessage {
  if (lengthBytes < errorV2.bytes) {
    return { text: readValues(errorV1, view, offset).err, code: CODE_UNSET };
  }
  const { err, code = CODE_UNSET } = readValues(errorV2, view, offset);
  return { text: err, code };
}
