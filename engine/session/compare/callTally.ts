import type { EpisodePayload } from '../../core/payload.ts';
import type { CallTally } from '../../core/comparison.ts';

/** How the signals of a run's episodes fared: BREAK and REJECT are calls, CONTESTED is none. */
export function tallyCalls(episodes: readonly EpisodePayload[]): CallTally {
  const settled = episodes.filter(({ outcome }) => outcome === 'BREAK' || outcome === 'REJECT');
  const called = settled.filter(({ signal }) => signal === 'BREAK' || signal === 'REJECT');
  const right = called.filter(({ signal, outcome }) => signal === outcome);
  const leads = right.flatMap(({ lead_ms: leadMs }) => leadMs ?? []).sort((x, y) => x - y);
  return {
    touches: episodes.length,
    settled: settled.length,
    called: called.length,
    right: right.length,
    wrong: called.length - right.length,
    contested: settled.filter(({ signal }) => signal === 'CONTESTED').length,
    silent: settled.filter(({ signal }) => signal === null).length,
    unsettled: episodes.length - settled.length,
    lead_ms_mean: mean(leads),
    lead_ms_median: median(leads),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);

/** @param sorted ascending */
function median(sorted: readonly number[]): number | null {
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
