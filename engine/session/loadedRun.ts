import { randomUUID } from 'node:crypto';
import type { RunStamp, Speed } from '../core/protocol.ts';
import { SurveyCache } from './cache/surveyCache.ts';
import { HotzoneKeeper, hotzoneInstrument } from './hotzoneKeeper.ts';
import { JournalKeeper } from './journalKeeper.ts';
import { ComparisonKeeper } from './compare/comparisonKeeper.ts';
import { openSession, type OpenedSession, type OpenRequest } from './open.ts';
import { Player } from './player.ts';
import type { PlayLoop } from './playLoop.ts';
import { SessionRun } from './run.ts';
import { RunRecord } from './runRecord.ts';
import type { Scheduler } from './scheduler.ts';
import { Seeker } from './seeker.ts';
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
  readonly journal: JournalKeeper;
  readonly loop: PlayLoop;
  readonly surveyor: Surveyor;
  readonly comparison: ComparisonKeeper;
  readonly seeker: Seeker;
  readonly warnings: readonly string[];
}

export interface LoadOptions {
  readonly request: OpenRequest;
  /** The stamp of the run that is started again; a new session when undefined. */
  readonly restarted: RunStamp | undefined;
  /** Number of the first survey of the timeline. */
  readonly firstSurvey: number;
  readonly speed: Speed;
  /** Outlasts a restart of the session. */
  readonly loop: PlayLoop;
  readonly dataFolder: string;
  readonly scheduler: Scheduler;
  readonly onSlice: (isAtSnap: boolean) => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
  /** There is more of the timeline. */
  readonly onSurvey: () => void;
  /** That of the run that is started again: it outlasts a restart. */
  readonly comparison: ComparisonKeeper | undefined;
  /** There is more to tell of the comparison. */
  readonly onComparison: () => void;
  /** A warning came up that no slice of the run brought. */
  readonly onWarning: () => void;
}

/**
 * Opens a session, brings in the user's hotzones and stands before its first event.
 * @throws BreakwaterError when it cannot be opened; nothing stays open then
 */
export async function loadRun(options: LoadOptions): Promise<LoadedRun> {
  const { request, restarted, dataFolder } = options;
  const opened = await openSession(request);
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
      onWarning: options.onWarning,
    });
    const record = new RunRecord(run.market);
    late.record = record;
    for (const event of keeper.additions) run.applyHotzone(event);
    const player = new Player({
      run,
      record,
      scheduler: options.scheduler,
      snapIntervalMs: opened.config.SNAP_INTERVAL_MS,
      speed: options.speed,
      onSlice: options.onSlice,
      onChange: options.onChange,
      onError: options.onError,
    });
    const stamp: RunStamp = {
      session_id: restarted?.session_id ?? randomUUID(),
      seek_epoch: restarted === undefined ? 0 : restarted.seek_epoch + 1,
    };
    const setAside = [warning, journal.warning].filter((each) => each !== undefined);
    const warnings = [...opened.warnings, ...setAside];
    const surveyor = new Surveyor(
      {
        // The player's own run compares the files with their digests; once is enough.
        open: async () => ({ ...(await openSession(request)), digests: [] }),
        scheduler: options.scheduler,
        keeping: { cache: new SurveyCache(dataFolder), paths: request.paths },
        onProgress: options.onSurvey,
        onError: options.onError,
        onWarning: (warning) => {
          warnings.push(warning);
          options.onWarning();
        },
        firstNumber: options.firstSurvey,
      },
      keeper.additions,
    );
    const snapIntervalMs = opened.config.SNAP_INTERVAL_MS;
    const seeker = new Seeker({ run, record, player, surveyor, snapIntervalMs });
    const comparison =
      options.comparison ??
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
      journal: journal.keeper,
      loop: options.loop,
      surveyor,
      comparison,
      seeker,
      warnings,
    };
  } catch (error) {
    await Promise.allSettled(opened.sources.map((source) => source.close()));
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
}
