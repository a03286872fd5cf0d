import { basename } from 'node:path';
import { resolveConfig, type ConfigOverrides, type EngineConfig } from '../core/config.ts';
import type { ConfigDifference } from '../core/comparison.ts';
import { configDifferences } from '../core/configDifferences.ts';
import { BreakwaterError } from '../core/errors.ts';
import type { EventSource } from '../core/events.ts';
import { DEFAULT_PROFILE, findProfile, type Profile } from '../core/profiles.ts';
import type { HotzoneState, Origin, SourceInfo } from '../core/protocol.ts';
import type { DbnReaderOptions } from '../feeds/dbn/reader.ts';
import type { RecordReader } from '../feeds/dbn/recordReader.ts';
import { readOpenInterest, type OpenInterest } from '../feeds/openInterest/openInterestFile.ts';
import type { ColumnMap } from '../feeds/parquet/columns.ts';
import type { ExpectedDigest } from './digestCheck.ts';
import { contentsOf, type FileContent } from './fileContent.ts';
import { chooseInstrument } from './instrument.ts';
import { multiplierWarnings, readContracts } from './readContracts.ts';
import type { Manifest } from './manifest.ts';
import { castSources } from './roles.ts';
import { openSessionFiles, type SessionFiles } from './sessionFiles.ts';
import { joinHotzones, type TimedHotzone } from './sessionHotzones.ts';

/** What to open, and what to compute it with. */
export interface OpenRequest {
  /** One session folder, or files. */
  readonly paths: readonly string[];
  /** Name of a profile; without it the manifest's, else `spy-0dte`. */
  readonly profile?: string;
  /** Overrides of the configuration, later ones winning: a config file's, then `--set`. */
  readonly overrides?: readonly ConfigOverrides[];
  /** Defaults of the caller's own, which manifest, profile and overrides go before. */
  readonly defaults?: ConfigOverrides;
  /** Laid over all of these: what was changed since the session was opened. */
  readonly changes?: ConfigOverrides;
  /** Symbol of the instrument; without it there must be exactly one outright future. */
  readonly symbol?: string;
  /** Hotzones that exist from the start, beside those of the folder. */
  readonly hotzones?: readonly HotzoneState[];
  /** The session may still be written: its end is waited for. */
  readonly follows?: boolean;
  /** Columns of Parquet files that are not recognised, ours to theirs. */
  readonly columnMap?: ColumnMap;
  /** Path of the file of dealers' opening inventory; without it the folder's own, where it has one. */
  readonly openInterest?: string;
}

/** A session ready to be played: its sources opened, its configuration resolved and frozen. */
export interface OpenedSession {
  readonly name: string;
  readonly origin: Origin;
  readonly profile: Profile;
  readonly config: EngineConfig;
  /** What {@link OpenRequest.changes} made of it. */
  readonly changes: readonly ConfigDifference[];
  readonly instrument: string;
  /** As the caller mapped columns of Parquet files. */
  readonly columnMap: ColumnMap | undefined;
  /** What dealers carried in; absent where no file says so. */
  readonly openInterest?: OpenInterest;
  readonly sources: readonly EventSource[];
  readonly infos: readonly SourceInfo[];
  /** Files that have no part in the run, by name. */
  readonly ignored: readonly string[];
  readonly warnings: readonly string[];
  /** Damage found while opening: files read whole before the run, up to where they broke. */
  readonly damages: readonly BreakwaterError[];
  /** First and last time of the data, as the manifest has it. */
  readonly timeSpan?: Manifest['time_span'];
  /** What the manifest says that a run comes to, where it is opened as the manifest has it. */
  readonly statedDigest?: string | undefined;
  /** What the manifest says of its files; the run compares them while it plays. */
  readonly digests: readonly ExpectedDigest[];
  /** Hotzones that exist before the first event. */
  readonly hotzones: readonly HotzoneState[];
  /** What happens to hotzones while the session plays, by time. */
  readonly timedHotzones: readonly TimedHotzone[];
}

/**
 * Opens a session: files found, roles given, configuration resolved (defaults < manifest <
 * profile < config file < `--set` < changes on the screen).
 *
 * @param reading how its DBN files are read
 * @throws BreakwaterError (usage) for a wrong profile, key or symbol; (bad-input) for the files
 */
export async function openSession(
  request: OpenRequest,
  reading: DbnReaderOptions = {},
): Promise<OpenedSession> {
  const files = await openSessionFiles(request.paths, {
    ...reading,
    columnMap: request.columnMap,
  });
  const contents: FileContent[] = [];
  /** Further readers over captures of several schemas. */
  const extra: RecordReader[] = [];
  try {
    const manifest = files.manifest;
    const { profile, config, changes } = configure(request, manifest);
    for (const reader of files.readers) {
      contents.push(...(await contentsOf(reader, extra, reading)));
    }
    const instrument = chooseInstrument(
      contents,
      request.symbol ?? onlyFuture(manifest?.instruments),
    );
    const { contracts, damages } = await readContracts(contents, profile.underlying);
    const { sources, infos, unused, warnings } = castSources({
      contents: contents.filter((content) => !isDefinitions(content)),
      instrument,
      profile,
      config,
      contracts,
    });
    await Promise.all(unused.map((reader) => reader.close()));
    const idle = namesWithoutPart(unused, infos);
    assertBook(infos, instrument);
    const hotzones = joinHotzones(request.hotzones ?? [], files.hotzones);
    return {
      name: files.name,
      origin: files.origin,
      profile,
      config,
      changes,
      instrument,
      columnMap: request.columnMap,
      ...(await openingOf(request, files, profile)),
      sources,
      infos,
      ignored: [...files.ignored, ...idle],
      warnings: [
        ...files.warnings,
        ...warnings,
        ...multiplierWarnings(contracts, config.OPTION_MULTIPLIER),
        ...idle.map((name) => `${name} has no part in this run.`),
      ],
      damages,
      timeSpan: manifest?.time_span,
      statedDigest: isAsManifestSays(request) ? manifest?.digest?.toLowerCase() : undefined,
      digests: files.digests,
      hotzones: hotzones.initial,
      timedHotzones: hotzones.timed,
    };
  } catch (error) {
    await Promise.allSettled([...files.readers, ...extra].map((reader) => reader.close()));
    throw error;
  }
}

/** What dealers carried in, by the file that was named or that lies in the folder. */
async function openingOf(
  request: OpenRequest,
  files: SessionFiles,
  { underlying }: Profile,
): Promise<Pick<OpenedSession, 'openInterest'>> {
  const path = request.openInterest ?? files.openInterest;
  return path === undefined ? {} : { openInterest: await readOpenInterest(path, underlying) };
}

/** Whether nothing but the paths was named: a manifest's digest is of that. */
function isAsManifestSays(request: OpenRequest): boolean {
  const { profile, symbol, openInterest } = request;
  const { overrides, defaults, changes, hotzones, columnMap } = request;
  const isNothing = (layer: object | undefined): boolean =>
    layer === undefined || Object.keys(layer).length === 0;
  return (
    [profile, symbol, openInterest].every((choice) => choice === undefined) &&
    [overrides, defaults, changes, hotzones, columnMap].every(isNothing)
  );
}

/** Profile and configuration, and what of it was changed since the session was opened. */
function configure(
  request: OpenRequest,
  manifest: Manifest | undefined,
): Pick<OpenedSession, 'profile' | 'config' | 'changes'> {
  const profile = findProfile(request.profile ?? manifest?.profile ?? DEFAULT_PROFILE);
  // A profile asked for by name starts from its own preset: the manifest's was made for another.
  const manifestConfig = request.profile === undefined ? (manifest?.config ?? {}) : {};
  const opened = resolveConfig(
    profile.config,
    request.defaults ?? {},
    manifestConfig,
    ...(request.overrides ?? []),
  );
  const config = resolveConfig(opened, request.changes ?? {});
  return { profile, config, changes: configDifferences(opened, config) };
}

const isDefinitions = ({ schema }: FileContent): boolean => schema === 'definition';

/** Files of which nothing plays; one capture can have a part and records beside it. */
function namesWithoutPart(unused: readonly RecordReader[], infos: readonly SourceInfo[]): string[] {
  const playing = new Set(infos.map(({ path }) => path));
  const paths = new Set(unused.map(({ path }) => path).filter((path) => !playing.has(path)));
  return [...paths].map((path) => basename(path));
}

/** A manifest's instruments list the future first; more than one future is the reader's choice. */
function onlyFuture(instruments: readonly string[] | undefined): string | undefined {
  return instruments?.length === 1 ? instruments[0] : undefined;
}

function assertBook(infos: readonly SourceInfo[], instrument: string): void {
  if (infos.some(({ role }) => role === 'book')) return;
  throw new BreakwaterError('bad-input', `There is no book of ${instrument} in the files.`, {
    place: { expected: 'an MBP-10 or MBP-1 file of the instrument' },
    remedy: 'Add the file with the order book; breakwater inspect lists what is there.',
  });
}
