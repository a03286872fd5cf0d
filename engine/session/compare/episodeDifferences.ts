import type { EpisodePayload } from '../../core/payload.ts';
import { byStart } from '../../signal/episodes.ts';
import type { EpisodeChange, EpisodeDifference, EpisodeSummary } from '../../core/comparison.ts';
import { pairSpans, type Span, type SpanPair } from './pairSpans.ts';

/** What decides how an episode is called and judged; scores alone make no difference. */
const DECISIVE = [
  'direction',
  'reference_price',
  'signal',
  'signal_ts',
  'lead_ms',
  'outcome',
  'end_ts',
] as const satisfies readonly (keyof EpisodePayload)[];

interface EpisodeSpan extends Span {
  readonly episode: EpisodePayload;
}

/** Pairs the episodes of two runs that overlap at one level, and says where they differ. */
export function compareEpisodes(
  a: readonly EpisodePayload[],
  b: readonly EpisodePayload[],
): { summary: EpisodeSummary; differences: EpisodeDifference[] } {
  const counts = { same: 0, differs: 0, only_a: 0, only_b: 0 };
  const differences: EpisodeDifference[] = [];
  const ofA = byLevel(a);
  const ofB = byLevel(b);
  for (const level of new Set([...ofA.keys(), ...ofB.keys()])) {
    for (const pair of pairSpans(ofA.get(level) ?? [], ofB.get(level) ?? [], 0)) {
      const difference = differenceOf(pair);
      counts[difference?.change ?? 'same']++;
      if (difference !== undefined) differences.push(difference);
    }
  }
  return { summary: counts, differences };
}

const byLevel = (episodes: readonly EpisodePayload[]): Map<string, EpisodeSpan[]> =>
  Map.groupBy(
    [...episodes].sort(byStart).map((episode) => ({
      startTs: episode.start_ts,
      endTs: episode.end_ts,
      episode,
    })),
    ({ episode }) => episode.level,
  );

function differenceOf(pair: SpanPair<EpisodeSpan>): EpisodeDifference | undefined {
  const [a, b] = [pair.a?.episode, pair.b?.episode];
  const either = a ?? b;
  if (either === undefined) return undefined;
  const fields =
    a === undefined || b === undefined ? [] : DECISIVE.filter((key) => a[key] !== b[key]);
  const change = changeOf(a, b);
  if (change === 'differs' && fields.length === 0) return undefined;
  return {
    type: 'episode',
    change,
    ts: Math.min(a?.start_ts ?? Infinity, b?.start_ts ?? Infinity),
    level: either.level,
    fields,
    a: a ?? null,
    b: b ?? null,
  };
}

function changeOf(a: EpisodePayload | undefined, b: EpisodePayload | undefined): EpisodeChange {
  if (a === undefined) return 'only_b';
  return b === undefined ? 'only_a' : 'differs';
}
