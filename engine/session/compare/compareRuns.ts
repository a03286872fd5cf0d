import { configDifferences } from '../../core/configDifferences.ts';
import type { EpisodePayload } from '../../core/payload.ts';
import { compareIds } from '../../signal/runway.ts';
import type { OpenedSession } from '../open.ts';
import { SessionRun, type AdvanceLimits } from '../run.ts';
import { zonesFromStart, type SessionZones } from '../sessionZones.ts';
import { RunDigest } from '../runDigest.ts';
import type { RunWarning } from '../runWarnings.ts';
import { tallyCalls } from './callTally.ts';
import type { Comparison, ConfigDifference, Difference, RunTotals } from '../../core/comparison.ts';
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
 * All sources are closed at the end, also after an error.
 *
 * @param a the session opened with one configuration; `b` opened with the other
 * @param onProgress told the share of both runs done, 0…1, and the snaps of A
 */
export async function compareRuns(
  a: OpenedSession,
  b: OpenedSession,
  onProgress: (share: number, snaps: number) => void = () => undefined,
): Promise<ComparedRuns> {
  const runs = await RunComparison.start(a, b);
  try {
    while ((await runs.step(STEP)) === 'more') onProgress(runs.progress, runs.snapCount);
    return await runs.finish();
  } finally {
    await runs.close();
  }
}

/**
 * Two runs of one session that keep abreast. Each reads the files for itself: another tick or
 * underlying changes what they mean.
 */
export class RunComparison {
  readonly #a: ComparedRun;
  readonly #b: ComparedRun;
  readonly #pairs: SnapPairs;
  readonly #agreement: SnapAgreement;
  readonly #config: readonly ConfigDifference[];

  private constructor(
    [a, b]: readonly [ComparedRun, ComparedRun],
    pairs: SnapPairs,
    agreement: SnapAgreement,
    config: readonly ConfigDifference[],
  ) {
    this.#a = a;
    this.#b = b;
    this.#pairs = pairs;
    this.#agreement = agreement;
    this.#config = config;
  }

  /**
   * Stands before the first event; the sources are closed where that fails.
   * @param zones the trader's own, the same in both
   */
  static async start(
    a: OpenedSession,
    b: OpenedSession,
    zones: SessionZones = zonesFromStart([]),
  ): Promise<RunComparison> {
    const agreement = new SnapAgreement();
    const pairs = new SnapPairs((first, second) => agreement.note(first, second));
    const started: ComparedRun[] = [];
    try {
      const runA = await ComparedRun.start(a, 'a', pairs);
      started.push(runA);
      // The files are the same: one of the runs compares them with their manifest's digests.
      const runB = await ComparedRun.start({ ...b, digests: [] }, 'b', pairs);
      started.push(runB);
      for (const { run } of started) run.bringIn(zones);
      const config = configDifferences(a.config, b.config);
      return new RunComparison([runA, runB], pairs, agreement, config);
    } catch (error) {
      await Promise.allSettled(started.map(({ run }) => run.close()));
      const notStarted = [a, b].slice(started.length).flatMap(({ sources }) => sources);
      await Promise.allSettled(notStarted.map((source) => source.close()));
      throw error;
    }
  }

  /** Share of both runs done, 0…1. */
  get progress(): number {
    return (this.#a.run.progress + this.#b.run.progress) / 2;
  }

  /** Snaps of A so far. */
  get snapCount(): number {
    return this.#a.run.snapCount;
  }

  /** Plays on the run that is behind. */
  async step(limits: AdvanceLimits): Promise<'more' | 'ended'> {
    const [a, b] = [this.#a, this.#b];
    if (a.hasEnded && b.hasEnded) return 'ended';
    const isA = b.hasEnded || (!a.hasEnded && a.positionMs <= b.positionMs);
    await (isA ? a : b).step(limits);
    return 'more';
  }

  /** What came out; once, when both have ended. */
  async finish(): Promise<ComparedRuns> {
    const [a, b] = [this.#a, this.#b];
    await a.run.settleDigests();
    const { kinds, states, smooth, raw } = this.#agreement;
    return {
      comparison: {
        config: this.#config,
        ...differencesOf(a, b),
        runs: { a: a.totals(), b: b.totals() },
        snaps: this.#pairs.counts,
        kinds,
        states,
        scores: { smooth: smooth.difference, raw: raw.difference },
      },
      firstEventMs: a.run.firstEventMs,
      lastEventMs: a.run.lastEventMs ?? a.run.firstEventMs,
      warnings: a.run.warnings,
      damages: { a: a.run.damages, b: b.run.damages },
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#a.run.close(), this.#b.run.close()]);
  }
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

  async step(limits: AdvanceLimits): Promise<void> {
    this.hasEnded = (await this.run.advance(limits)) === 'ended';
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
