import fc from 'fast-check';

/** One change to a file's bytes. Positions are taken modulo the file's length. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | { readonly kind: 'lie'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'remove'; readonly at: number; readonly count: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly count: number }
  | { readonly kind: 'splice'; readonly at: number; readonly other: number; readonly from: number };

/** Headers and metadata stand at the start, and most of what can lie stands there. */
const position = fc.oneof(fc.nat(130), fc.nat(2000), fc.nat(2 ** 30));
/** Counts and lengths that nobody has. */
const lies = fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x00ff_ffff, 254, 65_536);

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('flip'), at: position, bit: fc.nat(7) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('set'), at: position, value: fc.nat(255) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lie'), at: position, value: lies }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), at: position }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('insert'),
      at: position,
      bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove'), at: position, count: fc.nat(600) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repeat'), at: position, count: fc.nat(600) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('splice'),
      at: position,
      other: fc.nat(1000),
      from: position,
    }),
  },
);

/** The bytes after a change; the given ones stay as they are. @param others what splices take from */
export function mutated(bytes: Buffer, change: Mutation, others: readonly Buffer[]): Buffer {
  const at = bytes.length === 0 ? 0 : change.at % bytes.length;
  switch (change.kind) {
    case 'flip':
      return withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << change.bit));
    case 'set':
      return withByte(bytes, at, change.value);
    case 'lie': {
      const lie = Buffer.alloc(4);
      lie.writeUInt32LE(change.value);
      return Buffer.concat([bytes.subarray(0, at), lie, bytes.subarray(at + 4)]);
    }
    case 'cut':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), change.bytes, bytes.subarray(at)]);
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.count)]);
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, at + change.count), bytes.subarray(at)]);
    case 'splice': {
      const other = others[change.other % others.length] ?? bytes;
      return Buffer.concat([
        bytes.subarray(0, at),
        other.subarray(change.from % Math.max(1, other.length)),
      ]);
    }
  }
}

function withByte(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy.writeUInt8(value, at);
  return copy;
}

/** How many bytes at the start both have in common. */
export function commonStart(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at]) at++;
  return at;
}
