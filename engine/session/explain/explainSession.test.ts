import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '../../core/explanation.ts';
import type { LevelPayload, SnapPayload } from '../../core/payload.ts';
import { round2 } from '../../core/rounding.ts';
import { isSigned } from '../../core/signing.ts';
import { openSession } from '../open.ts';
import { SessionRun } from '../run.ts';
import { explainSession } from './explainSession.ts';
import { RecordLog } from './recordLog.ts';

const DEMO = join(import.meta.dirname, '../../../assets/demo');
const ALL_RECORDS = 1_000_000;

interface Explained {
  readonly level: LevelPayload;
  readonly explanation: Explanation;
}

/** Every active level of some snaps of the demo, explained with all its records. */
async function explainDemo(overrides = {}): Promise<Explained[]> {
  const opened = await openSession({ paths: [DEMO], overrides: [overrides] });
  const found: Explained[] = [];
  let last: SnapPayload | undefined;
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => {
      last = payload;
      log.noteSnap();
    },
    onEvent: (source) => log.noteEvent(source),
  });
  const log = new RecordLog(run.market);
  for (let stop = 0; stop < 5; stop++) {
    await run.advance({ maxSnaps: 67 });
    for (const level of last?.levels ?? []) {
      const options = { records: ALL_RECORDS, written: log };
      const explanation = last && run.explain(last, level.id, options);
      if (explanation !== undefined) found.push({ level, explanation });
    }
  }
  await run.close();
  return found;
}

const sum = <Row>(rows: readonly Row[], figure: (row: Row) => number): number =>
  rows.reduce((total, row) => total + figure(row), 0);

describe('an explanation', () => {
  let explained: Explained[];
  beforeAll(async () => {
    const other = { w_S: 0.05, w_T: 0.15, fuel_book: 'inventory' };
    explained = [...(await explainDemo()), ...(await explainDemo(other))];
  });

  it('agrees with the payload of its snap', () => {
    expect(explained.length).toBeGreaterThan(40);
    for (const { level, explanation } of explained) {
      const { barrier, fuel, score, trigger, confidence, health } = explanation;
      expect(round2(score.raw)).toBe(level.break_score_raw);
      expect(sum(score.components, ({ points }) => points)).toBeCloseTo(score.raw, 4);
      expect(barrier.state).toBe(level.barrier.state);
      expect(fuel.effect).toBe(level.fuel.effect);
      expect(confidence.word).toBe(level.confidence);
      expect(health.muted).toBe(level.muted ?? null);
      const decided = [barrier.rules, fuel.rules, trigger.rules].map((rules) =>
        rules.filter(({ decides }) => decides).map(({ outcome }) => outcome),
      );
      expect(decided).toEqual([[level.barrier.state], [level.fuel.effect], [level.signal]]);
    }
  });

  it('says what neutral fuel and the other sign would have made of its score and signal', () => {
    const effects = { AMPLIFY: 'DAMPEN', DAMPEN: 'AMPLIFY', NEUTRAL: 'NEUTRAL' };
    for (const { level, explanation } of explained) {
      const { score, sensitivity } = explanation;
      const hedge = score.components.find(({ key }) => key === 'hedge');
      const towardsNeutral = (hedge?.weight ?? 0) * (50 - (hedge?.score ?? 50));
      const { fuel_neutral: neutral, fuel_reversed: reversed } = sensitivity;
      expect(neutral.raw).toBeCloseTo(score.raw + towardsNeutral, 5);
      expect(reversed.raw).toBeCloseTo(score.raw + 2 * towardsNeutral, 5);
      expect(neutral.effect).toBe('NEUTRAL');
      expect(reversed.effect).toBe(effects[level.fuel.effect]);
      expect(neutral.signal).toBe(level.sensitivity.fuel_neutral);
      expect(reversed.signal).toBe(level.sensitivity.fuel_reversed);
    }
  });

  it('has records that add up to its figures', () => {
    for (const { level, explanation } of explained) {
      const { flows, trades, options, positions } = explanation.records;
      const { barrier, tape, fuel } = level;
      expect(sum(flows.rows, ({ added }) => added)).toBe(barrier.added);
      expect(sum(flows.rows, ({ pulled }) => pulled)).toBe(barrier.pulled);
      expect(sum(flows.rows, ({ filled }) => filled)).toBe(barrier.filled);
      const bought = trades.rows.filter(({ aggressor }) => aggressor === 'BUY');
      expect(sum(bought, ({ size }) => size)).toBe(tape.buy_vol);
      expect(sum(options.rows, ({ net_gamma }) => net_gamma)).toBeCloseTo(fuel.flow_gamma, 2);
      const held = sum(positions.rows, ({ net_gamma }) => net_gamma);
      expect(held).toBeCloseTo(fuel.inventory_gamma, 2);
      const { book, net_dealer_gamma } = explanation.fuel;
      const driving = book === 'flow' ? fuel.flow_gamma : fuel.inventory_gamma;
      expect(net_dealer_gamma).toBe(driving);
    }
  });

  it('says of every record where it stands in which file', () => {
    const records = explained.flatMap(({ explanation: { records: all } }) => [
      ...all.flows.rows,
      ...all.trades.rows,
      ...all.options.rows,
    ]);
    expect(records.length).toBeGreaterThan(1000);
    const files = new Set(records.map(({ place }) => basename(place?.file ?? 'nowhere')));
    expect([...files].sort()).toEqual(['es.mbp-10.dbn.zst', 'spy.tcbbo.dbn.zst']);
    expect(records.filter(({ place }) => (place?.byte_offset ?? 0) <= 0)).toEqual([]);
    const { options } = explained.at(-1)?.explanation.records ?? {};
    expect(options?.rows[0]?.option_price).toBeGreaterThan(0);
  });

  it('says of every option trade how it was signed', () => {
    const rows = explained.flatMap(({ explanation: { records } }) => records.options.rows);
    const classes = new Set(rows.map(({ signing }) => signing));
    expect(classes).toContain('at_quote');
    expect(classes).toContain('mid');
    const moving = rows.filter(({ net_gamma }) => net_gamma !== 0);
    expect(moving.filter(({ signing }) => signing === null || !isSigned(signing))).toEqual([]);
  });
});

describe('explaining a session at a time', () => {
  let earlyMs: number;
  beforeAll(async () => {
    const run = await SessionRun.start(await openSession({ paths: [DEMO] }), { onSnap: () => 0 });
    earlyMs = Math.floor(run.firstEventMs / 250) * 250 + 10_000;
    await run.close();
  });
  const at = async (unixMs: number, levelId: string, records = 2) =>
    explainSession(await openSession({ paths: [DEMO] }), {
      timeOf: () => unixMs,
      levelId,
      records,
    });
  let nearest: string;
  beforeAll(async () => {
    const error: unknown = await at(earlyMs, 'ROUND_1').catch((thrown: unknown) => thrown);
    const { expected = '' } = (error as { place: { expected?: string } }).place;
    nearest = expected.split(/[:,] /)[1] ?? '';
  });

  it('takes the last snap at or before it', async () => {
    const { explanation } = await at(earlyMs + 249, nearest);
    expect(explanation.ts).toBe(earlyMs);
    expect(explanation.records.flows.rows.length).toBeLessThanOrEqual(2);
  });

  it('names the levels there are where the wanted one is not active', async () => {
    await expect(at(earlyMs, 'ROUND_1')).rejects.toMatchObject({
      code: 'usage',
      place: { expected: expect.stringContaining(nearest) as string },
    });
  });

  it('says when the first time would be where there is no snap yet', async () => {
    await expect(at(earlyMs - 3_600_000, nearest)).rejects.toThrow(/no snap at or before/);
  });
});
