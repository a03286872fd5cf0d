import { headerBytes, metadataBytes } from '../dbnBytes.ts';
import {
  METADATA,
  RECORD_BYTES,
  SOUND_RECORDS,
  bookRecords,
  levelAt,
  soundStart,
  withRecord,
} from './content.ts';
import { aFileOf, type DamageKind } from './damageKind.ts';

const LENGTH = /^A record has a length that its type cannot have\.$/;
const CUT = /^The file ends inside a record\.$/;
const delivered = SOUND_RECORDS;
/** Values that only a session can judge: `inspect` counts them and does not refuse. */
const inSession = { delivered, isSeenByInspect: false };

const setWords = (words: number) => () => withRecord((record) => record.writeUInt8(words, 0));

const cutMagic = Buffer.from('DBN\u0009', 'latin1');

/** Damage between the records of an uncompressed file. */
export const RECORD_DAMAGE: readonly DamageKind[] = [
  aFileOf('record length 0', LENGTH, setWords(0), { delivered }),
  aFileOf('record shorter than a header', LENGTH, setWords(3), { delivered }),
  aFileOf('record with the length of another type', LENGTH, setWords(20), { delivered }),
  aFileOf('record of an odd number of words', LENGTH, setWords(93), { delivered }),
  aFileOf(
    'record length past the end',
    CUT,
    () => Buffer.concat([soundStart(), headerBytes(0x0a, 1016).subarray(0, RECORD_BYTES)]),
    { delivered },
  ),
  aFileOf(
    'half a record',
    CUT,
    () => withRecord(() => undefined).subarray(0, -RECORD_BYTES * 5.5),
    {
      delivered,
    },
  ),
  aFileOf('one byte of a record', CUT, () => Buffer.concat([soundStart(), Buffer.of(92)]), {
    delivered,
  }),
  aFileOf('zeros at the end', LENGTH, () => Buffer.concat([soundStart(), Buffer.alloc(4096)]), {
    delivered,
  }),
  aFileOf(
    'a web page at the end',
    CUT,
    () => Buffer.concat([soundStart(), Buffer.from('<html><title>504 Gateway Time-out</title>')]),
    { delivered },
  ),
  aFileOf(
    'metadata of version 9 between records',
    /^DBN version 9 is not supported\.$/,
    () => Buffer.concat([soundStart(), cutMagic, METADATA.subarray(4), bookRecords(2)]),
    { delivered },
  ),
  aFileOf(
    'metadata cut off between records',
    /^The file ends inside its metadata\.$/,
    () => Buffer.concat([soundStart(), metadataBytes({ version: 2 }).subarray(0, 130)]),
    { delivered },
  ),
  aFileOf(
    'half a record, then another file',
    /^(A book price is not a multiple|The levels of a book are out of order)/,
    () =>
      Buffer.concat([
        soundStart(),
        bookRecords(1, SOUND_RECORDS).subarray(0, 200),
        METADATA,
        bookRecords(5),
      ]),
    inSession,
  ),
  aFileOf(
    'timestamp 0',
    /^A timestamp lies more than 104 days/,
    () => withRecord((record) => record.writeBigUInt64LE(0n, 8)),
    inSession,
  ),
  aFileOf(
    'timestamp of the year 2300',
    /^A timestamp lies more than 104 days/,
    () => withRecord((record) => record.writeBigUInt64LE(10_413_792_000_000_000_000n, 8)),
    inSession,
  ),
  aFileOf(
    'first timestamp that no market has',
    /^No market has this time\.$/,
    () => {
      const content = Buffer.concat([METADATA, bookRecords(5)]);
      content.writeBigUInt64LE(1n, METADATA.length + 8);
      return content;
    },
    { isSeenByInspect: false },
  ),
  aFileOf(
    'book levels out of order',
    /^The levels of a book are out of order\.$/,
    () => withRecord((record) => record.copyWithin(levelAt(3), levelAt(1), levelAt(1) + 8)),
    inSession,
  ),
  aFileOf(
    'book level twice',
    /^The levels of a book are out of order\.$/,
    () => withRecord((record) => record.copyWithin(levelAt(5), levelAt(4), levelAt(5))),
    inSession,
  ),
  aFileOf(
    'book price off the grid',
    /^A book price is not a multiple of the tick size\.$/,
    () => withRecord((record) => record.writeBigInt64LE(3_719_990_000_000n, levelAt(0))),
    inSession,
  ),
  aFileOf(
    'flipped bit high in a book price',
    /^A book price is not a multiple of the tick size\.$/,
    () =>
      withRecord((record) =>
        record.writeUInt8(0x40 ^ (record[levelAt(2) + 7] ?? 0), levelAt(2) + 7),
      ),
    inSession,
  ),
];
