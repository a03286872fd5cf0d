import type { FrameCopy } from './frameCopy.ts';

/** Where copies of compressed files are to be had. */
export interface CopySupply {
  /**
   * What stands for a file as it is now; undefined for one that is near enough in itself. Never
   * throws: a file that cannot be read has no copy.
   */
  of(path: string): Promise<FileCopy | undefined>;
}

/**
 * The copy of one compressed file: the same data in many small frames, for files that are one huge
 * frame, which is decompressed from its start for every place in it.
 */
export interface FileCopy {
  /** A place so few decompressed bytes after the start of one of the file's own frames is near. */
  readonly nearBytes: number;
  /** As far as it is written by now; undefined where there is none. */
  readonly copy: FrameCopy | undefined;
  /** Takes the data while the file is read; undefined where there is a copy, or somebody makes it. */
  tap(): CopyTap | undefined;
  /** Puts a copy away that could not be read. */
  refuse(copy: FrameCopy, reason: unknown): void;
}

/** Takes a file's decompressed data, from its start to its end and without a hole. */
export interface CopyTap {
  /** Looks at data, which are only valid during the call. */
  add(data: Uint8Array, place: TappedPlace): void;
  /** The file is read to its sound end. */
  finish(): void;
  /** It will not be. */
  drop(): void;
}

export interface TappedPlace {
  /** Where the data start in the decompressed stream. */
  readonly dataOffset: number;
  /** Where the last of the file's own frames before them starts there. */
  readonly frameStart: number;
  /** Bytes of the file used so far. */
  readonly position: number;
}
