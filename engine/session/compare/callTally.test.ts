import { describe, expect, it } from 'vitest';
import type { EpisodePayload } from '../../core/payload.ts';
import { tallyCalls } from './callTally.ts';

/** An episode of a level at 6870 that price rises to. */
const episode = (
  signal: EpisodePayload['signal'],
  outcome: EpisodePayload['outcome'],
  leadMs: number | null = null,
): EpisodePayload => ({
  level: 'ROUND_6870',
  kind: 'ROUND',
  direction: 'RESISTANCE',
  break_direction: 'UP',
  start_ts: 0,
  reference_price: 6870,
  score_raw: 50,
  score_smooth: 50,
  scores: { liquidity: 50, hedge: 50, tape: 50 },
  signal,
  signal_ts: null,
  lead_ms: leadMs,
  outcome,
  end_ts: 0,
  max_break: 0,
  max_reject: 0,
});

describe('the tally of calls', () => {
  it('counts a call that came true as right, the other as wrong', () => {
    const tally = tallyCalls([
      episode('BREAK', 'BREAK', 1000),
      episode('REJECT', 'REJECT', 4000),
      episode('BREAK', 'REJECT', 9000),
      episode('REJECT', 'BREAK', 9000),
      episode('REJECT', 'BREAK', 9000),
    ]);
    expect(tally).toMatchObject({ touches: 5, settled: 5, called: 5, right: 2, wrong: 3 });
    expect(tally).toMatchObject({ lead_ms_mean: 2500, lead_ms_median: 2500 });
  });

  it('takes CONTESTED and silence for no call, and leaves out what did not settle', () => {
    const tally = tallyCalls([
      episode('CONTESTED', 'BREAK'),
      episode(null, 'REJECT'),
      episode('BREAK', 'TIMEOUT'),
      episode('BREAK', 'OPEN'),
    ]);
    expect(tally).toEqual({
      touches: 4,
      settled: 2,
      called: 0,
      right: 0,
      wrong: 0,
      contested: 1,
      silent: 1,
      unsettled: 2,
      lead_ms_mean: null,
      lead_ms_median: null,
    });
  });

  it('takes the middle lead of an odd number', () => {
    const leads = [7000, 1000, 2000].map((leadMs) => episode('BREAK', 'BREAK', leadMs));
    expect(tallyCalls(leads).lead_ms_median).toBe(2000);
  });
});
