import { HEADER, HEADER_BYTES } from './layout.ts';
import { optionalTimeNsAt, textAt } from './records.ts';

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

const MAPPING_V2_BYTES = 176;

/** Decodes a symbol mapping record of any version at `offset`; its size tells the layout. */
export function decodeSymbolMapping(
  view: DataView,
  offset: number,
  lengthBytes: number,
): SymbolMappingRecord {
  const isV1 = lengthBytes < MAPPING_V2_BYTES;
  const at = isV1
    ? { in: 16, out: 38, start: 64, length: 22 }
    : { in: 17, out: 89, start: 160, length: 71 };
  return {
    instrumentId: view.getUint32(offset + HEADER.instrumentId, true),
    stypeInSymbol: textAt(view, offset + at.in, at.length),
    stypeOutSymbol: textAt(view, offset + at.out, at.length),
    stypeIn: isV1 ? undefined : view.getUint8(offset + 16),
    stypeOut: isV1 ? undefined : view.getUint8(offset + 88),
    startNs: optionalTimeNsAt(view, offset + at.start),
    endNs: optionalTimeNsAt(view, offset + at.start + 8),
  };
}

/** A message of the gateway: system (heartbeat, acknowledgement, …) or error. */
export interface GatewayMessage {
  readonly text: string;
  /** 255 where the gateway gives none. Codes newer than this reader occur. */
  readonly code: number;
}

const GATEWAY_V2_BYTES = 320;
const SYSTEM_CODE_OFFSET = 319;
const ERROR_CODE_OFFSET = 318;
const CODE_UNSET = 255;
const HEARTBEAT_CODE = 0;
/** Code of the system message that records will be skipped soon: the reader is too slow. */
export const SLOW_READER_CODE = 2;

/** Decodes a system record of any version. A version 1 heartbeat gets the code of a heartbeat. */
export function decodeSystem(view: DataView, offset: number, lengthBytes: number): GatewayMessage {
  if (lengthBytes < GATEWAY_V2_BYTES) {
    const text = textAt(view, offset + HEADER_BYTES, 64);
    return { text, code: text === 'Heartbeat' ? HEARTBEAT_CODE : CODE_UNSET };
  }
  return {
    text: textAt(view, offset + HEADER_BYTES, SYSTEM_CODE_OFFSET - HEADER_BYTES),
    code: view.getUint8(offset + SYSTEM_CODE_OFFSET),
  };
}

/** Decodes an error record of any version. */
export function decodeError(view: DataView, offset: number, lengthBytes: number): GatewayMessage {
  if (lengthBytes < GATEWAY_V2_BYTES) {
    return { text: textAt(view, offset + HEADER_BYTES, 64), code: CODE_UNSET };
  }
  return {
    text: textAt(view, offset + HEADER_BYTES, ERROR_CODE_OFFSET - HEADER_BYTES),
    code: view.getUint8(offset + ERROR_CODE_OFFSET),
  };
}
