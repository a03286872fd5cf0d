import type { Gap, Oddity } from '../../../core/events.ts';
import type { RecordPlace } from '../reader.ts';

/** Where a source stands in its file. */
export interface Standing {
  readonly place: RecordPlace;
  readonly hasEnded: boolean;
  readonly gap: Gap | undefined;
  readonly oddities: readonly Oddity[];
}

/** Before its first record. */
export const NOWHERE: Standing = {
  place: { byteOffset: 0, recordIndex: 0 },
  hasEnded: false,
  gap: undefined,
  oddities: [],
};
