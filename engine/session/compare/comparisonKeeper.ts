import type { ComparisonCommand, ComparisonEvent } from '../../core/comparison.ts';
import { BreakwaterError, toProblem } from '../../core/errors.ts';
import { openSession, type OpenedSession, type OpenRequest } from '../open.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SessionZones } from '../sessionZones.ts';
import { BackgroundComparison } from './backgroundComparison.ts';
import type { ComparedRuns } from './compareRuns.ts';
import { differenceMarks } from './differenceMarks.ts';

/** Screens hear of the progress this often; real time. */
const PROGRESS_INTERVAL_MS = 250;

type Wanted = Extract<ComparisonCommand, { type: 'compare_start' }>;
type State = Omit<ComparisonEvent, 'type' | 'session_id'>;

const OFF: State = { state: 'off', name: '', progress: 0, result: null, problem: null };

export interface ComparisonKeeperOptions {
  /** What the open session was opened with. */
  readonly request: OpenRequest;
  readonly scheduler: Scheduler;
  /** There is something new for the screens. */
  readonly onChange: () => void;
}

/** Holds the one comparison there may be of the open session with a second configuration. */
export class ComparisonKeeper {
  readonly #options: ComparisonKeeperOptions;
  #state = OFF;
  /** What A is. */
  #request: OpenRequest;
  #wanted: Wanted | undefined;
  #running: BackgroundComparison | undefined;
  #generation = 0;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(options: ComparisonKeeperOptions) {
    this.#options = options;
    this.#request = options.request;
  }

  /** What is compared with; undefined where nothing is. */
  get wanted(): Wanted | undefined {
    return this.#wanted;
  }

  event(sessionId: string): ComparisonEvent {
    return { type: 'comparison', session_id: sessionId, ...this.#state };
  }

  /**
   * Compares with another configuration from here on.
   * @throws BreakwaterError when it cannot be; a comparison before it then goes on
   */
  async start(wanted: Wanted, zones: SessionZones): Promise<void> {
    const generation = ++this.#generation;
    const [a, b] = await this.#open(wanted);
    if (generation === this.#generation) await this.#running?.stop();
    if (generation !== this.#generation) {
      await closeAll([a, b]);
      throw new BreakwaterError('usage', 'The comparison was called off in the meantime.');
    }
    this.#wanted = wanted;
    this.#tell({ ...OFF, state: 'running', name: nameOf(wanted) });
    this.#running = new BackgroundComparison({
      a,
      b,
      zones,
      scheduler: this.#options.scheduler,
      onProgress: () => this.#tellProgress(),
      onResult: (compared) => this.#tell({ ...this.#state, ...resultOf(compared) }),
      onError: (error) => this.#fail(error),
    });
  }

  /** The open session plays otherwise: that is A from now on. */
  rebase(request: OpenRequest, zones: SessionZones): Promise<void> {
    this.#request = request;
    return this.restart(zones);
  }

  /** The trader's zones have changed: what is compared must have them too. */
  async restart(zones: SessionZones): Promise<void> {
    if (this.#wanted === undefined) return;
    const generation = this.#generation + 1;
    await this.start(this.#wanted, zones).catch((error: unknown) => {
      if (generation === this.#generation) this.#fail(error);
    });
  }

  /** Ends it, done or not. */
  async stop(): Promise<void> {
    this.#generation++;
    this.#wanted = undefined;
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
    this.#tell(OFF);
  }

  async #open({ profile, overrides }: Wanted): Promise<readonly [OpenedSession, OpenedSession]> {
    const request = this.#request;
    // The player's own run compares the files with their digests; once is enough.
    const a = { ...(await openSession(request)), digests: [] };
    try {
      const b = await openSession({
        ...request,
        ...(profile === undefined ? {} : { profile }),
        changes: { ...request.changes, ...overrides },
      });
      if (a.profile.underlying === b.profile.underlying) return [a, b];
      await closeAll([b]);
      throw otherPrices(a, b);
    } catch (error) {
      await closeAll([a]);
      throw error;
    }
  }

  #tell(state: State): void {
    this.#state = state;
    this.#toldMs = this.#options.scheduler.nowMs();
    this.#options.onChange();
  }

  #tellProgress(): void {
    const progress = this.#running?.progress ?? 0;
    if (this.#options.scheduler.nowMs() - this.#toldMs < PROGRESS_INTERVAL_MS) return;
    this.#tell({ ...this.#state, progress });
  }

  #fail(error: unknown): void {
    this.#tell({ ...this.#state, state: 'failed', problem: toProblem(error) });
  }
}

function resultOf({ comparison }: ComparedRuns): Pick<State, 'state' | 'progress' | 'result'> {
  const { config, signals, episodes, runs, differences } = comparison;
  const result = {
    config,
    signals,
    episodes,
    calls: { a: runs.a.calls, b: runs.b.calls },
    marks: differenceMarks(differences),
    total: differences.length,
  };
  return { state: 'done', progress: 1, result };
}

const nameOf = ({ profile, overrides }: Wanted): string =>
  [
    ...(profile === undefined ? [] : [profile]),
    ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`),
  ].join(', ');

const closeAll = (sessions: readonly OpenedSession[]): Promise<unknown> =>
  Promise.allSettled(sessions.flatMap(({ sources }) => sources).map((source) => source.close()));

const otherPrices = (a: OpenedSession, b: OpenedSession): BreakwaterError =>
  new BreakwaterError('usage', `${b.profile.name} has its levels in other prices.`, {
    place: { field: 'profile', expected: `a profile of ${a.profile.underlying.toUpperCase()}` },
    remedy: `Choose one of the same underlying as ${a.profile.name}.`,
  });
