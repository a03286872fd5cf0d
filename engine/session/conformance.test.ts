import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { EpisodePayload } from '../core/payload.ts';
import { byStart } from '../signal/episodes.ts';
import { openSession, type OpenRequest } from './open.ts';
import { SessionRun } from './run.ts';

/** Sessions with the snaps an independent program computed from them; not part of the project. */
const conformance = resolve('../shared/conformance');
const realSession = resolve(
  '../shared/data/sessions/es-2023-12-25/glbx-mdp3-20231225.mbp-10.dbn.zst',
);

const hotzone = (id: string, price: number, label = '') => ({ id, price, label, strong: false });

interface ConformanceRun extends OpenRequest {
  readonly name: string;
}

const folder = (name: string): string[] => [join(conformance, name)];
const RUNS: readonly ConformanceRun[] = [
  { name: 'morning-spy', paths: folder('morning'), profile: 'spy-0dte' },
  { name: 'morning-es', paths: folder('morning'), profile: 'es-0dte' },
  {
    name: 'gaps-spy',
    paths: folder('gaps'),
    profile: 'spy-0dte',
    hotzones: [hotzone('1', 686.9, 'gap'), hotzone('2', 687.15)],
  },
  {
    name: 'gaps-tuned',
    paths: folder('gaps'),
    profile: 'spy-0dte',
    overrides: [
      {
        W_b: 30,
        robust_window: 5,
        SNAP_INTERVAL_MS: 100,
        FILL_REMATCH_MS: 5,
        TRIGGER_HOLD_TIME: 1,
      },
    ],
  },
  { name: 'close-spy', paths: folder('close'), profile: 'spy-0dte' },
  {
    name: 'real-es',
    paths: [realSession],
    profile: 'es-0dte-wide',
    overrides: [{ SESSION_OPEN: null }],
    hotzones: [hotzone('1', 4805)],
  },
];

async function playThrough(request: OpenRequest) {
  const lines: string[] = [];
  const episodes: EpisodePayload[] = [];
  const run = await SessionRun.start(await openSession(request), {
    onSnap: (payload) => lines.push(JSON.stringify(payload)),
    onEpisode: (episode) => episodes.push(episode),
  });
  await run.advance();
  await run.close();
  return { run, lines, episodes: episodes.sort(byStart) };
}

const readGzip = (path: string): string => gunzipSync(readFileSync(path)).toString('utf8');

function readEpisodes(path: string): Record<string, unknown>[] {
  const lines = readGzip(path).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as never);
}

/** Numbers as close as the comparison of snaps allows: 2e-6, or 1e-6 of the larger one. */
function expectClose(where: string, found: unknown, expected: unknown): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    const slack = Math.max(2e-6, 1e-6 * Math.max(Math.abs(found), Math.abs(expected)));
    expect(Math.abs(found - expected), where).toBeLessThanOrEqual(slack);
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, value] of Object.entries(expected)) {
      expectClose(`${where}.${key}`, (found as Record<string, unknown> | null)?.[key], value);
    }
  } else {
    expect(found, where).toBe(expected);
  }
}

describe.skipIf(!existsSync(join(conformance, 'compare.mjs')))(
  'the engine computes what an independent reading of the specification computes',
  () => {
    const scratch = mkdtempSync(join(tmpdir(), 'breakwater-conformance-'));
    afterAll(() => rmSync(scratch, { recursive: true }));

    it.for(RUNS)('$name: every snap, every note and every episode', async (request) => {
      const { name } = request;
      const { lines, episodes } = await playThrough(request);
      const theirs = join(scratch, `${name}.expected.jsonl`);
      const ours = join(scratch, `${name}.jsonl`);
      writeFileSync(theirs, readGzip(join(conformance, `${name}.expected.jsonl.gz`)));
      writeFileSync(ours, `${lines.join('\n')}\n`);
      const compared = spawnSync(
        process.execPath,
        [join(conformance, 'compare.mjs'), theirs, ours, '--notes'],
        { encoding: 'utf8' },
      );
      expect(compared.stdout + compared.stderr).toMatch(/^equal: \d+ snaps$/m);
      expect(compared.status).toBe(0);

      const expected = readEpisodes(join(conformance, `${name}.episodes.jsonl.gz`));
      expect(episodes).toHaveLength(expected.length);
      expected.forEach((episode, index) => {
        expectClose(`episode ${index}`, episodes[index], episode);
      });
    });
  },
);

describe.skipIf(!existsSync(realSession))('a real half hour of ES on Christmas 2023', () => {
  it('has the volume, extremes and average price the venue reported', async () => {
    const { run } = await playThrough({ paths: [realSession], profile: 'es-0dte' });
    const { totals } = run.market;
    expect(totals).toMatchObject({
      trades: 1865,
      volume: 5598,
      volumeBuy: 3188,
      volumeSell: 2366,
      volumeMid: 44,
      highPx: 4810.75,
      lowPx: 4800.25,
    });
    expect(totals.vwapPx).toBeCloseTo(4807.575071454091, 9);
    expect(run.recordCount).toBe(22_225);
    expect(run.damages).toEqual([]);
  });
});
