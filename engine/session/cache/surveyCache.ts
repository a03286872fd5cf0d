import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { StateReader, StateWriter, type StateTransfer } from '../../core/stateTransfer.ts';
import { systemErrorCode } from '../../core/systemErrors.ts';
import type { PackedCheckpoint } from '../checkpoints.ts';
import { DepthStore } from '../depthStore.ts';
import { LogStore } from '../logStore.ts';
import type { RecordedRows } from '../runRecord.ts';
import { TapeStore } from '../tapeStore.ts';
import { TimelineStore } from '../timelineStore.ts';
import { TrailStore } from '../trailStore.ts';
import {
  ENTRY_SUFFIX,
  MAX_CACHE_BYTES,
  surveyCacheFolder,
  trimCache,
  UNFINISHED_SUFFIX,
} from './folder.ts';
import { readParts, writeParts } from './partsFile.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** All that a survey of a session comes to. */
export interface SurveyResult {
  readonly timeline: TimelineStore;
  readonly rows: RecordedRows;
  readonly checkpoints: readonly PackedCheckpoint[];
  /** SHA-256 over all payload lines (SPEC §10). */
  readonly digest: string;
}

/**
 * Surveys on the disk, one file each, under the key of all that they were made of. Nothing in there is
 * trusted: what is damaged or of another key is removed and counts as never kept. The folder may
 * vanish at any time.
 */
export class SurveyCache {
  readonly folder: string;
  readonly #maxBytes: number;

  /** @param maxBytes what was used least recently goes when there is more */
  constructor(dataFolder: string, maxBytes = MAX_CACHE_BYTES) {
    this.folder = surveyCacheFolder(dataFolder);
    this.#maxBytes = maxBytes;
  }

  /**
   * The survey kept under a key; undefined when there is none.
   * @param onDamage told in words when what was there could not be used
   */
  async load(key: string, onDamage: (warning: string) => void): Promise<SurveyResult | undefined> {
    const path = this.#path(key);
    try {
      const result = await unpack(await readParts(path, key));
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return result;
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      await rm(path, { force: true }).catch(() => undefined);
      const reason = error instanceof Error ? error.message : String(error);
      onDamage(`What was kept of this session is damaged (${reason}): it is surveyed again.`);
      return undefined;
    }
  }

  /**
   * Keeps a survey: all of it or nothing, under its key only when it is whole.
   * @throws when it cannot be written
   */
  async save(key: string, result: SurveyResult): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const unfinished = `${this.#path(key)}.${randomUUID()}${UNFINISHED_SUFFIX}`;
    try {
      const parts = await pack(result);
      const file = await open(unfinished, 'wx');
      try {
        await writeParts(file, key, parts);
      } finally {
        await file.close();
      }
      await rename(unfinished, this.#path(key));
    } finally {
      await rm(unfinished, { force: true });
    }
    await trimCache(this.folder, this.#maxBytes);
  }

  #path(key: string): string {
    return join(this.folder, key + ENTRY_SUFFIX);
  }
}

/** Where a checkpoint stands; its two states are parts of their own. */
type Standing = Pick<PackedCheckpoint, 'sequence' | 'ts' | 'timeline'>;

interface Head {
  digest: string;
  readonly standings: Standing[];
  readonly timeline: TimelineStore;
  readonly trail: TrailStore;
  readonly log: LogStore;
  readonly depth: DepthStore;
  readonly tape: TapeStore;
}

function transferHead(state: StateTransfer, head: Head): void {
  head.digest = state.text(head.digest);
  state.list(head.standings, (standing) => ({
    sequence: state.number(standing?.sequence ?? 0),
    ts: state.number(standing?.ts ?? 0),
    timeline: {
      rows: state.number(standing?.timeline.rows ?? 0),
      marks: state.number(standing?.timeline.marks ?? 0),
      gaps: state.number(standing?.timeline.gaps ?? 0),
    },
  }));
  const { timeline, trail, log, depth, tape } = head;
  for (const part of [timeline, trail, log, depth, tape]) part.transfer(state);
}

/** The first part holds everything but the states; then each checkpoint's run and record. */
async function pack(result: SurveyResult): Promise<Uint8Array[]> {
  const { digest, checkpoints, timeline, rows } = result;
  const standings = checkpoints.map(({ sequence, ts, timeline: at }) => ({
    sequence,
    ts,
    timeline: at,
  }));
  const state = new StateWriter();
  const { trail, log, depth, tape } = rows;
  transferHead(state, { digest, standings, timeline, trail, log, depth, tape });
  const head = await compress(state.bytes(), FAST);
  return [head, ...checkpoints.flatMap(({ run, record }) => [run, record])];
}

async function unpack([first, ...states]: readonly Uint8Array[]): Promise<SurveyResult> {
  const state = new StateReader(await decompress(first ?? new Uint8Array()));
  const timeline = new TimelineStore();
  const rows = {
    trail: new TrailStore(),
    log: new LogStore(),
    depth: new DepthStore(),
    tape: new TapeStore(),
  };
  const head: Head = { digest: '', standings: [], timeline, ...rows };
  transferHead(state, head);
  const checkpoints = head.standings.map((standing, index): PackedCheckpoint => {
    const [run, record] = states.slice(2 * index, 2 * index + 2);
    if (run === undefined || record === undefined) throw new RangeError('a checkpoint is missing');
    return { ...standing, run, record };
  });
  if (!state.isAtEnd) throw new RangeError('more than was kept');
  return { timeline, rows, checkpoints, digest: head.digest };
}
