import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeMessage } from '../core/wire.ts';
import { GammaSubscription } from './gammaSubscription.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');

describe('a gamma profile', () => {
  it('is due for a screen that wants one, of each snap once', () => {
    const gamma = new GammaSubscription();
    expect(gamma.takeDue(1, 0, false)).toBe(false);
    gamma.set(true);
    expect([gamma.takeDue(1, 0, false), gamma.takeDue(1, 5000, false)]).toEqual([true, false]);
    gamma.set(false);
    expect(gamma.takeDue(2, 9000, false)).toBe(false);
  });

  it('comes once a second while the session plays, and of every snap where it rests', () => {
    const gamma = new GammaSubscription();
    gamma.set(true);
    const due = [0, 400, 999, 1000, 1500].map((ms, snap) => gamma.takeDue(snap, ms, true));
    expect(due).toEqual([true, false, false, true, false]);
    expect([gamma.takeDue(5, 1501, false), gamma.takeDue(6, 1502, false)]).toEqual([true, true]);
  });

  it('is due at once where the run stands elsewhere', () => {
    const gamma = new GammaSubscription();
    gamma.set(true);
    gamma.takeDue(7, 0, true);
    gamma.startAnew();
    expect(gamma.takeDue(7, 1, true)).toBe(true);
  });
});

describe('a screen', () => {
  let folder: string;
  let host: ScreenHost;
  let screen: TestScreen;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gamma-screens-'));
    host = new ScreenHost({
      dataFolder: join(folder, 'data'),
      demoFolder: DEMO,
      scheduler: systemScheduler,
      resolvePath: (path) => Promise.resolve(path),
    });
    await host.openDemoForUser();
    screen = new TestScreen();
    host.connect(screen);
    await screen.send({ type: 'pause' });
  });
  afterAll(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });

  it('gets the profile of the snap that it sees, once it wants one', async () => {
    expect(screen.all('gamma_profile')).toEqual([]);
    const coming = screen.next('gamma_profile');
    await screen.send({ type: 'want_gamma_profile', wanted: true });
    const event = await coming;
    const { ts, spy } = screen.all('frame').at(-1)?.payload ?? {};
    expect(event.profile).toMatchObject({ ts, spot: spy?.spot, fuel_book: 'flow' });
    expect(encodeMessage(event).byteLength).toBeGreaterThan(1000);
  });

  it('gets the one of where it goes, and none of what it passes by', async () => {
    const first = screen.all('gamma_profile').at(-1)?.profile.ts ?? 0;
    const frame = screen.next('frame', ({ seek_epoch }) => seek_epoch > 0);
    const coming = screen.next('gamma_profile', ({ seek_epoch }) => seek_epoch > 0);
    await screen.send({ type: 'seek', ts: first + 60_000 });
    const { profile } = await coming;
    const { payload } = await frame;
    expect(profile.ts).toBe(first + 60_000);
    expect(profile.strikes.length).toBeGreaterThan(3);
    expect(profile.totals.inventory.net).toBe(payload.dealers.inventory_gamma);
    expect(profile.totals.flow.net).toBe(payload.dealers.flow_gamma);
  });

  it('gets none any more once it wants none', async () => {
    await screen.send({ type: 'want_gamma_profile', wanted: false });
    const before = screen.all('gamma_profile').length;
    await screen.send({ type: 'step', snaps: 3 });
    await screen.next('frame');
    expect(screen.all('gamma_profile')).toHaveLength(before);
  });
});
