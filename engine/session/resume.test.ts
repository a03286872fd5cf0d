import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrameEvent } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import type { RunStanding } from './runStanding.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

let folder: string;
let session: string;
let hosts: ScreenHost[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resume-'));
  session = join(folder, 'monday');
  await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 0.4, truth: false });
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await rm(folder, { recursive: true });
});

function startHost(onStanding: (standing: RunStanding) => void = () => undefined): ScreenHost {
  const host = new ScreenHost({
    onStanding,
    dataFolder: join(folder, 'data'),
    demoFolder: session,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  hosts.push(host);
  return host;
}

function connect(host: ScreenHost): TestScreen {
  const screen = new TestScreen();
  host.connect(screen);
  return screen;
}

describe('in place of an engine that died', () => {
  const recovery = { reason: 'a defect', crashes: 1, position_ts: null } as const;

  /** The session played up to snap 60, its standing, and the picture of that snap. */
  async function died() {
    const standings: RunStanding[] = [];
    const host = startHost((standing) => standings.push(standing));
    await host.openForUser({ paths: [session] });
    const screen = connect(host);
    await screen.send({ type: 'set_speed', speed: 20 });
    await screen.send({ type: 'compare_start', overrides: { TRIGGER_HOLD_TIME: 1 } });
    await screen.send({ type: 'pause' });
    if (screen.all('frame').length === 0) await screen.next('frame');
    const first = screen.all('frame').at(-1);
    const there = screen.next('frame', ({ sequence }) => sequence === 60);
    await screen.send({ type: 'step', snaps: 60 - (first?.sequence ?? 0) });
    const frame = await there;
    await host.close();
    return { standing: standings.at(-1) ?? fail(), frame };
  }

  const fail = (): never => {
    throw new Error('the engine told where it stood');
  };

  /** The first frame from a snap on; it may have come already. */
  const shown = async (screen: TestScreen, from: number): Promise<FrameEvent> =>
    screen.all('frame').find(({ sequence }) => sequence >= from) ??
    screen.next('frame', ({ sequence }) => sequence >= from);

  it('the run stands where it stood, in a new epoch of the same session', async () => {
    const { standing, frame } = await died();
    const host = startHost();
    await host.resume({ kind: 'run', standing, recovery: { ...recovery, deed: 'resumed' } });
    const screen = connect(host);
    const again = await shown(screen, 60);
    expect(again.sequence).toBe(60);
    expect(JSON.stringify(again.payload)).toBe(JSON.stringify(frame.payload));
    expect(again.session_id).toBe(frame.session_id);
    expect(again.seek_epoch).toBeGreaterThan(frame.seek_epoch);
    expect(screen.all('playback').at(-1)?.playback).toMatchObject({ state: 'paused', speed: 20 });
    expect(screen.all('comparison').at(-1)?.name).toBe('TRIGGER_HOLD_TIME=1');
    expect(screen.all('session').at(-1)?.session.recovery).toMatchObject({ deed: 'resumed' });
    expect(screen.all('timeline')[0]?.survey).toBeGreaterThan(standing.survey);
    await screen.send({ type: 'open', paths: [session] });
    expect(screen.all('session').at(-1)?.session.recovery).toBeNull();
  });

  it('a run that was playing plays on, unless it has been stopped for good', async () => {
    const { standing } = await died();
    for (const [deed, state] of [
      ['resumed', 'playing'],
      ['paused', 'paused'],
    ] as const) {
      const host = startHost();
      await host.resume({
        kind: 'run',
        standing: { ...standing, isPlaying: true, comparison: undefined },
        recovery: { ...recovery, deed },
      });
      const screen = connect(host);
      await shown(screen, 60);
      const { playback } = screen.all('playback').at(-1) ?? {};
      expect(playback).toMatchObject({ state, speed: 20 });
    }
  });

  it('whose files are gone, the screen says so', async () => {
    const { standing } = await died();
    const host = startHost();
    const path = join(folder, 'gone');
    const lost = { ...standing, request: { paths: [path] } };
    await host.resume({ kind: 'run', standing: lost, recovery: { ...recovery, deed: 'resumed' } });
    expect(connect(host).all('session')[0]?.session).toMatchObject({
      phase: 'failed',
      name: 'gone',
      problem: { place: { file: path } },
    });
  });

  it('nothing is opened where it would only die again', async () => {
    const host = startHost();
    const request = { paths: ['/data/monday'] };
    await host.resume({ kind: 'nothing', request, crashes: 4, reason: 'a defect' });
    const [first] = connect(host).all('session');
    expect(first?.session).toMatchObject({ phase: 'failed', name: 'monday', recovery: null });
    expect(first?.session.problem).toMatchObject({
      message: expect.stringContaining('stopped 4 times') as string,
      place: { found: 'a defect' },
    });
  });
});
