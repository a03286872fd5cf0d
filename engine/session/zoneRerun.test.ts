import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FrameEvent, LogRow, TimelineEvent } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

/** A snap at which the survey leaves a checkpoint. */
const AT_CHECKPOINT = 159;

/** Two minutes: 480 snaps and three checkpoints. */
let base: string;
let session: string;
/** A data folder in which its survey is kept. */
let surveyedData: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'zones-session-'));
  session = join(base, 'session');
  surveyedData = join(base, 'data');
  await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 2, truth: false });
  folder = surveyedData;
  await open();
  await host.close();
});
afterAll(() => rm(base, { recursive: true }));

let folder: string;
let host: ScreenHost;
let screen: TestScreen;
let startTs: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zones-'));
  await cp(surveyedData, folder, { recursive: true });
  await open();
});

/** Opens the session, paused at its first snap, with all of it surveyed. */
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
  const first = screen.all('frame')[0] ?? (await screen.next('frame'));
  startTs = first.payload.ts;
  await surveyed(0);
}
afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

async function surveyed(survey: number): Promise<TimelineEvent> {
  const isDone = (event: TimelineEvent): boolean => event.survey === survey && event.progress === 1;
  return screen.all('timeline').find(isDone) ?? screen.next('timeline', isDone);
}

const at = (snap: number): number => startTs + snap * 250;

async function seek(snap: number): Promise<FrameEvent> {
  const epoch = screen.events.findLast((event) => event.type === 'frame')?.seek_epoch ?? 0;
  const arrived = screen.next('frame', (frame) => frame.seek_epoch > epoch);
  expect(await screen.send({ type: 'seek', ts: at(snap) })).toMatchObject({ ok: true });
  return arrived;
}

/** Steps on to a snap without passing by any checkpoint. */
async function walkTo(snap: number): Promise<FrameEvent> {
  const { sequence = 0 } = screen.all('frame').at(-1) ?? {};
  const there = screen.next('frame', (frame) => frame.sequence === snap);
  await screen.send({ type: 'step', snaps: snap - sequence });
  return there;
}

/** A zone near the price at which the session begins; returns its id. */
async function addZone(price = 687.13): Promise<string> {
  await screen.send({ type: 'add_hotzone', price, label: 'mine', strong: false });
  return (
    screen
      .all('hotzones')
      .at(-1)
      ?.hotzones.find((zone) => zone.price === price)?.id ?? ''
  );
}

const lineOf = ({ payload }: FrameEvent): string => JSON.stringify(payload);
const zonesAt = ({ payload }: FrameEvent): number[] =>
  [...payload.levels, ...payload.watch]
    .filter(({ kind }) => kind === 'HOTZONE')
    .map(({ price }) => price)
    .filter((price) => price === 687.13 || price === 687.33);

function logOf(epoch: number): LogRow[] {
  return screen.events.flatMap((event) =>
    (event.type === 'frame' || event.type === 'history') && event.seek_epoch === epoch
      ? event.log
      : [],
  );
}

describe('a zone that is made while a session plays', () => {
  it('is there from the next snap on, however that is reached, with the same bytes', async () => {
    await seek(300);
    await addZone();
    const walked = await walkTo(440);
    expect(zonesAt(walked)).toEqual([687.13]);
    await surveyed(1);
    expect(zonesAt(await seek(300))).toEqual([]);
    expect(zonesAt(await seek(301))).toEqual([687.13]);
    const jumped = await seek(440);
    expect(lineOf(jumped)).toBe(lineOf(walked));
    expect(jumped.ladder).toEqual(walked.ladder);
    const rows = logOf(jumped.seek_epoch);
    expect(rows).toEqual(logOf(1).filter(({ ts }) => ts <= at(440)));
    expect(rows.filter(({ kind }) => kind === 'hotzone')).toMatchObject([
      { ts: at(300), value: 'ADDED', price: 687.13 },
    ]);
  });

  it('leaves what was surveyed before it: only the rest is surveyed again', async () => {
    const whole = await surveyed(0);
    await seek(300);
    await addZone();
    const done = await surveyed(1);
    const parts = screen.all('timeline').filter(({ survey }) => survey === 1);
    expect(parts[0]?.ts.length).toBeGreaterThan(30);
    expect(parts.every(({ progress }) => progress > 0.3)).toBe(true);
    expect(done).toMatchObject({ last_ts: whole.last_ts, digest: null });
    const path = (survey: number): number[] =>
      screen
        .all('timeline')
        .filter((part) => part.survey === survey)
        .flatMap(({ spot }) => [...spot]);
    expect(path(1)).toEqual(path(0));
    const marksBefore = (survey: number): string[] =>
      screen
        .all('timeline')
        .filter((part) => part.survey === survey)
        .flatMap(({ marks }) => marks)
        .filter(({ ts, end_ts }) => (end_ts ?? ts) <= at(300))
        .map((mark) => JSON.stringify(mark));
    expect(marksBefore(1)).toEqual(marksBefore(0));
  });

  it('is there earlier, and as it is then, once it was changed earlier', async () => {
    await seek(300);
    const id = await addZone();
    await seek(AT_CHECKPOINT);
    await screen.send({ type: 'edit_hotzone', id, price: 687.33 });
    await surveyed(2);
    expect(zonesAt(await seek(AT_CHECKPOINT))).toEqual([]);
    expect(zonesAt(await seek(AT_CHECKPOINT + 1))).toEqual([687.33]);
    expect(zonesAt(await seek(301))).toEqual([687.33]);
    await seek(200);
    await screen.send({ type: 'remove_hotzone', id });
    await surveyed(3);
    expect(zonesAt(await seek(199))).toEqual([687.33]);
    expect(zonesAt(await seek(201))).toEqual([]);
  });

  it('is there from the start when the session starts again', async () => {
    await seek(300);
    await addZone();
    await screen.send({ type: 'restart' });
    const done = await surveyed(2);
    expect(done.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(zonesAt(await seek(3))).toEqual([687.13]);
  });

  it('waits for the end of a seek, and then holds there', async () => {
    const arrival = seek(300);
    const id = await addZone();
    await arrival;
    expect(id).not.toBe('');
    await surveyed(1);
    expect(zonesAt(await seek(299))).toEqual([]);
    expect(zonesAt(await seek(302))).toEqual([687.13]);
  });
});
