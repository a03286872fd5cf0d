/**
 * The bytes of the WebSocket bridge: MessagePack, with typed arrays as extension types so that
 * they arrive as typed arrays. Multi-byte values of extension types are little-endian, as on every
 * machine this runs on.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { BreakwaterError } from './errors.ts';
import type { HostEvent, Request } from './protocol.ts';

/** No message, in either direction, is larger than this (DESIGN, "Protocol"). */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** Where the WebSocket bridge of the local host answers. */
export const BRIDGE_PATH = '/bridge';

/**
 * The client offers the subprotocol `breakwater.<token>`. The page finds its token in the fragment
 * of the printed address, `#token=<token>`, which browsers send to nobody.
 */
export const SUBPROTOCOL_PREFIX = 'breakwater.';

type WireArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array;

interface WireArrayType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): WireArray;
}

/** Extension type number = index. Append only: the numbers are the format. */
const ARRAY_TYPES: readonly WireArrayType[] = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Uint16Array,
];

const codec = new ExtensionCodec();
ARRAY_TYPES.forEach((ArrayType, type) => {
  codec.register({
    type,
    encode: (value) =>
      value instanceof ArrayType
        ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        : null,
    decode: (bytes) => decodeArray(ArrayType, bytes),
  });
});

/** Copies, because the bytes lie anywhere in the message and typed arrays must start aligned. */
function decodeArray(ArrayType: WireArrayType, bytes: Uint8Array): WireArray {
  if (bytes.byteLength % ArrayType.BYTES_PER_ELEMENT !== 0) {
    throw new BreakwaterError('bad-input', 'A typed array in a message is torn.', {
      place: {
        expected: `a multiple of ${ArrayType.BYTES_PER_ELEMENT} bytes`,
        found: `${bytes.byteLength} bytes`,
      },
    });
  }
  return new ArrayType(new Uint8Array(bytes).buffer);
}

function assertSize(byteLength: number): void {
  if (byteLength <= MAX_MESSAGE_BYTES) return;
  throw new BreakwaterError('bad-input', 'A message is too large.', {
    place: { expected: `at most ${MAX_MESSAGE_BYTES} bytes`, found: `${byteLength} bytes` },
    remedy: 'Send it in parts.',
  });
}

/**
 * Properties that are undefined are left out.
 * @throws BreakwaterError (bad-input) when the message is larger than {@link MAX_MESSAGE_BYTES}
 */
export function encodeMessage(message: Request | HostEvent): Uint8Array<ArrayBuffer> {
  const bytes = encode(message, { extensionCodec: codec, ignoreUndefined: true });
  assertSize(bytes.byteLength);
  return bytes;
}

/**
 * The message as it was sent, not yet checked against any schema. Nothing in it shares memory
 * with `bytes`, except plain byte strings.
 * @throws BreakwaterError (bad-input) when the bytes are too many or not one MessagePack value
 */
export function decodeMessage(bytes: Uint8Array): unknown {
  assertSize(bytes.byteLength);
  try {
    return decode(bytes, { extensionCodec: codec });
  } catch (cause) {
    if (cause instanceof BreakwaterError) throw cause;
    throw new BreakwaterError('bad-input', 'A message cannot be read.', {
      place: {
        expected: 'one MessagePack value',
        found: cause instanceof Error ? cause.message : String(cause),
      },
      cause,
    });
  }
}

/**
 * A message of the host, as the screen reads it: the host is trusted to send what the protocol
 * says, so only the envelope is checked.
 * @throws BreakwaterError (bad-input) as {@link decodeMessage}, and when it is no event
 */
export function decodeHostEvent(bytes: Uint8Array): HostEvent {
  const message = decodeMessage(bytes);
  if (typeof message === 'object' && message !== null && 'type' in message) {
    return message as HostEvent;
  }
  throw new BreakwaterError('bad-input', 'The host sent something that is no event.', {
    place: { expected: 'an object with a type', found: typeof message },
  });
}
