import type { EngineConfig } from '../../core/config.ts';
import { CONFIG_KEYS, type ConfigKey } from '../../core/configKeys.ts';
import type { EpisodePayload } from '../../core/payload.ts';
import { compareIds } from '../../signal/runway.ts';
import type { OpenedSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { RunDigest } from '../runDigest.ts';
import type { RunWarning } from '../runWarnings.ts';
import { tallyCalls } from './callTally.ts';
import type { Comparison, ConfigDifference, Difference, RunTotals } from './comparison.ts';
import { compareEpisodes } from './episodeDifferences.ts';
import { compareSignals, SignalSpans } from './signalSpans.ts';
import { SnapAgreement } from './snapAgreement.ts';
import { SnapPairs } from './snapPairs.ts';

/** How far one run may go ahead of the other: what bounds the snaps that wait for a partner. */
const STEP = { maxEvents: 20_000, maxSnaps: 256 };

/** Two configurations over one session, and what the files had to say. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  /** Unix ms of the first event, and of the last; both rounded down. */
  readonly firstEventMs: number;
  readonly lastEventMs: number;
  readonly warnings: readonly RunWarning[];
  /** Errors at which sources ended early, per run. */
  readonly damages: { readonly a: SessionRun['damages']; readonly b: SessionRun['damages'] };
}

/**
 * Runs a session with two configurations side by side and compares what they say at every moment.
 * Each run reads the files for itself: another tick or underlying changes what they mean. All
 * sources are closed at the end, also after an error.
 *
 * @param a the session opened with one configuration; `b` opened with the other
 * @param onProgress told the share of both runs done, 0…1, and the snaps of A
 */
export async function compareRuns(
  a: OpenedSession,
  b: OpenedSession,
  onProgress: (share: number, snaps: number) => void = () => undefined,
): Promise<ComparedRuns> {
  const agreement = new SnapAgreement();
  const pairs = new SnapPairs((first, second) => agreement.note(first, second));
  const runs: ComparedRun[] = [];
  try {
    const runA = await ComparedRun.start(a, 'a', pairs);
    runs.push(runA);
    // The files are the same: one of the runs compares them with their manifest's digests.
    const runB = await ComparedRun.start({ ...b, digests: [] }, 'b', pairs);
    runs.push(runB);
    while (await stepBehind(runA, runB)) {
      onProgress((runA.run.progress + runB.run.progress) / 2, runA.run.snapCount);
    }
    await runA.run.settleDigests();
    return {
      comparison: {
        config: configDifferences(a.config, b.config),
        ...differencesOf(runA, runB),
        runs: { a: runA.totals(), b: runB.totals() },
        snaps: pairs.counts,
        kinds: agreement.kinds,
        states: agreement.states,
        scores: { smooth: agreement.smooth.difference, raw: agreement.raw.difference },
      },
      firstEventMs: runA.run.firstEventMs,
      lastEventMs: runA.run.lastEventMs ?? runA.run.firstEventMs,
      warnings: runA.run.warnings,
      damages: { a: runA.run.damages, b: runB.run.damages },
    };
  } finally {
    await Promise.allSettled(runs.map(({ run }) => run.close()));
    const notStarted = [a, b].slice(runs.length).flatMap(({ sources }) => sources);
    await Promise.allSettled(notStarted.map((source) => source.close()));
  }
}

/** Plays on the run that is behind; false when both have ended. */
async function stepBehind(a: ComparedRun, b: ComparedRun): Promise<boolean> {
  if (a.hasEnded && b.hasEnded) return false;
  const isA = b.hasEnded || (!a.hasEnded && a.positionMs <= b.positionMs);
  await (isA ? a : b).step();
  return true;
}

/** One of the two runs, and what is collected of it. */
class ComparedRun {
  readonly run: SessionRun;
  readonly signals: SignalSpans;
  readonly episodes: readonly EpisodePayload[];
  hasEnded = false;
  readonly #digest: RunDigest;
  readonly #position: { ts: number };

  private constructor(
    run: SessionRun,
    { signals, episodes, digest, position }: ReturnType<typeof emptyCollection>,
  ) {
    this.run = run;
    this.signals = signals;
    this.episodes = episodes;
    this.#digest = digest;
    this.#position = position;
  }

  static async start(
    opened: OpenedSession,
    side: 'a' | 'b',
    pairs: SnapPairs,
  ): Promise<ComparedRun> {
    const collection = emptyCollection();
    const run = await SessionRun.start(opened, {
      onSnap: (payload) => {
        collection.digest.add(JSON.stringify(payload));
        collection.signals.noteSnap(payload);
        collection.position.ts = payload.ts;
        pairs.add(side, payload);
      },
      onEpisode: (episode) => collection.episodes.push(episode),
    });
    return new ComparedRun(run, collection);
  }

  /** How far it has come, Unix ms: a snap may be due after the last event. */
  get positionMs(): number {
    return Math.max(this.#position.ts, this.run.lastEventMs ?? Number.NEGATIVE_INFINITY);
  }

  async step(): Promise<void> {
    this.hasEnded = (await this.run.advance(STEP)) === 'ended';
  }

  /** Once, at the end. */
  totals(): RunTotals {
    return {
      events: this.run.eventCount,
      snaps: this.run.snapCount,
      digest: this.#digest.finish(),
      calls: tallyCalls(this.episodes),
    };
  }
}

const emptyCollection = () => ({
  signals: new SignalSpans(),
  episodes: [] as EpisodePayload[],
  digest: new RunDigest(),
  position: { ts: Number.NEGATIVE_INFINITY },
});

function configDifferences(a: EngineConfig, b: EngineConfig): ConfigDifference[] {
  return (Object.keys(CONFIG_KEYS) as ConfigKey[])
    .filter((key) => a[key] !== b[key])
    .map((key) => ({ key, a: a[key], b: b[key] }));
}

function differencesOf(
  a: ComparedRun,
  b: ComparedRun,
): Pick<Comparison, 'signals' | 'episodes' | 'differences'> {
  const signals = compareSignals(a.signals.all, b.signals.all);
  const episodes = compareEpisodes(a.episodes, b.episodes);
  return {
    signals: signals.summary,
    episodes: episodes.summary,
    differences: [...signals.differences, ...episodes.differences].sort(byTime),
  };
}

const byTime = (x: Difference, y: Difference): number =>
  x.ts - y.ts || compareIds(x.level, y.level);
