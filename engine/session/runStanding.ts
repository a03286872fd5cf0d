import type { ComparisonCommand } from '../core/comparison.ts';
import type { EngineRecovery } from '../core/recovery.ts';
import type { LoopState, RunStamp, Speed } from '../core/protocol.ts';
import type { LoadedRun } from './loadedRun.ts';
import type { OpenRequest } from './open.ts';
import type { SessionZones } from './sessionZones.ts';

/** What another engine needs to go on with a run where this one stands; plain data. */
export interface RunStanding {
  readonly request: OpenRequest;
  readonly stamp: RunStamp;
  /** Number of the survey of the timeline that screens have. */
  readonly survey: number;
  /** Unix ms of the last snap, or of what is being sought; undefined before the first. */
  readonly positionMs: number | undefined;
  readonly isPlaying: boolean;
  readonly speed: Speed;
  readonly loop: LoopState;
  readonly zones: SessionZones;
  /** The second configuration that is compared with, if one is. */
  readonly comparison: Extract<ComparisonCommand, { type: 'compare_start' }> | undefined;
}

/** Where a run stands. @param speed at which it is played */
export function standingOf(loaded: LoadedRun, speed: Speed): RunStanding {
  const { request, stamp, surveyor, seeker, record, player, loop, zones, comparison } = loaded;
  return {
    request,
    stamp,
    survey: surveyor.number,
    positionMs: seeker.wantedTs ?? record.positionMs,
    isPlaying: player.state === 'playing',
    speed,
    loop: loop.state,
    zones,
    comparison: comparison.wanted,
  };
}

/** What to do in place of an engine that died. */
export type Resumption =
  /** Goes back to where the run stood, and plays on only if `recovery` says so. */
  | { readonly kind: 'run'; readonly standing: RunStanding; readonly recovery: EngineRecovery }
  /** Opens nothing, and says why. @param request what was open; undefined where nothing was yet */
  | {
      readonly kind: 'nothing';
      readonly request: OpenRequest | undefined;
      readonly crashes: number;
      readonly reason: string;
    };
