/** What became of the trader's calls, and of the engine's signals at the same moments. */
import type { LevelCall } from '../../engine/core/journal.ts';
import type { TimelineMark } from '../../engine/core/protocol.ts';
import type { TimelineView } from '../timeline/timelineView.ts';

/**
 * Outcome of the episode that a call is about (SPEC §12). PENDING: not reached yet. NO_TOUCH: none
 * began in time. UNDECIDED: the session ended first.
 */
export type CallOutcome = 'BREAK' | 'REJECT' | 'TIMEOUT' | 'NO_TOUCH' | 'UNDECIDED' | 'PENDING';

export interface ScoredCall {
  readonly call: LevelCall;
  readonly outcome: CallOutcome;
  /** Right and wrong where the level broke or held; the rest says why there is neither. */
  readonly result: 'right' | 'wrong' | 'passed' | 'void' | 'open';
  /** The same for the engine's signal at that snap; silent where it was neither BREAK nor REJECT. */
  readonly engine: 'right' | 'wrong' | 'silent' | 'void' | 'open';
}

/** How many forecasts came true. */
export interface Tally {
  readonly right: number;
  readonly wrong: number;
}

export interface CallScore {
  readonly trader: Tally;
  readonly engine: Tally;
  /** Calls whose outcome is still ahead. */
  readonly open: number;
  /** Calls to stay out. */
  readonly passed: number;
  /** Calls at levels that neither broke nor held. */
  readonly void: number;
}

/**
 * The episode of a call: the one open at that moment, else the next that begins within the horizon.
 * @param touches marks of one level, by time
 */
function episodeOf(
  { ts }: LevelCall,
  touches: readonly TimelineMark[],
  horizonMs: number,
): TimelineMark | undefined {
  return touches.find((touch) => {
    const isOver = touch.end_ts !== null && touch.end_ts <= ts;
    return !isOver && touch.ts <= ts + horizonMs;
  });
}

function outcomeOf(
  call: LevelCall,
  view: TimelineView,
  touches: readonly TimelineMark[],
  horizonMs: number,
): CallOutcome {
  const episode = episodeOf(call, touches, horizonMs);
  if (episode !== undefined) {
    if (episode.end_ts === null) return 'PENDING';
    const { value } = episode;
    return value === 'BREAK' || value === 'REJECT' || value === 'TIMEOUT' ? value : 'UNDECIDED';
  }
  // What begins within one horizon has ended within two: then it would be known.
  const isPast = (view.coveredTs ?? Number.NEGATIVE_INFINITY) >= call.ts + 2 * horizonMs;
  return isPast || view.digest !== undefined ? 'NO_TOUCH' : 'PENDING';
}

const isDecided = (outcome: CallOutcome): outcome is 'BREAK' | 'REJECT' =>
  outcome === 'BREAK' || outcome === 'REJECT';

function resultOf({ choice }: LevelCall, outcome: CallOutcome): ScoredCall['result'] {
  if (choice === 'PASS') return 'passed';
  if (outcome === 'PENDING') return 'open';
  if (!isDecided(outcome)) return 'void';
  return choice === outcome ? 'right' : 'wrong';
}

function engineResultOf({ signal }: LevelCall, outcome: CallOutcome): ScoredCall['engine'] {
  if (signal !== 'BREAK' && signal !== 'REJECT') return 'silent';
  if (outcome === 'PENDING') return 'open';
  if (!isDecided(outcome)) return 'void';
  return signal === outcome ? 'right' : 'wrong';
}

/**
 * Scores calls by what may be seen of the session: through a blind view nothing is known before the
 * playhead has passed it.
 * @param horizonMs OUTCOME_HORIZON of the session's configuration, in ms
 */
export function scoreCalls(
  calls: readonly LevelCall[],
  view: TimelineView,
  horizonMs: number,
): ScoredCall[] {
  const touches = Map.groupBy(
    view.marks.filter(({ kind }) => kind === 'touch'),
    ({ level }) => level,
  );
  return calls.map((call) => {
    const outcome = outcomeOf(call, view, touches.get(call.level) ?? [], horizonMs);
    return {
      call,
      outcome,
      result: resultOf(call, outcome),
      engine: engineResultOf(call, outcome),
    };
  });
}

export function tallyCalls(scored: readonly ScoredCall[]): CallScore {
  const count = (test: (each: ScoredCall) => boolean): number => scored.filter(test).length;
  return {
    trader: {
      right: count(({ result }) => result === 'right'),
      wrong: count(({ result }) => result === 'wrong'),
    },
    engine: {
      right: count(({ engine }) => engine === 'right'),
      wrong: count(({ engine }) => engine === 'wrong'),
    },
    open: count(({ result }) => result === 'open'),
    passed: count(({ result }) => result === 'passed'),
    void: count(({ result }) => result === 'void'),
  };
}

/** Fewer forecasts say nothing about who made them. */
const ENOUGH = 10;

/** `7 of 10, 70%`; a share of few is not worth its figure. */
export function shareText({ right, wrong }: Tally): string {
  const count = right + wrong;
  if (count === 0) return 'none decided yet';
  const figure = `${right} of ${count}`;
  return count < ENOUGH
    ? `${figure}, too few to judge`
    : `${figure}, ${Math.round((100 * right) / count)}%`;
}
