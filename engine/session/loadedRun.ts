import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { RunStamp, Speed } from '../core/protocol.ts';
import { FrameCopies } from './cache/frameCopies.ts';
import { SurveyCache } from './cache/surveyCache.ts';
import { DigestLedger } from './digestLedger.ts';
import { hotzoneEntry } from './hotzoneCommands.ts';
import { Following } from './following.ts';
import { HotzoneKeeper, hotzoneInstrument } from './hotzoneKeeper.ts';
import { JournalKeeper } from './journalKeeper.ts';
import { ComparisonKeeper } from './compare/comparisonKeeper.ts';
import { openSession, type OpenedSession, type OpenRequest } from './open.ts';
import { Player } from './player.ts';
import { PlayLoop } from './playLoop.ts';
import { SessionRun } from './run.ts';
import { RunRecord } from './runRecord.ts';
import type { Scheduler } from './scheduler.ts';
import { Seeker } from './seeker.ts';
import { zonesFromStart, type SessionZones } from './sessionZones.ts';
import { Surveyor } from './surveyor.ts';

/** Everything that belongs to one run: closed as a whole when another takes its place. */
export interface LoadedRun {
  readonly request: OpenRequest;
  /** Its epoch grows at each seek. */
  stamp: RunStamp;
  readonly opened: OpenedSession;
  readonly run: SessionRun;
  readonly record: RunRecord;
  readonly player: Player;
  readonly hotzones: HotzoneKeeper;
  /** Which of them are there when. */
  zones: SessionZones;
  readonly journal: JournalKeeper;
  readonly loop: PlayLoop;
  readonly surveyor: Surveyor;
  /** Where its compressed files can be sought. */
  readonly copies: FrameCopies;
  /** Undefined where all of it is written. */
  readonly following: Following | undefined;
  readonly comparison: ComparisonKeeper;
  readonly seeker: Seeker;
  readonly warnings: readonly string[];
}

/** What a run has from the one of the same session in whose place it comes. */
export interface RunHeritage {
  readonly stamp: RunStamp;
  /** Number of its last survey: screens drop a timeline that is older than the one they have. */
  readonly survey: number;
  readonly loop: PlayLoop;
  /** Undefined where the engine that held it is gone. */
  readonly comparison: ComparisonKeeper | undefined;
  /** Undefined where every zone is to be there from the start. */
  readonly zones: SessionZones | undefined;
}

/** What a run leaves to the next one of its session. @param zones what that one has of them */
export function heritageOf(
  { stamp, surveyor, loop, comparison }: LoadedRun,
  zones?: SessionZones,
): RunHeritage {
  return { stamp, survey: surveyor.number, loop, comparison, zones };
}

export interface LoadOptions {
  readonly request: OpenRequest;
  /** Undefined where a session begins. */
  readonly heritage: RunHeritage | undefined;
  readonly speed: Speed;
  readonly dataFolder: string;
  readonly scheduler: Scheduler;
  readonly onSlice: (isAtSnap: boolean) => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
  /** There is more of the timeline. */
  readonly onSurvey: () => void;
  /** There is more to tell of the comparison. */
  readonly onComparison: () => void;
  /** A warning came up that no slice of the run brought. */
  readonly onWarning: () => void;
}

/** With fewer, copies are made once the survey is done: they would take its processor time. */
const HAS_CORES_TO_SPARE = availableParallelism() >= 4;

/** A session opened for its player, and how its survey opens it. */
interface OpenedToPlay extends Pick<LoadedRun, 'opened' | 'copies' | 'following'> {
  readonly openAgain: () => Promise<OpenedSession>;
}

async function openToPlay(
  request: OpenRequest,
  dataFolder: string,
  onWarning: (warning: string) => void,
): Promise<OpenedToPlay> {
  const copies = new FrameCopies({ dataFolder, onWarning });
  const following = await Following.of(request.paths, request.follows === true);
  const reading = following === undefined ? { copies } : { growth: following };
  try {
    const opened = await openSession(request, reading);
    return {
      // What is still written has other digests than when it is whole.
      opened: following === undefined ? opened : { ...opened, digests: [] },
      copies,
      following,
      // The player's own run compares the files with their digests; once is enough.
      openAgain: async () => ({
        ...(await openSession(request, { ...reading, makesCopy: HAS_CORES_TO_SPARE })),
        digests: [],
      }),
    };
  } catch (error) {
    await copies.close();
    throw error;
  }
}

/**
 * Opens a session, brings in the user's hotzones and stands before its first event.
 * @throws BreakwaterError when it cannot be opened; nothing stays open then
 */
export async function loadRun(options: LoadOptions): Promise<LoadedRun> {
  const { request, heritage, dataFolder } = options;
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    warnings.push(warning);
    options.onWarning();
  };
  const { opened, copies, following, openAgain } = await openToPlay(request, dataFolder, warn);
  try {
    const { underlying } = opened.profile;
    const { keeper, warning } = await HotzoneKeeper.load(
      dataFolder,
      hotzoneInstrument(underlying, opened.instrument, opened.origin),
    );
    const journal = await JournalKeeper.load(dataFolder, {
      name: opened.name,
      instrument: opened.instrument,
      underlying,
      paths: opened.infos.map(({ path }) => path),
    });
    const late: { record?: RunRecord } = {};
    const run = await SessionRun.start(opened, {
      onSnap: (payload) => late.record?.noteSnap(payload),
      onEpisode: (episode) => late.record?.noteEpisode(episode),
      onHotzone: (event, ts) => late.record?.note(hotzoneEntry(event, ts)),
      onWarning: options.onWarning,
    });
    const record = new RunRecord(run.market);
    late.record = record;
    const zones = heritage?.zones ?? zonesFromStart(keeper.additions);
    run.bringIn(zones);
    const player = new Player({
      run,
      record,
      scheduler: options.scheduler,
      snapIntervalMs: opened.config.SNAP_INTERVAL_MS,
      speed: options.speed,
      onSlice: options.onSlice,
      // While it waits the run stands beyond its last snap, where none can be taken.
      onSnap: following === undefined ? undefined : () => void record.takePicture(),
      onChange: options.onChange,
      onError: options.onError,
    });
    const stamp: RunStamp = {
      session_id: heritage?.stamp.session_id ?? randomUUID(),
      seek_epoch: heritage === undefined ? 0 : heritage.stamp.seek_epoch + 1,
    };
    const setAside = [warning, journal.warning].filter((each) => each !== undefined);
    warnings.unshift(...opened.warnings, ...setAside);
    const surveyor = new Surveyor(
      {
        open: openAgain,
        scheduler: options.scheduler,
        ...(following === undefined
          ? {
              keeping: {
                cache: new SurveyCache(dataFolder),
                ledger: new DigestLedger(dataFolder),
                paths: request.paths,
              },
            }
          : {}),
        onProgress: () => {
          options.onSurvey();
          // What the survey did not read, or too fast for a copy, is copied once it is done.
          if (surveyor.survey.isDone) copies.complete();
        },
        onError: options.onError,
        onWarning: warn,
        firstNumber: heritage === undefined ? 0 : heritage.survey + 1,
      },
      zones,
    );
    const snapIntervalMs = opened.config.SNAP_INTERVAL_MS;
    const seeker = new Seeker({
      run,
      record,
      player,
      surveyor,
      snapIntervalMs,
      onWarning: warn,
    });
    const comparison =
      heritage?.comparison ??
      new ComparisonKeeper({
        request,
        scheduler: options.scheduler,
        onChange: options.onComparison,
      });
    return {
      request,
      stamp,
      opened,
      run,
      record,
      player,
      hotzones: keeper,
      zones,
      journal: journal.keeper,
      loop: heritage?.loop ?? new PlayLoop(),
      surveyor,
      copies,
      following,
      comparison,
      seeker,
      warnings,
    };
  } catch (error) {
    await Promise.allSettled(opened.sources.map((source) => source.close()));
    await copies.close();
    throw error;
  }
}

/**
 * Waits for the work in flight, then closes the files.
 * @param other the run that goes on in its place, with its comparison where they share it
 */
export async function closeRun(loaded: LoadedRun, other?: LoadedRun): Promise<void> {
  await loaded.seeker.stop();
  await loaded.player.stop();
  await loaded.surveyor.stop();
  if (loaded.comparison !== other?.comparison) await loaded.comparison.stop();
  await loaded.run.close();
  await loaded.copies.close();
}
