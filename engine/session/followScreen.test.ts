import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FrameEvent, SessionState } from '../core/protocol.ts';
import { decompressed } from '../feeds/dbn/testing/decompressed.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

const BOOK = 'es.dbn';

let book: Buffer;
beforeAll(async () => {
  const original = await mkdtemp(join(tmpdir(), 'follow-screen-'));
  await writeSimulatedSession(original, { ...DEMO_SPEC, minutes: 0.4, truth: false });
  book = await decompressed(join(original, 'es.mbp-10.dbn.zst'));
  await rm(original, { recursive: true });
});

let folder: string;
let session: string;
let host: ScreenHost;
let screen: TestScreen;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-'));
  session = await mkdtemp(join(folder, 'session-'));
  await writeFile(join(session, BOOK), book.subarray(0, 200_001));
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** @param end of the recording; null while it goes on */
async function writeManifest(end: string | null): Promise<void> {
  const content = {
    version: 1,
    origin: 'recorded',
    sources: [{ path: BOOK }],
    time_span: { start: '2026-11-19T14:30:00Z', end },
  };
  await writeFile(join(session, 'manifest.json'), JSON.stringify(content));
}

/** Opens the session and plays it as fast as it goes. */
async function open(): Promise<void> {
  host = new ScreenHost({
    dataFolder: join(folder, 'data'),
    demoFolder: session,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  screen = new TestScreen();
  host.connect(screen);
  await screen.send({ type: 'set_speed', speed: 'max' });
  await host.openForUser({ paths: [session] });
}

const waiting = (): Promise<unknown> =>
  screen.next('playback', ({ playback }) => playback.is_waiting && playback.seeking_ts === null);

/** The last frame, once no further one comes: a screen gets one at a time. */
async function lastFrame(): Promise<FrameEvent> {
  for (let known = -1; known < screen.all('frame').length;) {
    known = screen.all('frame').length;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  }
  return screen.all('frame').at(-1) ?? screen.next('frame');
}

async function straightDigest(): Promise<string> {
  const digest = new RunDigest();
  const run = await SessionRun.start(await openSession({ paths: [session] }), {
    onSnap: (payload) => digest.add(JSON.stringify(payload)),
  });
  await run.advance();
  await run.close();
  return digest.finish();
}

describe('a recording that goes on while it is on the screen', () => {
  it('is played to its present end, goes on with what comes, and ends when it is finished', async () => {
    await writeManifest(null);
    await open();
    await waiting();
    expect(screen.all('session').at(-1)?.session).toMatchObject({ follows: true, problem: null });
    const { sequence: before } = await lastFrame();
    expect(before).toBeGreaterThan(20);
    const more = screen.next('frame', ({ sequence }) => sequence > before);
    await appendFile(join(session, BOOK), book.subarray(200_001, 400_003));
    await more;
    const whole = screen.next('timeline', ({ digest }) => digest !== null);
    await appendFile(join(session, BOOK), book.subarray(400_003));
    await writeManifest('2026-11-19T14:31:00Z');
    const { digest } = await whole;
    expect(digest).toBe(await straightDigest());
    const isOver = ({ session: { follows } }: { session: SessionState }): boolean => !follows;
    const seen = screen.all('session').at(-1);
    const over = seen !== undefined && isOver(seen) ? seen : await screen.next('session', isOver);
    expect(over.session.problem).toBeNull();
    expect(screen.all('playback').at(-1)?.playback.state).toBe('ended');
  });

  it('is sought in what is there; beyond it lies its last snap', async () => {
    await writeManifest(null);
    await open();
    await waiting();
    const last = await lastFrame();
    const early = last.payload.ts - 4000;
    await screen.send({ type: 'pause' });
    const back = screen.next('frame', ({ seek_epoch }) => seek_epoch === 1);
    await screen.send({ type: 'seek', ts: early });
    expect((await back).payload.ts).toBe(early);
    const end = screen.next('frame', ({ seek_epoch }) => seek_epoch === 2);
    await screen.send({ type: 'seek', ts: early + 3_600_000 });
    expect((await end).payload).toEqual(last.payload);
  });

  it('takes a hotzone at its last snap, without waiting for the next', async () => {
    await writeManifest(null);
    await open();
    await waiting();
    const added = screen.next('hotzones', ({ hotzones }) => hotzones.length === 1);
    const reply = await screen.send({ type: 'add_hotzone', price: 687, label: '', strong: false });
    expect(reply.ok).toBe(true);
    await added;
  });
});

describe('a file of which nobody says whether it grows', () => {
  it('is followed when somebody says so, from where it stands', async () => {
    await open();
    await screen.next('session', ({ session: { problem } }) => problem !== null);
    const { sequence: before } = await lastFrame();
    const atEnd = waiting();
    expect(await screen.send({ type: 'follow', is_on: true })).toMatchObject({ ok: true });
    await atEnd;
    expect(screen.all('session').at(-1)?.session).toMatchObject({ follows: true, problem: null });
    const more = screen.next('frame', ({ sequence }) => sequence > before);
    await appendFile(join(session, BOOK), book.subarray(200_001, 400_003));
    await more;
    const ended = screen.next('playback', ({ playback }) => playback.state === 'ended');
    await screen.send({ type: 'follow', is_on: false });
    await screen.send({ type: 'play' });
    await ended;
    expect(screen.all('session').at(-1)?.session.follows).toBe(false);
  });
});
