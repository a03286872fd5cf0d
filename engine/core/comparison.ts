/** What two configurations make of one session: as it is written, and as it travels. */
import { z } from 'zod';
import type { ConfigKey } from './configKeys.ts';
import type { Problem } from './errors.ts';
import type { BarrierState, EpisodePayload, LevelKind, Signal } from './payload.ts';

/**
 * What two configurations made of one session: A and B, as `breakwater compare --json` prints it.
 * Names are snake_case because this is what files hold. Times are Unix ms; prices are level prices.
 */
export interface Comparison {
  /** Keys whose values differ, in the order of `breakwater config`. */
  readonly config: readonly ConfigDifference[];
  readonly runs: { readonly a: RunTotals; readonly b: RunTotals };
  readonly snaps: SnapCounts;
  readonly signals: SignalSummary;
  readonly episodes: EpisodeSummary;
  /** Per kind of level, in order of first appearance. */
  readonly kinds: readonly KindAgreement[];
  readonly states: StateConfusion;
  readonly scores: { readonly smooth: ScoreDifference; readonly raw: ScoreDifference };
  /** By time, then level. */
  readonly differences: readonly Difference[];
}

export interface ConfigDifference {
  readonly key: ConfigKey;
  readonly a: number | string | boolean | null;
  readonly b: number | string | boolean | null;
}

/** One of the two runs. */
export interface RunTotals {
  readonly events: number;
  readonly snaps: number;
  /** SHA-256 over all payload lines (SPEC §10). */
  readonly digest: string;
  readonly calls: CallTally;
}

/** How the signals of a run's episodes fared (SPEC §12). */
export interface CallTally {
  readonly touches: number;
  /** Touches that broke or rejected; all counts down to `silent` are of these. */
  readonly settled: number;
  /** The first signal was BREAK or REJECT. */
  readonly called: number;
  /** Called, and the outcome was the one called. */
  readonly right: number;
  readonly wrong: number;
  /** The first signal was CONTESTED: no call. */
  readonly contested: number;
  /** No signal. */
  readonly silent: number;
  /** Touches that timed out, or were open at the end of the session. */
  readonly unsettled: number;
  /** From the first signal to the outcome, over the right calls; null without any. */
  readonly lead_ms_mean: number | null;
  readonly lead_ms_median: number | null;
}

/** Snaps of the same moment are compared; with two snap intervals some have no partner. */
export interface SnapCounts {
  readonly compared: number;
  readonly only_a: number;
  readonly only_b: number;
}

export type SignalChange = 'only_a' | 'only_b' | 'earlier' | 'later';

export interface SignalSummary extends Readonly<Record<SignalChange, number>> {
  /** Signals that were shown: a level's signal from its first snap to its last in a row. */
  readonly a: number;
  readonly b: number;
  /** Shown at the same moment by both. */
  readonly same: number;
}

export type EpisodeChange = 'only_a' | 'only_b' | 'differs';

export interface EpisodeSummary extends Readonly<Record<EpisodeChange, number>> {
  /** In both with the same signal and outcome. */
  readonly same: number;
}

/** A level in a snap is one level-snap. */
export interface KindAgreement {
  readonly kind: LevelKind;
  /** The level is active in both snaps. */
  readonly compared: number;
  /** With the same signal. */
  readonly equal: number;
  /** `equal` of `compared`, 0…1; null where nothing was compared. */
  readonly share: number | null;
  readonly only_a: number;
  readonly only_b: number;
}

/** Level-snaps by barrier state: A's state, then B's. */
export type StateConfusion = Readonly<Record<BarrierState, Readonly<Record<BarrierState, number>>>>;

/** B's score minus A's, over all level-snaps that were compared; null without any. */
export interface ScoreDifference {
  readonly mean: number | null;
  readonly mean_abs: number | null;
  /** The first of the largest either way; null where all are equal. */
  readonly largest: {
    readonly ts: number;
    readonly level: string;
    readonly a: number;
    readonly b: number;
  } | null;
}

/** A signal that one run alone showed, or the two at different times. */
export interface SignalDifference {
  readonly type: 'signal';
  readonly change: SignalChange;
  /** The earlier of both times. */
  readonly ts: number;
  readonly level: string;
  readonly kind: LevelKind;
  readonly price: number;
  readonly signal: Exclude<Signal, 'NEUTRAL'>;
  readonly ts_a: number | null;
  readonly ts_b: number | null;
  /** B's time minus A's; null where only one has it. */
  readonly shift_ms: number | null;
}

/** A touch that one run alone saw, or whose signal or outcome differs. */
export interface EpisodeDifference {
  readonly type: 'episode';
  readonly change: EpisodeChange;
  /** Start; the earlier of both. */
  readonly ts: number;
  readonly level: string;
  /** The keys that differ; empty where only one run has the episode. */
  readonly fields: readonly (keyof EpisodePayload)[];
  readonly a: EpisodePayload | null;
  readonly b: EpisodePayload | null;
}

export type Difference = SignalDifference | EpisodeDifference;

/** More keys than there are. */
const MAX_OVERRIDES = 200;

/** Keys of a configuration and their values, as a screen sends them: their ranges are checked later. */
export const configOverridesSchema = z
  .record(z.string().max(60), z.union([z.number(), z.string().max(60), z.null()]))
  .refine((keys) => Object.keys(keys).length <= MAX_OVERRIDES, 'too many keys');

/** The commands that compare the open session with a second configuration. */
export const comparisonCommandSchemas = [
  /**
   * Compares what is open, A, with B: the same session with other keys or another profile. It takes
   * the place of a comparison before it.
   */
  z.strictObject({
    type: z.literal('compare_start'),
    profile: z.string().max(60).optional(),
    overrides: configOverridesSchema,
  }),
  z.strictObject({ type: z.literal('compare_stop') }),
] as const;
export type ComparisonCommand = z.infer<(typeof comparisonCommandSchemas)[number]>;

/** A difference as the timeline marks it. */
export interface DifferenceMark {
  readonly sequence: number;
  /** Unix ms of the earlier of both runs. */
  readonly ts: number;
  readonly end_ts: null;
  readonly kind: 'difference';
  readonly level: string;
  readonly price: number;
  readonly value: SignalChange | EpisodeChange;
  readonly direction: null;
  readonly text: string;
  /** Unix ms at which both runs had shown it: before that it would tell of the future. */
  readonly known_ts: number;
}

/** What screens are told of a comparison that has ended. */
export interface ComparisonResult extends Pick<Comparison, 'config' | 'signals' | 'episodes'> {
  readonly calls: { readonly a: CallTally; readonly b: CallTally };
  /** By time; the first of them, where there are more than a message holds. */
  readonly marks: readonly DifferenceMark[];
  /** Differences in all. */
  readonly total: number;
}

/** The comparison with a second configuration. Sent on connect and whenever it changes. */
export interface ComparisonEvent {
  readonly type: 'comparison';
  readonly session_id: string;
  readonly state: 'off' | 'running' | 'done' | 'failed';
  /** What B is, in words; '' while it is off. */
  readonly name: string;
  /** Share of both runs done, 0…1. */
  readonly progress: number;
  /** Null until it has ended. */
  readonly result: ComparisonResult | null;
  /** Why it failed; else null. */
  readonly problem: Problem | null;
}
