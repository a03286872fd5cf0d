import type { BreakwaterError } from '../../core/errors.ts';
import type { OptionTradeMarks } from '../../core/events.ts';
import type { DbnMetadata } from './metadata.ts';
import type { RecordPlace } from './reader.ts';
import type { RecordCursor } from './recordCursor.ts';

/**
 * A file read as DBN records, whatever it is on the disk: what a source of events needs of a
 * `DbnReader`.
 */
export interface RecordReader extends RecordCursor {
  readonly path: string;
  /** Null where the file has none of DBN. */
  readonly metadata: DbnMetadata | null;
  /** Size of the file on disk. */
  readonly sizeBytes: number;
  /** Share of the file that was read, 0…1. */
  readonly progress: number;
  /** Why the file ended early; null while it is sound. */
  readonly damage: BreakwaterError | null;
  /** Where the current record is, to come back to. */
  readonly place: RecordPlace;
  /** What the file says of the current option trade beside its record; DBN has no conditions. */
  readonly optionMarks?: OptionTradeMarks | undefined;
  /** Reads on; false at the end of the file, sound or damaged, or while it {@link isWaiting}. */
  fill(): Promise<boolean>;
  /** Whether a file that may grow holds no more at present. */
  readonly isWaiting?: boolean;
  /** Takes what a file that may grow holds by now for all of it. */
  closeGrowth?(): void;
  /** Goes back or ahead to a record: `next` and `fill` go on with it. */
  seek(place: RecordPlace): Promise<void>;
  close(): Promise<void>;
}
