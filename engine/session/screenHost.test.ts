import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BreakwaterError } from '../core/errors.ts';
import { encodeMessage } from '../core/wire.ts';
import { hotzoneFilePath } from './hotzoneFile.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');
/** Nearly ten minutes at four snaps a second. */
const MIN_DEMO_SNAPS = 2300;

let folder: string;
let hosts: ScreenHost[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'screens-'));
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await rm(folder, { recursive: true });
});

function startHost(): ScreenHost {
  const host = new ScreenHost({
    dataFolder: join(folder, 'data'),
    demoFolder: DEMO,
    scheduler: systemScheduler,
    resolvePath: (requested) =>
      requested.startsWith('/forbidden')
        ? Promise.reject(new BreakwaterError('usage', `${requested} may not be opened from here.`))
        : Promise.resolve(requested),
  });
  hosts.push(host);
  return host;
}

function connect(host: ScreenHost, draws = true): TestScreen {
  const screen = new TestScreen();
  screen.draws = draws;
  host.connect(screen);
  return screen;
}

/** A host with the demo open, and one screen on which it stands at its first snap. */
async function pausedDemo() {
  const host = startHost();
  await host.openDemoForUser();
  const screen = connect(host);
  await screen.send({ type: 'pause' });
  if (screen.all('frame').length === 0) await screen.next('frame');
  return { host, screen };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a screen that connects', () => {
  it('is told session, playback, hotzones and history before the first frame', async () => {
    const { screen } = await pausedDemo();
    const types = screen.events.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual(['session', 'playback', 'hotzones', 'history']);
    expect(types.indexOf('frame')).toBeGreaterThan(3);
    expect(screen.all('session')[0]?.session).toMatchObject({
      phase: 'ready',
      name: 'demo',
      origin: 'simulated',
      problem: null,
    });
  });

  it('starts the session that was opened before anybody was there', async () => {
    const host = startHost();
    await host.openDemoForUser();
    const screen = connect(host);
    const playing = await screen.next('playback');
    expect(playing.playback.state).toBe('playing');
  });

  it('late gets every row there was, and does not disturb the run', async () => {
    const { host, screen } = await pausedDemo();
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.untilEnded();
    const late = connect(host);
    const { sequences, spots } = late.rows();
    expect(sequences.length).toBeGreaterThan(MIN_DEMO_SNAPS);
    expect(sequences).toEqual(upTo(sequences.length));
    const seen = screen.rows().spots;
    expect(spots.slice(0, seen.length)).toEqual(seen);
    expect(late.all('history').at(-1)?.last).toBe(true);
    expect(
      late
        .all('history')
        .slice(0, -1)
        .every(({ last }) => !last),
    ).toBe(true);
  });
});

describe('frames', () => {
  it('come one at a time, and no row is lost on a screen that skips most of them', async () => {
    const { host, screen } = await pausedDemo();
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.untilEnded();
    const snaps = connect(host).rows().sequences.length;
    while (screen.rows().sequences.length < snaps) await screen.next('frame');
    const { sequences, logSequences } = screen.rows();
    expect(sequences).toEqual(upTo(snaps));
    expect(logSequences).toEqual(upTo(logSequences.length));
    expect(logSequences.length).toBeGreaterThan(20);
    expect(screen.all('frame').length).toBeLessThan(snaps);
  });

  it('wait for a screen that is busy, while another goes on', async () => {
    const { host, screen } = await pausedDemo();
    const busy = connect(host, false);
    await screen.send({ type: 'step', snaps: 40 });
    await screen.next('frame', ({ sequence }) => sequence >= 40);
    expect(busy.all('frame')).toHaveLength(1);
    const [first] = busy.all('frame');
    if (first === undefined) throw new Error('the busy screen got its first frame');
    const newest = busy.next('frame');
    busy.draw(first);
    const { sequence, trail } = await newest;
    expect(sequence).toBeGreaterThanOrEqual(40);
    expect(trail.first_sequence + trail.ts.length).toBe(sequence + 1);
  });

  it('show payload, trail and ladder of one and the same snap', async () => {
    const { screen } = await pausedDemo();
    const frame = screen.next('frame', ({ sequence }) => sequence >= 100);
    await screen.send({ type: 'step', snaps: 100 });
    const { payload, trail, ladder, ratio, vwap, high, low } = await frame;
    expect(trail.ts.at(-1)).toBe(payload.ts);
    expect(trail.spot.at(-1)).toBe(payload.spy?.spot);
    expect((payload.spy?.bid ?? 0) * ratio).toBeCloseTo(
      (ladder.best_bid_tick ?? 0) * ladder.tick_size,
      3,
    );
    const bestRow = (ladder.best_bid_tick ?? 0) - ladder.first_tick;
    expect(ladder.bid_size[bestRow]).toBeGreaterThan(0);
    expect(ladder.bid_size[0]).toBe(-1);
    expect(high).toBeGreaterThanOrEqual(vwap ?? Number.NaN);
    expect(low).toBeLessThanOrEqual(vwap ?? Number.NaN);
  });

  it('and every other message stay below a megabyte', async () => {
    const { host, screen } = await pausedDemo();
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.untilEnded();
    const events = [...screen.events, ...connect(host).events];
    for (const event of events) expect(() => encodeMessage(event)).not.toThrow();
  });
});

describe('the transport', () => {
  it('holds where it is paused', async () => {
    const { screen } = await pausedDemo();
    const before = screen.all('frame').at(-1)?.sequence;
    await screen.send({ type: 'set_speed', speed: 50 });
    expect(screen.all('playback').at(-1)?.playback).toMatchObject({ state: 'paused', speed: 50 });
    expect(screen.all('frame').at(-1)?.sequence).toBe(before);
  });

  it('steps by whole snaps', async () => {
    const { screen } = await pausedDemo();
    const from = screen.rows().sequences.length - 1;
    await screen.send({ type: 'step', snaps: 7 });
    const frame = await screen.next('frame', ({ sequence }) => sequence >= from + 7);
    expect(frame.sequence).toBe(from + 7);
  });

  it('restarts the same session in a new epoch, from its first snap', async () => {
    const { screen } = await pausedDemo();
    await screen.send({ type: 'step', snaps: 30 });
    const [session] = screen.all('session');
    const first = screen.next('frame', ({ seek_epoch }) => seek_epoch === 1);
    await screen.send({ type: 'restart' });
    expect(await first).toMatchObject({
      session_id: session?.session.session_id,
      sequence: 0,
    });
  });

  it('refuses to play on after the end, and says what to do', async () => {
    const { screen } = await pausedDemo();
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.untilEnded();
    expect(await screen.send({ type: 'play' })).toMatchObject({
      ok: false,
      problem: { remedy: 'Restart it.' },
    });
  });

  it('has nothing to command while nothing is open', async () => {
    const screen = connect(startHost());
    expect(screen.all('session')[0]?.session.phase).toBe('empty');
    for (const type of ['play', 'pause', 'restart', 'undo'] as const) {
      expect(await screen.send({ type })).toMatchObject({
        ok: false,
        problem: { message: 'No session is open.' },
      });
    }
  });
});

describe('opening', () => {
  it('keeps the present run when the new one cannot be opened', async () => {
    const { screen } = await pausedDemo();
    const path = join(folder, 'none');
    expect(await screen.send({ type: 'open', paths: [path] })).toMatchObject({
      ok: false,
      problem: { place: { file: path } },
    });
    expect(screen.all('session').at(-1)?.session).toMatchObject({ phase: 'ready', name: 'demo' });
    expect(await screen.send({ type: 'step', snaps: 1 })).toMatchObject({ ok: true });
  });

  it('asks first whether a path may be opened', async () => {
    const { screen } = await pausedDemo();
    expect(await screen.send({ type: 'open', paths: ['/forbidden/x'] })).toMatchObject({
      ok: false,
      problem: { message: '/forbidden/x may not be opened from here.' },
    });
  });

  it('shows why the session of the command line could not be opened', async () => {
    const host = startHost();
    const file = join(folder, 'noise.dbn');
    await writeFile(file, 'this is no market data');
    await host.openForUser({ paths: [file] });
    const screen = connect(host);
    expect(screen.all('session')[0]?.session).toMatchObject({
      phase: 'failed',
      name: 'noise.dbn',
      problem: { code: 'bad-input', place: { file } },
    });
  });

  it('plays a cut file up to the cut and names the place', async () => {
    const cut = join(folder, 'cut');
    await cp(DEMO, cut, { recursive: true });
    const book = join(cut, (await bookOf(cut)) ?? '');
    const { length } = await readFile(book);
    await truncate(book, Math.floor(length / 2));
    const host = startHost();
    await host.openForUser({ paths: [cut] });
    const screen = connect(host);
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.untilEnded();
    expect(screen.rows().sequences.length).toBeGreaterThan(100);
    const { problem } = (screen.all('session').at(-1) ?? { session: { problem: null } }).session;
    expect(problem?.place.file).toBe(book);
    expect(problem?.place.byteOffset).toBeGreaterThan(0);
  });

  it('gives the place to the session asked for last', async () => {
    const { screen } = await pausedDemo();
    const first = screen.send({ type: 'open_demo' });
    const second = screen.send({ type: 'open_demo' });
    expect(await first).toMatchObject({ ok: false });
    expect(await second).toMatchObject({ ok: true });
  });
});

describe('hotzones', () => {
  it('take part from the next snap on, on every screen', async () => {
    const { host, screen } = await pausedDemo();
    const other = connect(host);
    const told = other.next('hotzones');
    await screen.send({ type: 'add_hotzone', price: 687.3, label: 'mine', strong: true });
    const [hotzone] = (await told).hotzones;
    expect(hotzone).toMatchObject({ price: 687.3, label: 'mine', strong: true });
    const frame = screen.next('frame', ({ payload }) =>
      [...payload.levels, ...payload.watch].some(({ id }) => id === `HOTZONE_${hotzone?.id}`),
    );
    await screen.send({ type: 'step', snaps: 1 });
    await frame;
  });

  it('are moved, removed and brought back', async () => {
    const { screen } = await pausedDemo();
    await screen.send({ type: 'add_hotzone', price: 680, label: '', strong: false });
    const id = screen.all('hotzones').at(-1)?.hotzones[0]?.id ?? '';
    await screen.send({ type: 'edit_hotzone', id, price: 681 });
    await screen.send({ type: 'remove_hotzone', id });
    await screen.send({ type: 'undo' });
    expect(screen.all('hotzones').at(-1)).toMatchObject({
      hotzones: [{ id, price: 681 }],
      can_undo: true,
      can_redo: true,
    });
    await screen.send({ type: 'redo' });
    expect(screen.all('hotzones').at(-1)?.hotzones).toEqual([]);
    expect(await screen.send({ type: 'redo' })).toMatchObject({ ok: false });
  });

  it('are kept for the next start, where they exist from the first snap', async () => {
    const { screen } = await pausedDemo();
    const price = Math.round(screen.rows().spots[0] ?? 0) + 0.25;
    await screen.send({ type: 'add_hotzone', price, label: 'kept', strong: false });
    const next = await pausedDemo();
    expect(next.screen.all('hotzones')[0]?.hotzones).toMatchObject([{ price, label: 'kept' }]);
    const places = next.screen
      .all('frame')
      .flatMap(({ payload }) => [...payload.levels, ...payload.watch]);
    expect(places.find(({ kind }) => kind === 'HOTZONE')?.price).toBeCloseTo(price, 6);
  });

  it('survive a broken file, which is kept aside and named', async () => {
    const path = hotzoneFilePath(join(folder, 'data'), 'SPY-simulated');
    const { screen } = await pausedDemo();
    await screen.send({ type: 'add_hotzone', price: 680, label: '', strong: false });
    await truncate(path, 20);
    const next = await pausedDemo();
    expect(next.screen.all('session')[0]?.session.warnings.join()).toContain(`${path}.broken-1`);
    expect(await next.screen.send({ type: 'undo' })).toMatchObject({ ok: false });
  });
});

describe('why a level shows what it shows', () => {
  it('is told to the screen that asks, of the snap at which the run stands', async () => {
    const { host, screen } = await pausedDemo();
    const other = connect(host);
    const shown = screen.next('frame', ({ sequence }) => sequence >= 400);
    await screen.send({ type: 'step', snaps: 400 });
    const { payload, sequence } = await shown;
    const level = payload.levels[0];
    if (level === undefined) throw new Error('the demo has a level within the band');
    const reply = await screen.send({ type: 'explain', level: level.id, records: 3 });
    expect(reply).toMatchObject({ ok: true });
    const [answer] = screen.all('explanation');
    expect(answer).toMatchObject({ sequence, level: level.id, seek_epoch: 0 });
    expect(answer?.explanation).toMatchObject({
      ts: payload.ts,
      barrier: { state: level.barrier.state },
      trigger: { signal: level.signal },
    });
    expect(answer?.explanation?.score.raw).toBeCloseTo(level.break_score_raw, 2);
    expect(answer?.explanation?.records.flows.rows.length).toBeLessThanOrEqual(3);
    expect(other.all('explanation')).toEqual([]);
    expect(JSON.stringify(answer).length).toBeLessThan(100_000);
  });

  it('is the same after a seek back to that snap', async () => {
    const { screen } = await pausedDemo();
    const shown = screen.next('frame', ({ sequence }) => sequence >= 400);
    await screen.send({ type: 'step', snaps: 400 });
    const { payload } = await shown;
    const level = payload.levels[0]?.id ?? '';
    await screen.send({ type: 'explain', level, records: 5 });
    await screen.send({ type: 'seek', ts: payload.ts + 60_000 });
    await screen.send({ type: 'seek', ts: payload.ts });
    await screen.send({ type: 'explain', level, records: 5 });
    const [first, again] = screen.all('explanation');
    expect(again?.seek_epoch).toBe(2);
    expect(again?.explanation).toEqual(first?.explanation);
  });

  it('is nothing for a level that is not active, and can be asked while it plays', async () => {
    const { screen } = await pausedDemo();
    await screen.send({ type: 'explain', level: 'ROUND_1', records: 3 });
    expect(screen.all('explanation')[0]).toMatchObject({ level: 'ROUND_1', explanation: null });
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    const level = screen.all('frame')[0]?.payload.levels[0]?.id ?? 'VWAP';
    const replies = [];
    for (let asked = 0; asked < 5; asked++) {
      replies.push(await screen.send({ type: 'explain', level, records: 3 }));
    }
    expect(replies.every(({ ok }) => ok)).toBe(true);
  });

  it('is refused in words where nothing is open', async () => {
    const screen = connect(startHost());
    expect(await screen.send({ type: 'explain', level: 'VWAP', records: 3 })).toMatchObject({
      ok: false,
      problem: { message: 'No session is open.' },
    });
  });
});

describe('a hostile screen', () => {
  it('is answered in words when its request has a number', async () => {
    const { screen } = await pausedDemo();
    const reply = screen.next('reply', ({ id }) => id === 900);
    screen.sendRaw({ id: 900, command: { type: 'step', snaps: 1e9 } });
    expect(await reply).toMatchObject({ ok: false, problem: { code: 'bad-input' } });
    expect(screen.isClosed).toBe(false);
  });

  it.each([null, 'text', 7, [], {}, { id: -1 }, { command: { type: 'play' } }])(
    'is cut off when it sends %j, and the run goes on',
    async (message) => {
      const { host, screen } = await pausedDemo();
      const other = connect(host);
      screen.sendRaw(message);
      expect(screen.isClosed).toBe(true);
      expect(await other.send({ type: 'step', snaps: 1 })).toMatchObject({ ok: true });
    },
  );
});

async function bookOf(session: string): Promise<string | undefined> {
  const manifest = JSON.parse(await readFile(join(session, 'manifest.json'), 'utf8')) as {
    sources: { path: string }[];
  };
  return manifest.sources.find(({ path }) => path.includes('mbp-10'))?.path;
}
