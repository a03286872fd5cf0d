import { cp, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEPTH_TICKS, type FrameEvent } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';
import { RunDigest } from './runDigest.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');

/** A session played from start to end without a stop: what every seek has to repeat. */
interface Straight {
  readonly times: number[];
  readonly lines: string[];
  readonly digest: string;
}

async function playStraight(paths: readonly string[]): Promise<Straight> {
  const times: number[] = [];
  const lines: string[] = [];
  const digest = new RunDigest();
  const run = await SessionRun.start(await openSession({ paths }), {
    onSnap: (payload) => {
      const line = JSON.stringify(payload);
      times.push(payload.ts);
      lines.push(line);
      digest.add(line);
    },
  });
  await run.advance();
  await run.close();
  return { times, lines, digest: digest.finish() };
}

/** Two and a half minutes: 600 snaps, long enough for several checkpoints. */
let short: string;
let straight: Straight;
beforeAll(async () => {
  short = await mkdtemp(join(tmpdir(), 'seek-short-'));
  await writeSimulatedSession(short, { ...DEMO_SPEC, minutes: 2.5, truth: false });
  straight = await playStraight([short]);
});
afterAll(() => rm(short, { recursive: true }));

let folder: string;
let host: ScreenHost;
let screen: TestScreen;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seek-'));
});
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

/** Opens a session, paused at its first snap. */
async function open(path = short): Promise<void> {
  host = new ScreenHost({
    dataFolder: join(folder, 'data'),
    demoFolder: DEMO,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  screen = new TestScreen();
  await host.openForUser({ paths: [path] });
  host.connect(screen);
  await screen.send({ type: 'pause' });
  if (screen.all('frame').length === 0) await screen.next('frame');
}

async function surveyed(): Promise<void> {
  if (screen.all('timeline').some(({ digest }) => digest !== null)) return;
  await screen.next('timeline', ({ digest }) => digest !== null);
}

/** Seeks, and gives the picture that then stands. */
async function seek(ts: number): Promise<FrameEvent> {
  const epoch = screen.events.findLast((event) => event.type === 'frame')?.seek_epoch ?? 0;
  const arrived = screen.next('frame', (frame) => frame.seek_epoch > epoch);
  expect(await screen.send({ type: 'seek', ts })).toMatchObject({ ok: true });
  return arrived;
}

const at = (index: number): number => straight.times.at(index) ?? Number.NaN;
const lineOf = (frame: FrameEvent): string => JSON.stringify(frame.payload);

describe('seeking', () => {
  it('shows at any time, both ways, what playing there would have shown', async () => {
    await open();
    await surveyed();
    for (const index of [500, 31, 300, 301, 245, 0, 590, 5]) {
      const frame = await seek(at(index));
      expect(frame.sequence).toBe(index);
      expect(lineOf(frame)).toBe(straight.lines[index]);
    }
  });

  it('takes the last snap before a time between snaps, and the nearest at either end', async () => {
    await open();
    expect((await seek(at(100) + 249)).sequence).toBe(100);
    expect((await seek(at(0) - 60_000)).sequence).toBe(0);
    expect((await seek(at(-1) + 3_600_000)).sequence).toBe(straight.times.length - 1);
    expect((await seek(at(50))).sequence).toBe(50);
  });

  it('goes on from there to the same end, snap for snap', async () => {
    await open();
    await surveyed();
    const from = straight.times.length - 40;
    await seek(at(from));
    const seen = new Map<number, string>();
    for (let index = from + 1; index < straight.times.length; index++) {
      const frame = screen.next('frame', ({ sequence }) => sequence === index);
      await screen.send({ type: 'step', snaps: 1 });
      seen.set(index, lineOf(await frame));
    }
    for (const [index, line] of seen) expect(line).toBe(straight.lines[index]);
  });

  it('tells screens the whole past of the place, in one new epoch', async () => {
    await open();
    await surveyed();
    const frame = await seek(at(400));
    const { sequences, logSequences } = screen.rows(frame.seek_epoch);
    expect(sequences).toEqual(Array.from({ length: 401 }, (_, index) => index));
    expect(logSequences).toEqual(Array.from({ length: logSequences.length }, (_, i) => i));
    const backThere = await seek(at(400));
    expect(screen.rows(backThere.seek_epoch).logSequences).toEqual(logSequences);
    expect(backThere.ladder).toEqual(frame.ladder);
    const { prints, depth, tape } = screen.rows(frame.seek_epoch);
    expect(depth).toHaveLength(101 * (2 + DEPTH_TICKS));
    expect(prints.some((size) => size < 0)).toBe(true);
    expect(tape.map(([row]) => row)).toEqual(tape.map((_, index) => index));
    expect(tape.length).toBeGreaterThan(20);
    expect(Math.max(...tape.map(([, ts]) => ts ?? 0))).toBeLessThanOrEqual(at(400));
    expect(backThere.tape_stats).toEqual(frame.tape_stats);
    expect(screen.rows(backThere.seek_epoch)).toMatchObject({ prints, depth, tape });
  });

  it('works before the survey has come that far', async () => {
    await open();
    expect((await seek(at(450))).sequence).toBe(450);
  });

  it('drops an older wish when a newer one comes', async () => {
    await open();
    const last = screen.next('frame', ({ sequence }) => sequence === 60);
    const wishes = [580, 40, 480, 60].map((index) => screen.send({ type: 'seek', ts: at(index) }));
    const frame = await last;
    expect((await Promise.all(wishes)).every(({ ok }) => ok)).toBe(true);
    expect(frame.seek_epoch).toBe(1);
    expect(lineOf(frame)).toBe(straight.lines[60]);
  });

  it('lets a session that was playing play on, and wakes one that had ended', async () => {
    await open();
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.untilEnded();
    await seek(at(10));
    const paused = screen.all('playback').at(-1)?.playback;
    expect(paused).toMatchObject({ state: 'paused', seeking_ts: null });
    await screen.send({ type: 'set_speed', speed: 50 });
    await screen.send({ type: 'play' });
    const further = screen.next('frame', ({ seek_epoch }) => seek_epoch === 2);
    await screen.send({ type: 'seek', ts: at(300) });
    expect((await further).sequence).toBe(300);
    await screen.next('frame', ({ sequence }) => sequence > 310);
  });

  it('says what is being sought until it is there', async () => {
    await open();
    const asked = screen.next('playback', ({ playback }) => playback.seeking_ts !== null);
    const there = seek(at(550));
    expect((await asked).playback.seeking_ts).toBe(at(550));
    await there;
    expect(screen.all('playback').at(-1)?.playback.seeking_ts).toBeNull();
  });
});

describe('stepping back', () => {
  it('shows the snap before with the numbers it had on the way forward', async () => {
    await open();
    const forward = screen.next('frame', ({ sequence }) => sequence === 30);
    await screen.send({ type: 'step', snaps: 30 });
    const before = await forward;
    const furtherOn = screen.next('frame', ({ sequence }) => sequence === 40);
    await screen.send({ type: 'step', snaps: 10 });
    await furtherOn;
    const back = screen.next(
      'frame',
      ({ seek_epoch, sequence }) => seek_epoch === 1 && sequence === 30,
    );
    await screen.send({ type: 'step', snaps: -10 });
    const again = await back;
    expect({ ...again.ladder }).toEqual({ ...before.ladder });
    expect(lineOf(again)).toBe(lineOf(before));
  });

  it('stops at the first snap', async () => {
    await open();
    await screen.send({ type: 'step', snaps: 5 });
    const first = screen.next('frame', ({ seek_epoch }) => seek_epoch === 1);
    await screen.send({ type: 'step', snaps: -100 });
    expect((await first).sequence).toBe(0);
  });
});

describe('the survey', () => {
  it('comes to the digest of the session, and marks what happened in it', async () => {
    const demo = await playStraight([DEMO]);
    await open(DEMO);
    await surveyed();
    const parts = screen.all('timeline');
    const last = parts.at(-1);
    expect(last).toMatchObject({ survey: 0, progress: 1, digest: demo.digest });
    expect([last?.first_ts, last?.last_ts]).toEqual([demo.times.at(0), demo.times.at(-1)]);
    const marks = parts.flatMap((part) => part.marks);
    expect(marks.map(({ sequence }) => sequence)).toEqual(marks.map((_, index) => index));
    const kinds = new Set(marks.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['gap', 'signal', 'touch']);
    const path = parts.flatMap(({ ts }) => [...ts]);
    expect(path).toEqual([...path].sort((a, b) => a - b));
    expect(path.length).toBeGreaterThan(590);
  });

  it('is there at once when the session is opened again, and seeks from it show the same', async () => {
    await open();
    await surveyed();
    await host.close();
    await open();
    await surveyed();
    const [first] = screen.all('timeline').filter(({ progress }) => progress === 1);
    expect(screen.all('timeline').some(({ progress }) => progress > 0 && progress < 1)).toBe(false);
    expect(first?.digest).toBe(straight.digest);
    for (const index of [430, 12, 555]) {
      expect(lineOf(await seek(at(index)))).toBe(straight.lines[index]);
    }
  });

  it('is told anew to screens when the session starts again', async () => {
    await open();
    await surveyed();
    await screen.send({ type: 'restart' });
    await screen.next('timeline', ({ survey, digest }) => survey === 1 && digest !== null);
    const parts = screen.all('timeline').filter(({ survey }) => survey === 1);
    expect(parts[0]?.first_row).toBe(0);
    expect(parts.at(-1)?.digest).toBe(straight.digest);
  });

  it('reaches over the damage of a file, and a seek over it finds the gap again', async () => {
    const torn = join(folder, 'torn');
    await cp(short, torn, { recursive: true });
    const options = join(torn, 'spy.tcbbo.dbn.zst');
    await truncate(options, Math.round((await stat(options)).size / 2));
    const expected = await playStraight([torn]);
    await open(torn);
    await surveyed();
    expect(screen.all('timeline').at(-1)?.digest).toBe(expected.digest);
    const end = expected.times.length - 1;
    for (const index of [end, 20, end - 3]) {
      const frame = await seek(expected.times[index] ?? Number.NaN);
      expect(lineOf(frame)).toBe(expected.lines[index]);
    }
    const { session } = screen.all('session').at(-1) ?? {};
    expect(session?.problem?.place.file).toMatch(/spy\.tcbbo/);
  });
});
