import { BreakwaterError, type ErrorPlace } from '../../core/errors.ts';

/** The error again, with the file's name where it has none. */
export const inFile = (error: BreakwaterError, file: string): BreakwaterError =>
  error.place.file === undefined ? placed(error, { file }) : error;

/** The error again, of a record: what it says of its own place counts from where that starts. */
export const atRecord = (
  error: BreakwaterError,
  file: string,
  recordIndex: number,
  byteOffset: number,
): BreakwaterError =>
  placed(error, {
    file,
    byteOffset: byteOffset + (error.place.byteOffset ?? 0),
    recordIndex,
  });

function placed(error: BreakwaterError, place: ErrorPlace): BreakwaterError {
  return new BreakwaterError(error.code, error.message, {
    place: { ...error.place, ...place },
    remedy: error.remedy,
    cause: error.cause,
  });
}
