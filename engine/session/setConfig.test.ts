import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FrameEvent, SessionState, TimelineEvent } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

let session: string;
beforeAll(async () => {
  session = await mkdtemp(join(tmpdir(), 'config-session-'));
  await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 0.4, truth: false });
});
afterAll(() => rm(session, { recursive: true }));

const WIDE = { MONITOR_BAND: 2 };

/** The line of a snap, as a run with these keys has it from the start. */
async function straightLine(overrides: Record<string, number>, index: number): Promise<string> {
  const lines: string[] = [];
  const opened = await openSession({ paths: [session], overrides: [overrides] });
  const run = await SessionRun.start(opened, {
    onSnap: (payload) => lines.push(JSON.stringify(payload)),
  });
  await run.advance({ maxSnaps: index + 1 });
  await run.close();
  return lines[index] ?? '';
}

let folder: string;
let host: ScreenHost;
let screen: TestScreen;
/** The picture before anything is changed: snap 60. */
let before: FrameEvent;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  host = new ScreenHost({
    dataFolder: folder,
    demoFolder: session,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  screen = new TestScreen();
  await host.openDemoForUser();
  host.connect(screen);
  await screen.send({ type: 'set_speed', speed: 5 });
  await screen.send({ type: 'pause' });
  const first = screen.all('frame').at(-1) ?? (await screen.next('frame'));
  const there = screen.next('frame', ({ sequence }) => sequence === 60);
  await screen.send({ type: 'step', snaps: 60 - first.sequence });
  before = await there;
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** Changes the configuration, and gives the picture that then stands. */
async function setConfig(overrides: Record<string, number>): Promise<FrameEvent> {
  const epoch = screen.all('frame').at(-1)?.seek_epoch ?? 0;
  const shown = screen.next('frame', ({ seek_epoch }) => seek_epoch >= epoch + 2);
  expect(await screen.send({ type: 'set_config', overrides })).toMatchObject({ ok: true });
  return shown;
}

const state = (): SessionState => {
  const last = screen.all('session').at(-1);
  if (last === undefined) throw new Error('the screen was told of the session');
  return last.session;
};

async function surveyed(survey: number): Promise<TimelineEvent> {
  const isDone = (event: TimelineEvent): boolean =>
    event.survey === survey && event.digest !== null;
  return screen.all('timeline').find(isDone) ?? screen.next('timeline', isDone);
}

describe('a parameter that is changed on the screen', () => {
  it('shows at the playhead what the session is with it from the start', async () => {
    const { payload, sequence, session_id } = await setConfig(WIDE);
    expect(JSON.stringify(payload)).toBe(await straightLine(WIDE, 60));
    expect(JSON.stringify(payload)).not.toBe(JSON.stringify(before.payload));
    expect([sequence, session_id]).toEqual([60, before.session_id]);
    expect(state().changes).toEqual([{ key: 'MONITOR_BAND', a: 0.5, b: 2 }]);
    expect(state().config.MONITOR_BAND).toBe(2);
    const { playback } = screen.all('playback').at(-1) ?? {};
    expect(playback).toMatchObject({ state: 'paused', speed: 5 });
  });

  it('is taken back, and what was surveyed before is there at once', async () => {
    const { digest } = await surveyed(0);
    await setConfig(WIDE);
    expect((await surveyed(1)).digest).not.toBe(digest);
    expect(JSON.stringify((await setConfig({})).payload)).toBe(JSON.stringify(before.payload));
    expect((await surveyed(2)).digest).toBe(digest);
    const parts = screen.all('timeline').filter(({ survey }) => survey === 2);
    expect(parts.some(({ progress }) => progress > 0 && progress < 1)).toBe(false);
    expect(state().changes).toEqual([]);
  });

  it('lets a run that plays play on, and stays until another session is opened', async () => {
    await screen.send({ type: 'play' });
    await setConfig(WIDE);
    await screen.next('frame', ({ sequence }) => sequence > 64);
    await screen.send({ type: 'restart' });
    expect(state().changes).toHaveLength(1);
    await screen.send({ type: 'open', paths: [session] });
    expect(state().changes).toEqual([]);
  });

  it('keeps the journal, and the zones as they are there', async () => {
    await screen.send({ type: 'add_bookmark', ts: before.payload.ts, note: 'here' });
    await screen.send({ type: 'add_hotzone', price: 687.13, label: '', strong: false });
    await setConfig(WIDE);
    expect(screen.all('journal').at(-1)?.bookmarks).toMatchObject([{ note: 'here' }]);
    const next = screen.next('frame', ({ sequence }) => sequence === 61);
    await screen.send({ type: 'step', snaps: 1 });
    const zones = ({ payload }: FrameEvent): number =>
      [...payload.levels, ...payload.watch].filter(({ price }) => price === 687.13).length;
    expect(zones(await next)).toBe(1);
    const earlier = screen.next('frame', ({ sequence }) => sequence === 59);
    await screen.send({ type: 'step', snaps: -2 });
    expect(zones(await earlier)).toBe(0);
  });

  it('is what a comparison starts from', async () => {
    await screen.send({ type: 'compare_start', overrides: { TRIGGER_HOLD_TIME: 1 } });
    await setConfig(WIDE);
    const isDone = ({ result }: { result: unknown }): boolean => result !== null;
    const { result } = await screen.next('comparison', isDone);
    expect(result?.config).toEqual([{ key: 'TRIGGER_HOLD_TIME', a: 3, b: 1 }]);
  });

  it.each([
    [{ MONITOR_BAND: -1 }, 'MONITOR_BAND'],
    [{ MONITOR_BANT: 1 }, 'MONITOR_BANT'],
    [{ w_L: 0.9 }, 'w_L'],
  ])('is refused at its field, and the run goes on: %j', async (overrides, field) => {
    expect(await screen.send({ type: 'set_config', overrides })).toMatchObject({
      ok: false,
      problem: { code: 'usage', place: { field } },
    });
    expect(state().changes).toEqual([]);
    const next = screen.next('frame', ({ sequence }) => sequence === 61);
    await screen.send({ type: 'step', snaps: 1 });
    expect((await next).seek_epoch).toBe(before.seek_epoch);
  });
});
