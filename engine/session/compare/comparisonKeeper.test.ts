import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonEvent } from '../../core/comparison.ts';
import { metadataBytes } from '../../feeds/dbn/testing/dbnBytes.ts';
import { aFolder, type TestFolder } from '../../testing/sessionFolder.ts';
import { systemScheduler } from '../scheduler.ts';
import { ScreenHost } from '../screenHost.ts';
import { TestScreen } from '../testing/screen.ts';
import { orderSession } from '../verify/testing/orderSession.ts';

const { records } = orderSession(400, 4e6);
const head = metadataBytes({
  mappings: [{ key: 'ESH1', intervals: [[20200101, 20300101, '5482']] }],
});
/** Every score above zero arms BREAK, at once. */
const EAGER = { BREAK_SCORE_THRESHOLD: 0.01, TRIGGER_HOLD_TIME: 0 };

let folder: TestFolder;
let host: ScreenHost;
let screen: TestScreen;
beforeAll(async () => {
  folder = await aFolder({ 'day/book.dbn': Buffer.concat([head, ...records]) });
});
afterAll(() => folder.remove());
beforeEach(async () => {
  host = startHost();
  screen = new TestScreen();
  host.connect(screen);
  await screen.send({ type: 'open', paths: [join(folder.path, 'day')], profile: 'es-0dte-wide' });
});
afterEach(() => host.close());

const startHost = (): ScreenHost =>
  new ScreenHost({
    dataFolder: join(folder.path, 'data'),
    demoFolder: join(folder.path, 'day'),
    scheduler: systemScheduler,
    resolvePath: (path) => Promise.resolve(path),
  });

/** What the screen is told when it is done. */
const untilDone = (): Promise<ComparisonEvent> =>
  screen.next('comparison', ({ state }) => state === 'done');
const last = (): ComparisonEvent | undefined => screen.all('comparison').at(-1);

describe('a comparison on the screen', () => {
  it('runs beside the playhead and ends in differences and their totals', async () => {
    expect(last()).toMatchObject({ state: 'off', result: null });
    const done = untilDone();
    expect(await screen.send({ type: 'compare_start', overrides: EAGER })).toMatchObject({
      ok: true,
    });
    expect(last()).toMatchObject({ state: 'running', progress: 0, result: null });
    const { name, result } = await done;
    expect(name).toBe('BREAK_SCORE_THRESHOLD=0.01, TRIGGER_HOLD_TIME=0');
    expect(result?.config).toEqual([
      { key: 'BREAK_SCORE_THRESHOLD', a: 80, b: 0.01 },
      { key: 'TRIGGER_HOLD_TIME', a: 3, b: 0 },
    ]);
    expect(result?.signals.only_b).toBeGreaterThan(0);
    expect(result?.marks).toHaveLength(result?.total ?? -1);
    for (const { ts, known_ts: knownTs } of result?.marks ?? []) {
      expect(knownTs).toBeGreaterThanOrEqual(ts);
    }
  });

  it('starts from another profile of the same underlying only', async () => {
    const done = untilDone();
    await screen.send({ type: 'compare_start', profile: 'es-0dte', overrides: {} });
    const { name, result } = await done;
    expect(name).toBe('es-0dte');
    expect(result?.config.map(({ key }) => key)).toEqual(['MONITOR_BAND', 'TOUCH_BAND']);
    const other = { type: 'compare_start', profile: 'spy-0dte', overrides: {} } as const;
    expect(await screen.send(other)).toMatchObject({
      ok: false,
      problem: { code: 'usage', place: { field: 'profile', expected: 'a profile of ES' } },
    });
    expect(last()).toMatchObject({ state: 'done', name: 'es-0dte' });
  });

  it('is refused with the key that is wrong', async () => {
    const wrong = { type: 'compare_start', overrides: { W_b: -1 } } as const;
    expect(await screen.send(wrong)).toMatchObject({
      ok: false,
      problem: { place: { field: 'W_b' } },
    });
    expect(last()).toMatchObject({ state: 'off' });
  });

  it('is told to a screen that comes later, and ends when asked or with the session', async () => {
    const done = untilDone();
    await screen.send({ type: 'compare_start', overrides: EAGER });
    await done;
    const later = new TestScreen();
    host.connect(later);
    expect(later.all('comparison').at(-1)).toEqual(last());
    await screen.send({ type: 'compare_stop' });
    expect(later.all('comparison').at(-1)).toMatchObject({ state: 'off', result: null });
    await screen.send({ type: 'compare_start', overrides: EAGER });
    await screen.send({ type: 'open_demo' });
    expect(last()).toMatchObject({ state: 'off' });
  });

  it('outlasts a restart of the session', async () => {
    const done = untilDone();
    await screen.send({ type: 'compare_start', overrides: EAGER });
    const { result } = await done;
    await screen.send({ type: 'restart' });
    expect(last()).toMatchObject({ state: 'done', result });
    const running = untilDone();
    await screen.send({ type: 'compare_start', overrides: { ...EAGER, W_b: 30 } });
    await screen.send({ type: 'restart' });
    expect((await running).name).toContain('W_b=30');
  });

  it('gives way to the next, and starts anew with a hotzone', async () => {
    const first = screen.send({ type: 'compare_start', overrides: { W_b: 30 } });
    const done = untilDone();
    await screen.send({ type: 'compare_start', overrides: EAGER });
    await first;
    expect((await done).name).toContain('BREAK_SCORE_THRESHOLD');
    const again = untilDone();
    await screen.send({ type: 'add_hotzone', price: 3720, label: '', strong: false });
    const { result } = await again;
    expect(result?.marks.some(({ level }) => level.startsWith('HOTZONE_'))).toBe(true);
  });
});
