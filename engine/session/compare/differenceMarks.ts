import type { Difference, DifferenceMark, EpisodeDifference } from '../../core/comparison.ts';
import type { EpisodePayload } from '../../core/payload.ts';
import { SAME_SIGNAL_MS } from './signalSpans.ts';

/** Some 300 bytes each: a message stays below 1 MB. */
const MAX_MARKS = 2500;

/** The differences as the timeline marks them: the first of them, by time. */
export const differenceMarks = (differences: readonly Difference[]): DifferenceMark[] =>
  differences.slice(0, MAX_MARKS).map((difference, sequence) => ({
    sequence,
    ts: difference.ts,
    end_ts: null,
    kind: 'difference',
    level: difference.level,
    value: difference.change,
    direction: null,
    ...wordsOf(difference),
  }));

function wordsOf(difference: Difference): Pick<DifferenceMark, 'price' | 'text' | 'known_ts'> {
  if (difference.type === 'episode') return episodeWords(difference);
  const { signal, price, change, ts, shift_ms: shiftMs } = difference;
  if (shiftMs === null) {
    const where = change === 'only_a' ? 'only in A' : 'only in B';
    // Within this time the other run could still have shown it.
    return { price, text: `${signal} ${where}`, known_ts: ts + SAME_SIGNAL_MS };
  }
  const seconds = (Math.abs(shiftMs) / 1000).toFixed(2);
  const text = `${signal} ${seconds} s ${change} in B`;
  return { price, text, known_ts: ts + Math.abs(shiftMs) };
}

function episodeWords({ a, b, ts }: EpisodeDifference) {
  return {
    price: (a ?? b)?.reference_price ?? 0,
    text: `Touch: ${verdictWords(a)} in A, ${verdictWords(b)} in B`,
    known_ts: Math.max(a?.end_ts ?? ts, b?.end_ts ?? ts),
  };
}

const OUTCOME_WORDS: Readonly<Record<EpisodePayload['outcome'], string>> = {
  BREAK: 'broke',
  REJECT: 'held',
  TIMEOUT: 'timed out',
  OPEN: 'open at the end',
};

function verdictWords(episode: EpisodePayload | null): string {
  if (episode === null) return 'none';
  const { signal, lead_ms: leadMs, outcome } = episode;
  const called = signal === null ? 'no signal' : signal;
  const lead = leadMs === null ? '' : ` ${(leadMs / 1000).toFixed(2)} s before it`;
  return `${called}${lead} ${OUTCOME_WORDS[outcome]}`;
}
