import { toProblem, type Problem } from '../core/errors.ts';
import { DEFAULT_PROFILE, findProfile } from '../core/profiles.ts';
import type { SessionState, SourceInfo } from '../core/protocol.ts';
import type { LoadedRun } from './loadedRun.ts';
import type { OpenedSession } from './open.ts';
import { zonesEver } from './sessionHotzones.ts';

/** What there is to tell of the session; what became of its engine is the host's to add. */
export type SlotState = Omit<SessionState, 'recovery'>;

/** What screens are told about a run. @param problem why another session could not be opened */
export function sessionStateOf(loaded: LoadedRun, problem: Problem | null): SlotState {
  const { opened, stamp, run, warnings } = loaded;
  const [damage, ...otherDamages] = run.damages;
  return {
    ...stamp,
    phase: 'ready',
    follows: loaded.following?.isOn === true,
    name: opened.name,
    origin: opened.origin,
    profile: opened.profile.name,
    underlying: opened.profile.underlying,
    instrument: opened.instrument,
    config: opened.config,
    changes: [...opened.changes],
    sources: [...opened.infos, ...openInterestSource(opened)],
    ignored: [...opened.ignored],
    hotzones: zonesEver({ initial: opened.hotzones, timed: opened.timedHotzones }),
    first_ts: run.firstEventMs,
    warnings: [
      ...warnings,
      ...otherDamages.map(({ message }) => message),
      // Doubtful books show as gaps already, each with its row in the log.
      ...run.warnings.filter(({ kind }) => kind !== 'maybe_bad_book').map(({ text }) => text),
    ],
    problem: problem ?? (damage === undefined ? null : toProblem(damage)),
  };
}

const openInterestSource = ({ openInterest, profile }: OpenedSession): SourceInfo[] => {
  if (openInterest === undefined) return [];
  const { path, format } = openInterest;
  const symbol = profile.underlying.toUpperCase();
  return [{ path, role: 'open interest', schema: format, symbol }];
};

/** What screens are told while nothing is open. @param name what was tried; '' when nothing was */
export function emptySessionState(name: string, problem: Problem | null): SlotState {
  const { config, underlying } = findProfile(DEFAULT_PROFILE);
  return {
    session_id: '',
    seek_epoch: 0,
    follows: false,
    phase: problem === null ? 'empty' : 'failed',
    name,
    origin: 'files',
    profile: DEFAULT_PROFILE,
    underlying,
    instrument: '',
    config,
    changes: [],
    sources: [],
    ignored: [],
    hotzones: [],
    first_ts: null,
    warnings: [],
    problem,
  };
}
