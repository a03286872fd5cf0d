import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../../core/config.ts';
import type { SnapPayload } from '../../core/payload.ts';
import { DEMO_SPEC } from '../../feeds/simulator/presets.ts';
import { GLBX_HABIT, type FeedHabit } from '../../feeds/simulator/publish/habit.ts';
import { writeSimulatedSession } from '../../feeds/simulator/session.ts';
import { openSession, type OpenRequest } from '../../session/open.ts';
import { SessionRun } from '../../session/run.ts';
import { Comparison } from './compare.ts';
import { twinSessionOf } from './fromSources.ts';
import { normal } from './greeks.ts';
import { playTwin } from './twin.ts';

/** Sessions with the snaps an independent program computed from them; not part of the project. */
const conformance = resolve('../shared/conformance');
const realSession = resolve(
  '../shared/data/sessions/es-2023-12-25/glbx-mdp3-20231225.mbp-10.dbn.zst',
);
const hotzone = (id: string, price: number) => ({ id, price, label: '', strong: false });
const tuned = {
  W_b: 30,
  robust_window: 5,
  SNAP_INTERVAL_MS: 100,
  FILL_REMATCH_MS: 5,
  TRIGGER_HOLD_TIME: 1,
};

const RUNS: readonly [name: string, seconds: number, request: OpenRequest][] = [
  ['morning-spy', 6, { paths: [join(conformance, 'morning')], profile: 'spy-0dte' }],
  ['morning-es', 6, { paths: [join(conformance, 'morning')], profile: 'es-0dte' }],
  [
    'gaps-spy',
    6,
    {
      paths: [join(conformance, 'gaps')],
      profile: 'spy-0dte',
      hotzones: [hotzone('1', 686.9), hotzone('2', 687.15)],
    },
  ],
  [
    'gaps-tuned',
    6,
    { paths: [join(conformance, 'gaps')], profile: 'spy-0dte', overrides: [tuned] },
  ],
  ['close-spy', 6, { paths: [join(conformance, 'close')], profile: 'spy-0dte' }],
  [
    'real-es',
    40,
    {
      paths: [realSession],
      profile: 'es-0dte-wide',
      overrides: [{ SESSION_OPEN: null }],
      hotzones: [hotzone('1', 4805)],
    },
  ],
];

/** The twin's snaps of the first seconds. */
async function twinSnaps(request: OpenRequest, seconds: number): Promise<readonly SnapPayload[]> {
  const session = await twinSessionOf(await openSession(request), seconds);
  const { payloads } = playTwin(session);
  // The snap after the last event is due only where the session really ends.
  return payloads.slice(0, -1);
}

/** What stands in a payload beside the keys of the specification; the third program knows none of it. */
const ADDED_KEYS = ['sensitivity', 'flow_gamma', 'inventory_gamma', 'dealers'];

const asSpecified = (snaps: readonly SnapPayload[]): unknown[] =>
  JSON.parse(JSON.stringify(snaps), (key, value: unknown) =>
    ADDED_KEYS.includes(key) ? undefined : value,
  ) as unknown[];

function expectEqual(found: readonly unknown[], expected: readonly unknown[]): void {
  // The third program has its own order of the keys that the specification adds.
  const comparison = new Comparison({ ignoresKeyOrder: true });
  comparison.compare('snaps', found, expected);
  expect(comparison.differences.slice(0, 10)).toEqual([]);
  expect(comparison.fields).toBeGreaterThan(1000);
}

describe.skipIf(!existsSync(conformance))('the naive reading of the specification', () => {
  it.for(RUNS)('computes the first snaps of %s as a third program did', async (run) => {
    const [name, seconds, request] = run;
    const snaps = await twinSnaps(request, seconds);
    const lines = gunzipSync(readFileSync(join(conformance, `${name}.expected.jsonl.gz`)));
    const expected = lines.toString('utf8').split('\n').slice(0, snaps.length);
    expectEqual(
      expected.map((line) => JSON.parse(line) as unknown),
      asSpecified(snaps),
    );
  });
});

/** The day of the demo, and the day after. */
const OPEN_INTEREST = [
  'strike,right,expiry,open_interest,dealer_sign',
  '687,C,2026-11-19,1200,-1',
  '688,C,2026-11-19,900,0.5',
  '686,P,2026-11-19,2500,-1',
  '660,P,2026-11-19,400,1',
  '687,C,2026-11-20,70,1',
].join('\n');

/** The engine plays the files themselves, the twin what their sources deliver. */
async function expectSameInBoth(
  request: OpenRequest,
  seconds: number,
): Promise<readonly SnapPayload[]> {
  const snaps = await twinSnaps(request, seconds);
  const payloads: SnapPayload[] = [];
  const run = await SessionRun.start(await openSession(request), {
    onSnap: (payload) => payloads.push(payload),
  });
  await run.advance({ maxSnaps: snaps.length });
  await run.close();
  expectEqual(payloads, snaps);
  return payloads;
}

describe('the engine and the naive reading', () => {
  it('compute the same first snaps of the demo session', async () => {
    await expectSameInBoth({ paths: [resolve('assets/demo')] }, 6);
  });

  it('compute the same first snaps of it with opening inventory that drives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-twin-'));
    try {
      const openInterest = join(folder, 'open-interest.csv');
      writeFileSync(openInterest, OPEN_INTEREST);
      const [first] = await expectSameInBoth(
        { paths: [resolve('assets/demo')], profile: 'spy-0dte-pro', openInterest },
        6,
      );
      expect(first?.dealers.inventory_gamma).toBeLessThan(-10_000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(!existsSync(conformance))(
    'compute the same over the close with the inventory that drives',
    async () => {
      await expectSameInBoth({ paths: [join(conformance, 'close')], profile: 'spy-0dte-pro' }, 20);
    },
  );

  it.for<readonly [string, FeedHabit, ConfigOverrides]>([
    ['tells trades first', GLBX_HABIT, {}],
    ['shows the reduced book with its trades', { ...GLBX_HABIT, tradeBook: 'after' }, {}],
    [
      'tells trades late',
      { trades: 'late', tradeJitterNs: 500_000, tradeBook: 'before' },
      { FILL_REMATCH_MS: 1 },
    ],
    [
      'has a file of trades with a clock of its own',
      { trades: 'separate', tradeJitterNs: 50_000_000, tradeBook: 'before' },
      { FILL_MATCH_MS: 50, FILL_REMATCH_MS: 50 },
    ],
  ])('compute the same snaps of a simulated feed that %s', async ([, habit, overrides]) => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-twin-'));
    try {
      const spec = { ...DEMO_SPEC, minutes: 0.1, seed: 3, habit, optionQuotes: true };
      await writeSimulatedSession(folder, spec);
      // The folder's manifest names a habit beyond the specification's.
      const asSpecified = { fill_habit: 'same-time', ...overrides };
      await expectSameInBoth({ paths: [folder], overrides: [asSpecified] }, 6);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the normal distribution of the naive reading', () => {
  it('has the tabled values', () => {
    expect(normal(0)).toBe(0.5);
    expect(normal(1)).toBeCloseTo(0.8413447460685429, 15);
    expect(normal(-2)).toBeCloseTo(0.0227501319481792, 15);
    expect(normal(5)).toBeCloseTo(0.9999997133484281, 15);
    expect(normal(-8) / 6.220960574271786e-16).toBeCloseTo(1, 12);
  });
});
