import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dbnToParquet } from '../feeds/parquet/testing/parquetFile.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession, type OpenRequest } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';

/** Half a minute of a simulated session, its options and SPY quotes as DBN and as Parquet. */
let folder: string;
let dbn: string;
let mixed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-session-'));
  dbn = join(folder, 'dbn');
  mixed = join(folder, 'mixed');
  await writeSimulatedSession(dbn, { ...DEMO_SPEC, minutes: 0.3, truth: false });
  for (const name of ['es.mbp-10.dbn.zst', 'hotzones.json']) {
    await cp(join(dbn, name), join(mixed, name));
  }
  for (const name of ['spy.tcbbo', 'spy.mbp-1']) {
    await dbnToParquet(join(dbn, `${name}.dbn.zst`), join(mixed, `${name}.parquet`));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** Plays a session to its end. */
async function played(
  paths: readonly string[],
  request: Partial<OpenRequest> = {},
): Promise<{ digest: string; events: number; damages: string[]; warnings: readonly string[] }> {
  const digest = new RunDigest();
  const opened = await openSession({ ...request, paths });
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => digest.add(JSON.stringify(payload)),
  });
  await run.advance();
  const { eventCount: events, damages } = run;
  await run.close();
  return {
    digest: digest.finish(),
    events,
    damages: damages.map(({ message }) => message),
    warnings: opened.warnings,
  };
}

describe('a session of DBN and Parquet files', () => {
  it('plays exactly as the DBN files that the Parquet files were made of', async () => {
    const whole = await played([dbn]);
    const half = await played([mixed]);
    expect(half.digest).toBe(whole.digest);
    expect(half.events).toBe(whole.events);
    expect(half.damages).toEqual([]);
  });
});
