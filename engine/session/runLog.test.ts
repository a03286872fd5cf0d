import { describe, expect, it } from 'vitest';
import type { Gap } from '../core/events.ts';
import type { BarrierState, EpisodePayload, HealthState, SnapPayload } from '../core/payload.ts';
import type { SweepPath } from '../core/protocol.ts';
import type { LogEntry } from './logStore.ts';
import { episodeEntry, RunLog } from './runLog.ts';
import { level, snap, swept } from './testing/payloads.ts';

/** The rows that a sequence of snaps gives, after the first. */
function rowsOf(
  snaps: readonly SnapPayload[],
  gaps: readonly Gap[] = [],
  path?: SweepPath,
): LogEntry[] {
  const log = new RunLog();
  const market = { gaps, toUnixMs: (ns: number) => ns / 1e6, pathOf: () => path };
  return snaps.flatMap((payload) => log.entriesFor(payload, market));
}

const withState = (state: BarrierState) => level({ barrier: { ...level().barrier, state } });

const withHealth = (ts: number, state: HealthState): SnapPayload =>
  snap(ts, { health: { ...snap(ts).health, state } });

describe('the log of a run', () => {
  it('is silent while nothing changes', () => {
    expect(rowsOf([snap(0, { levels: [level()] }), snap(250, { levels: [level()] })])).toEqual([]);
  });

  it('tells a signal when it shows and when it ends, with where price is expected to go', () => {
    const rows = rowsOf([
      snap(0, { levels: [level()] }),
      snap(250, { levels: [level({ signal: 'BREAK' })] }),
      snap(500, { levels: [level({ signal: 'BREAK' })] }),
      snap(750, { levels: [level({ signal: 'REJECT' })] }),
      snap(1000, { levels: [level()] }),
    ]);
    expect(rows).toMatchObject([
      { ts: 250, kind: 'signal', value: 'BREAK', direction: 'DOWN', price: 687, score: 41.5 },
      { ts: 750, kind: 'signal', value: 'REJECT', direction: 'UP' },
      { ts: 1000, kind: 'signal', value: 'NEUTRAL', direction: null },
    ]);
  });

  it('ends a signal whose level leaves the band', () => {
    const rows = rowsOf([snap(0, { levels: [level({ signal: 'BREAK' })] }), snap(250)]);
    expect(rows.at(-1)).toMatchObject({ ts: 250, kind: 'signal', value: 'NEUTRAL' });
  });

  it('tells a change of the book at an active level, not its state on arrival', () => {
    const rows = rowsOf([
      snap(0, { levels: [withState('WALL')] }),
      snap(250, { levels: [withState('VACUUM')] }),
    ]);
    expect(rows).toMatchObject([{ kind: 'state', value: 'VACUUM', text: 'Book VACUUM, was WALL' }]);
  });

  it('tells a sweep once, at the nearest level, however long it shows', () => {
    const rows = rowsOf([
      snap(0, { levels: [swept(), swept({}, 'ROUND_687')] }),
      snap(250, { levels: [swept({ size: 200 })] }),
      snap(500),
      snap(750, { levels: [swept({ size: 200 })] }),
    ]);
    expect(rows).toMatchObject([{ ts: 0, kind: 'sweep', level: 'STRIKE_687', direction: 'DOWN' }]);
    expect(rows[0]?.text).toBe('Sweep down: 182 lots, 21 prints over 4 prices, 1.25M');
  });

  it('tells a wall when it appears, moves and goes', () => {
    const wall = (price: number) => ({
      watch: [{ id: 'CALL_WALL', kind: 'CALL_WALL' as const, price, distance: 1 }],
    });
    const rows = rowsOf([
      snap(0, wall(690)),
      snap(250, wall(691)),
      snap(500, wall(691)),
      snap(750),
    ]);
    expect(rows.map(({ text }) => text)).toEqual([
      'Call wall at 690.00',
      'Call wall at 691.00, was at 690.00',
      'Call wall gone, was at 691.00',
    ]);
  });

  it('tells a change of data health, and each gap once', () => {
    expect(rowsOf([withHealth(0, 'OK'), withHealth(250, 'STALE')])).toMatchObject([
      { kind: 'health', value: 'STALE' },
    ]);
    const gap: Gap = { feed: 'book', fromNs: null, toNs: 0, cause: 'skipped', recordsLost: 3 };
    const [row] = rowsOf([snap(0)], [{ ...gap, fromNs: 5e6 }]);
    expect(row).toMatchObject({ kind: 'gap', from_ts: 5 });
    expect(rowsOf([snap(0), snap(250)], [gap])).toMatchObject([
      { ts: 0, kind: 'gap', value: 'book', text: 'Gap in book: skipped, 3 records lost' },
    ]);
  });

  it('tells how an episode ended', () => {
    const episode: EpisodePayload = {
      level: 'STRIKE_687',
      kind: 'STRIKE',
      direction: 'SUPPORT',
      break_direction: 'DOWN',
      start_ts: 1000,
      reference_price: 687,
      score_raw: 90,
      score_smooth: 82.5,
      scores: { liquidity: 100, hedge: 100, tape: 50 },
      signal: 'BREAK',
      signal_ts: 1250,
      lead_ms: 15_750,
      outcome: 'REJECT',
      end_ts: 17_000,
      max_break: 0.1,
      max_reject: 0.3,
    };
    expect(episodeEntry(episode)).toMatchObject({
      ts: 17_000,
      value: 'REJECT',
      direction: 'UP',
      text: 'Held after 16.0 s, BREAK',
      episode,
    });
  });
});
