import { BreakwaterError } from '../../../core/errors.ts';
import { HEADER, RTYPE, rtypeName } from '../layout.ts';
import type { FieldValue, RecordLayout } from './fields.ts';
import { decodeRecord, encodeRecord } from './recordCodec.ts';
import { RECORD_LAYOUTS, layoutOf } from './recordLayouts.ts';

/** The versions that brought the layouts of the types that have several. */
const FIRST_VERSIONS: ReadonlyMap<number, readonly number[]> = new Map([
  [RTYPE.definition, [1, 2, 3]],
  [RTYPE.error, [1, 2]],
  [RTYPE.symbolMapping, [1, 2]],
  [RTYPE.system, [1, 2]],
  [RTYPE.statistics, [1, 3]],
]);

const HEARTBEAT_CODE = 0;
const NO_SIDE = 'N';

/**
 * A record in the layout of a DBN version, as the vendor's library upgrades it: what the older
 * layout does not tell is undefined, what the newer one does not hold is dropped.
 *
 * @returns undefined when the record already has that layout, or a type or length that no version
 *   knows
 * @throws BreakwaterError when the record's layout is of a later version
 */
export function upgradeRecord(
  view: DataView,
  offset: number,
  lengthBytes: number,
  version: 2 | 3,
): Uint8Array | undefined {
  const rtype = view.getUint8(offset + HEADER.rtype);
  const firstVersions = FIRST_VERSIONS.get(rtype);
  if (firstVersions === undefined) return undefined;
  const present = layoutOf(rtype, lengthBytes);
  if (present === undefined) return undefined;
  const index = firstVersions.findLastIndex((first) => first <= version);
  const target = RECORD_LAYOUTS.get(rtype)?.[index];
  if (target === undefined || target === present) return undefined;
  if (target.bytes < present.bytes) throw tooNew(rtype, present, target, version);
  const record = decodeRecord(view, offset, lengthBytes);
  const values: Record<string, FieldValue> = {};
  for (const { name } of target.fields) {
    if (Object.hasOwn(record.values, name)) values[name] = record.values[name];
  }
  if (rtype === RTYPE.system && values['msg'] === 'Heartbeat') values['code'] = HEARTBEAT_CODE;
  if ('leg_side' in target.places) values['leg_side'] = NO_SIDE;
  return encodeRecord({ ...record, layout: target, values, raw: {} });
}

function tooNew(
  rtype: number,
  present: RecordLayout,
  target: RecordLayout,
  version: number,
): BreakwaterError {
  return new BreakwaterError('usage', `Version ${version} has no room for a later record.`, {
    place: {
      field: rtypeName(rtype),
      expected: `${target.bytes} bytes, the layout of version ${version}`,
      found: `${present.bytes} bytes, a later layout that says more`,
    },
    remedy: 'Write version 3.',
  });
}
