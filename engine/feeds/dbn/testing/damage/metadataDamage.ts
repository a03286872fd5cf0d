import { metadataBytes } from '../dbnBytes.ts';
import { METADATA, bookRecords, withMetadata } from './content.ts';
import { aFileOf, type DamageKind } from './damageKind.ts';

/** Where the lists of the metadata of {@link METADATA} start: one symbol, none, none, one mapping. */
const SYMBOLS_AT = 112;
const MAPPINGS_AT = SYMBOLS_AT + 4 + 71 + 4 + 4;
const INTERVALS_AT = MAPPINGS_AT + 4 + 71;
const LIE = 0xffff_fff0;

const mapping = (start: number, end: number, id: string): Buffer =>
  Buffer.concat([
    metadataBytes({ mappings: [{ key: 'ESH1', intervals: [[start, end, id]] }] }),
    bookRecords(5),
  ]);

/** Damage before the first record: such a file is refused as a whole. */
export const METADATA_DAMAGE: readonly DamageKind[] = [
  ...[0, 4, 9].map((version) =>
    aFileOf(`version ${version}`, new RegExp(`^DBN version ${version} is not supported`), () =>
      withMetadata((bytes) => bytes.writeUInt8(version, 3)),
    ),
  ),
  aFileOf('metadata length of 4 GB', /its metadata length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(0xffff_ffff, 4)),
  ),
  aFileOf('metadata length of a hundredfold', /its metadata length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(1_000_000, 4)),
  ),
  aFileOf('metadata length 0', /its metadata length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(0, 4)),
  ),
  aFileOf('metadata length 64 too long', /its metadata length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(METADATA.length - 8 + 64, 4)),
  ),
  aFileOf('metadata cut', /^The file ends inside its metadata\.$/, () => METADATA.subarray(0, 150)),
  aFileOf('prelude cut', /^The file ends inside its metadata\.$/, () => METADATA.subarray(0, 20)),
  aFileOf('schema definition length', /its schema definition length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(4096, 108)),
  ),
  aFileOf('symbol length 0', /its symbol length cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt16LE(0, 53)),
  ),
  aFileOf('symbol length 65,535', /its number of symbols cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt16LE(0xffff, 53)),
  ),
  aFileOf('number of symbols lies', /its number of symbols cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(LIE, SYMBOLS_AT)),
  ),
  aFileOf('number of mappings lies', /its number of mappings cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(LIE, MAPPINGS_AT)),
  ),
  aFileOf('number of intervals lies', /its number of intervals cannot be/, () =>
    withMetadata((bytes) => bytes.writeUInt32LE(LIE, INTERVALS_AT)),
  ),
  aFileOf('mapping date of no calendar', /its mapping date cannot be/, () =>
    mapping(20_201_399, 20_201_229, '5482'),
  ),
  aFileOf('mapping to no instrument id', /its mapping cannot be/, () =>
    mapping(20_201_228, 20_201_229, '54x2'),
  ),
];
