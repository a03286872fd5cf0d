import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import type { SnapPayload } from '../core/payload.ts';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { surveyKey } from './cache/surveyKey.ts';
import { openSession, type OpenedSession, type OpenRequest } from './open.ts';
import { SessionRun } from './run.ts';

const HEADING = 'strike,right,expiry,open_interest,dealer_sign\n';
const OPENING = `${HEADING}600,P,2026-11-19,5000,-1\n687,C,2026-11-19,4000,1\n`;

let base: string;
let original: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'breakwater-opening-'));
  original = join(base, 'original');
  await writeSimulatedSession(original, { ...DEMO_SPEC, minutes: 0.2, truth: false });
});
afterAll(() => rm(base, { recursive: true }));

let folder: string;
let count = 0;
beforeEach(async () => {
  folder = join(base, `session-${count++}`);
  await cp(original, folder, { recursive: true });
});

const named = (name: string, text = OPENING): Promise<void> => writeFile(join(folder, name), text);
const playable = (request: Omit<OpenRequest, 'paths'> = {}) =>
  openSession({ paths: [folder], ...request });

/** What is opened, its files closed again. */
async function open(request: Omit<OpenRequest, 'paths'> = {}): Promise<OpenedSession> {
  const opened = await playable(request);
  await Promise.all(opened.sources.map((source) => source.close()));
  return opened;
}

/** The last payload of the whole session. */
async function played(request: Omit<OpenRequest, 'paths'> = {}): Promise<SnapPayload> {
  let last: SnapPayload | undefined;
  const run = await SessionRun.start(await playable(request), { onSnap: (snap) => (last = snap) });
  await run.advance();
  await run.close();
  if (last === undefined) throw new Error('There was no snap');
  return last;
}

describe('opening inventory', () => {
  it('comes from the file that is named, before the first event', async () => {
    await named('../mine.csv');
    const without = (await played()).dealers.inventory_gamma ?? 0;
    const request = { openInterest: join(base, 'mine.csv') };
    const { dealers } = await played(request);
    // 4,000 calls at the money and 5,000 puts that are worth nothing.
    expect((dealers.inventory_gamma ?? 0) - without).toBeGreaterThan(10_000);
    expect(dealers.flow_gamma).toBe((await played()).dealers.flow_gamma);
  });

  it('is taken up by itself where it lies in the folder, with a manifest and without', async () => {
    await named('open-interest.csv');
    const { openInterest, ignored } = await open();
    expect(openInterest).toMatchObject({ format: 'csv', path: join(folder, 'open-interest.csv') });
    expect(openInterest?.positions).toHaveLength(2);
    expect(ignored).not.toContain('open-interest.csv');
    await rm(join(folder, 'manifest.json'));
    const loose = await open();
    expect(loose.openInterest?.positions).toHaveLength(2);
    expect(loose.ignored).not.toContain('open-interest.csv');
  });

  it('is what the manifest names, and what the caller names goes before', async () => {
    await named('open-interest.csv');
    await mkdir(join(folder, 'side'));
    await named('side/chain.csv', `${HEADING}687,C,2026-11-19,1,1\n`);
    await named('third.csv', `${HEADING}687,C,2026-11-19,2,1\n`);
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...manifest, open_interest: 'side/chain.csv' }));
    expect((await open()).openInterest?.positions[0]?.contracts).toBe(1);
    const third = await open({ openInterest: join(folder, 'third.csv') });
    expect(third.openInterest?.positions[0]?.contracts).toBe(2);
    await writeFile(path, JSON.stringify({ ...manifest, open_interest: '../chain.csv' }));
    await expect(open()).rejects.toThrow('outside its folder');
  });

  it('that cannot be used stops the opening, and says where the trouble is', async () => {
    await named('open-interest.csv', `${HEADING}687,C,2026-11-19,12 lots,1\n`);
    const error: unknown = await open().catch((reason: unknown) => reason);
    if (!(error instanceof BreakwaterError)) throw new Error('It was accepted');
    expect(error.place).toMatchObject({
      file: join(folder, 'open-interest.csv'),
      field: 'open_interest, line 2',
      found: '"12 lots"',
    });
    const missing = { openInterest: join(folder, 'none.csv') };
    await rm(join(folder, 'open-interest.csv'));
    await expect(open(missing)).rejects.toMatchObject({ place: { file: missing.openInterest } });
  });

  it('is part of what a kept survey depends on', async () => {
    const keyOf = async (request: Omit<OpenRequest, 'paths'> = {}) =>
      surveyKey([folder], await open(request), []);
    const file = join(base, 'other.csv');
    await writeFile(file, OPENING);
    const plain = await keyOf();
    const first = await keyOf({ openInterest: file });
    await writeFile(file, OPENING.replace('4000', '4001'));
    const second = await keyOf({ openInterest: file });
    expect(new Set([plain, first, second]).size).toBe(3);
    await symlink(file, join(folder, 'open-interest.csv'));
    expect(await keyOf()).not.toBe(plain);
  });

  it('is taken back with the run, and goes on the same', async () => {
    await named('open-interest.csv');
    const run = await SessionRun.start(await playable(), { onSnap: () => undefined });
    const ends: (number | undefined)[] = [];
    await run.advance({ maxSnaps: 10 });
    const saved = run.save();
    for (let time = 0; time < 2; time++) {
      await run.advance();
      ends.push(run.market.options.inventory.total);
      await run.restore(saved);
    }
    await run.close();
    expect(ends[0]).toBe(ends[1]);
    expect(ends[0]).not.toBe(undefined);
  });

  it('keeps its contracts in a saved state that starts from nothing', async () => {
    await named('open-interest.csv');
    const { openInterest } = await open();
    const run = await SessionRun.start(await playable(), { onSnap: () => undefined });
    await run.advance({ maxSnaps: 3 });
    const state = new StateWriter();
    run.market.options.inventory.transfer(state);
    const other = await SessionRun.start(await openSession({ paths: [original] }), {
      onSnap: () => undefined,
    });
    const { inventory } = other.market.options;
    inventory.transfer(new StateReader(state.bytes()));
    expect(inventory.held.filter(({ opening }) => opening !== undefined)).toHaveLength(
      openInterest?.positions.length ?? Number.NaN,
    );
    await Promise.all([run.close(), other.close()]);
  });
});
