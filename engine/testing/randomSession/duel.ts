/** The engine and its twin play the same session. */
import type { EpisodePayload, SnapPayload } from '../../core/payload.ts';
import { findProfile } from '../../core/profiles.ts';
import type { OpenInterest } from '../../feeds/openInterest/openInterestFile.ts';
import { SessionRun } from '../../session/run.ts';
import { byStart } from '../../signal/episodes.ts';
import { Comparison } from '../naive/compare.ts';
import { playTwin, type TwinOutput, type TwinSession } from '../naive/twin.ts';
import { aSession } from '../scriptedSource.ts';
import { MemorySource } from './memorySource.ts';

/** Plays a session through the engine, as the command line and the screen do. */
export async function playEngine(session: TwinSession): Promise<TwinOutput> {
  const { feeds, epochMs, config, hotzones, openings = [] } = session;
  const payloads: SnapPayload[] = [];
  const episodes: EpisodePayload[] = [];
  const sources = feeds.map((feed) => new MemorySource(feed, epochMs));
  const opened = aSession(sources, { profile: session.profile.name, hotzones });
  const openInterest: OpenInterest = {
    path: 'none',
    format: 'csv',
    positions: openings,
    otherRows: 0,
    sha256: '',
  };
  const run = await SessionRun.start(
    { ...opened, profile: findProfile(session.profile.name), config, openInterest },
    {
      onSnap: (payload) => payloads.push(payload),
      onEpisode: (episode) => episodes.push(episode),
    },
  );
  await run.advance();
  await run.close();
  return { payloads, episodes: episodes.sort(byStart) };
}

export interface Duel {
  readonly engine: TwinOutput;
  readonly comparison: Comparison;
}

export async function duel(session: TwinSession): Promise<Duel> {
  const engine = await playEngine(session);
  const twin = playTwin(session);
  const comparison = new Comparison();
  comparison.compare('snaps', engine.payloads, twin.payloads);
  comparison.compare('episodes', engine.episodes, twin.episodes);
  return { engine, comparison };
}
