import { extname } from 'node:path';
import type { EpisodePayload, SnapPayload } from '../core/payload.ts';
import type { SessionRun } from '../session/run.ts';
import { RunDigest } from '../session/runDigest.ts';
import { ReportBuilder, type RunReport } from '../session/runReport.ts';
import { byStart } from '../signal/episodes.ts';
import { LineFile } from './lineFile.ts';
import { ParquetFile } from './parquetFile.ts';
import { EPISODE_TABLE, LEVEL_TABLE, type ParquetTable } from './parquetTables.ts';

export interface ReplayOutputOptions {
  /** Files of snaps, by their names `.jsonl` or `.parquet`. */
  readonly out?: readonly string[];
  /** File of episodes, likewise. */
  readonly episodes?: string;
  /** Span of the snaps that are written, in Unix ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A file that takes lines of JSON and appears when it is complete. */
type OutputFile = Pick<LineFile, 'add' | 'settle' | 'finish' | 'discard'> &
  Partial<Pick<LineFile, 'flush'>>;

const createFile = (path: string, table: ParquetTable): Promise<OutputFile> =>
  extname(path) === '.parquet' ? ParquetFile.create(path, table) : LineFile.create(path);

/** Takes a run's results: every line into the digest, those in the time range into the files. */
export class ReplayOutput {
  readonly #digest = new RunDigest();
  readonly #report = new ReportBuilder();
  readonly #files: OutputFile[] = [];
  readonly #episodes: EpisodePayload[] = [];
  #episodeFile: OutputFile | undefined;
  #fromMs = Number.NEGATIVE_INFINITY;
  #toMs = Number.POSITIVE_INFINITY;

  /** @throws BreakwaterError (failed) when a file cannot be made */
  async open({ out = [], episodes, fromMs, toMs }: ReplayOutputOptions): Promise<void> {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    for (const path of out) this.#files.push(await createFile(path, LEVEL_TABLE));
    if (episodes !== undefined) this.#episodeFile = await createFile(episodes, EPISODE_TABLE);
  }

  onSnap(payload: SnapPayload): void {
    const line = JSON.stringify(payload);
    this.#digest.add(line);
    this.#report.add(payload);
    if (payload.ts < this.#fromMs || payload.ts > this.#toMs) return;
    for (const file of this.#files) file.add(line);
  }

  onEpisode(episode: EpisodePayload): void {
    if (this.#episodeFile !== undefined) this.#episodes.push(episode);
  }

  async settle(): Promise<void> {
    for (const file of this.#files) await file.settle();
  }

  /** Whoever reads lines along has all of them so far. */
  flush(): void {
    for (const file of this.#files) file.flush?.();
  }

  async finish(run: SessionRun, elapsedS: number): Promise<RunReport> {
    for (const episode of this.#episodes.sort(byStart)) {
      this.#episodeFile?.add(JSON.stringify(episode));
    }
    await this.#episodeFile?.finish();
    for (const file of this.#files) await file.finish();
    return this.#report.build(run, elapsedS, this.#digest.finish());
  }

  async discard(): Promise<void> {
    await this.#episodeFile?.discard();
    for (const file of this.#files) await file.discard();
  }
}
