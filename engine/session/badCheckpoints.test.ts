import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FrameEvent } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { ENTRY_SUFFIX } from './cache/folder.ts';
import { SurveyCache } from './cache/surveyCache.ts';
import type { PackedCheckpoint } from './checkpoints.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

let base: string;
let session: string;
/** A data folder in which the survey of the session is kept. */
let surveyed: string;
/** What two seeks of the untouched session show. */
let expected: { late: FrameEvent; early: FrameEvent };
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'bad-checkpoints-'));
  session = join(base, 'session');
  surveyed = join(base, 'data');
  await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 0.9, truth: false });
  folder = surveyed;
  await open();
  const { ts } = (screen.all('frame')[0] ?? (await screen.next('frame'))).payload;
  expected = { late: await seek(ts + 50_000), early: await seek(ts + 45_000) };
  await host.close();
});
afterAll(() => rm(base, { recursive: true }));

let folder: string;
let host: ScreenHost;
let screen: TestScreen;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-'));
  await cp(surveyed, folder, { recursive: true });
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** Opens the session, paused at its first snap, and waits until all of it is surveyed. */
async function open(): Promise<void> {
  host = new ScreenHost({
    dataFolder: folder,
    demoFolder: session,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  screen = new TestScreen();
  await host.openDemoForUser();
  host.connect(screen);
  await screen.send({ type: 'pause' });
  if (screen.all('frame').length === 0) await screen.next('frame');
  const isDone = ({ digest }: { digest: string | null }): boolean => digest !== null;
  if (!screen.all('timeline').some(isDone)) await screen.next('timeline', isDone);
}

async function seek(ts: number): Promise<FrameEvent> {
  const epoch = screen.events.findLast((event) => event.type === 'frame')?.seek_epoch ?? 0;
  const arrived = screen.next('frame', (frame) => frame.seek_epoch > epoch);
  expect(await screen.send({ type: 'seek', ts })).toMatchObject({ ok: true });
  return arrived;
}

const lineOf = ({ payload }: FrameEvent): string => JSON.stringify(payload);
const warnings = (): readonly string[] => screen.all('session').at(-1)?.session.warnings ?? [];

/** Changes what is kept of the session, hashes and all: as a defect would, or a stranger. */
async function tamper(change: (checkpoint: PackedCheckpoint) => PackedCheckpoint): Promise<void> {
  const cache = new SurveyCache(folder);
  const name = (await readdir(cache.folder)).find((each) => each.endsWith(ENTRY_SUFFIX)) ?? '';
  const key = name.slice(0, -ENTRY_SUFFIX.length);
  const kept = await cache.load(key, () => undefined);
  if (kept === undefined) throw new Error('the survey was kept');
  await cache.save(key, { ...kept, checkpoints: kept.checkpoints.map(change) });
}

const repacked =
  (change: (state: Buffer) => Uint8Array) =>
  ({ run, ...rest }: PackedCheckpoint): PackedCheckpoint => ({
    ...rest,
    run: zstdCompressSync(change(zstdDecompressSync(run))),
  });

function flipped(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.length >> 1;
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

describe('a checkpoint that cannot be used', () => {
  it.each<readonly [string, (checkpoint: PackedCheckpoint) => PackedCheckpoint]>([
    ['has one bit flipped', ({ run, ...rest }) => ({ ...rest, run: flipped(run) })],
    ['ends in the middle of the book', repacked((state) => state.subarray(0, state.length / 2))],
    ['ends early', repacked((state) => state.subarray(0, -1))],
    ['goes on too long', repacked((state) => Buffer.concat([state, Buffer.alloc(8)]))],
    [
      'is of another session',
      repacked((state) => (state.write('0'.repeat(64), 9, 'latin1'), state)),
    ],
    ['is empty', repacked(() => Buffer.alloc(0))],
    [
      'has a record that ends early',
      ({ record, ...rest }) => ({
        ...rest,
        record: zstdCompressSync(zstdDecompressSync(record).subarray(0, -1)),
      }),
    ],
  ])(
    'because it %s is passed over with a word: all is played from the start',
    async (_, change) => {
      await tamper(change);
      await open();
      expect(warnings()).toEqual([]);
      expect(lineOf(await seek(expected.late.payload.ts))).toBe(lineOf(expected.late));
      const back = await seek(expected.early.payload.ts);
      expect(lineOf(back)).toBe(lineOf(expected.early));
      expect(back.ladder).toEqual(expected.early.ladder);
      expect(screen.rows(back.seek_epoch).sequences).toHaveLength(back.sequence + 1);
      expect(warnings().join()).toMatch(/checkpoint.*could not be used.*from the start/);
      expect(screen.all('session').at(-1)?.session.problem).toBeNull();
    },
  );
});
