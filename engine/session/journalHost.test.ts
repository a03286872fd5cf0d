/** The journal and the loop as screens see them, on the session that comes with the app. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../core/journal.ts';
import type { Command, ReplyEvent } from '../core/protocol.ts';
import { systemScheduler } from './scheduler.ts';
import { ScreenHost } from './screenHost.ts';
import { TestScreen } from './testing/screen.ts';

const DEMO = join(import.meta.dirname, '../../assets/demo');

let folder: string;
let hosts: ScreenHost[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-host-'));
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await rm(folder, { recursive: true });
});

/** A host with the demo open and paused at its first snap. */
async function openDemo() {
  const host = new ScreenHost({
    dataFolder: folder,
    demoFolder: DEMO,
    scheduler: systemScheduler,
    resolvePath: (requested) => Promise.resolve(requested),
  });
  hosts.push(host);
  await host.openDemoForUser();
  const screen = new TestScreen();
  host.connect(screen);
  await screen.send({ type: 'pause' });
  if (screen.all('frame').length === 0) await screen.next('frame');
  return { host, screen };
}

/** Sends a command and waits for the journal that it leads to. */
async function write(screen: TestScreen, command: Command): Promise<JournalEvent> {
  const changed = screen.next('journal');
  expect(await screen.send(command)).toMatchObject({ ok: true });
  return changed;
}

const problemOf = (reply: ReplyEvent): string => (reply.ok ? '' : reply.problem.message);

const newest = <T>(events: readonly T[]): T => {
  const last = events.at(-1);
  if (last === undefined) throw new Error('nothing of that kind has come');
  return last;
};

/** Goes on to snap 40 and rests there; a level that is active then. */
async function standAtLevel(screen: TestScreen): Promise<string> {
  const arrived = screen.next('frame', ({ sequence }) => sequence === 40);
  await screen.send({ type: 'step', snaps: 40 - newest(screen.all('frame')).sequence });
  const { payload } = await arrived;
  const level = payload.levels[0];
  if (level === undefined) throw new Error('a level is active at snap 40 of the demo');
  return level.id;
}

const firstTs = (screen: TestScreen): number => screen.all('frame')[0]?.payload.ts ?? 0;

describe('bookmarks', () => {
  it('are on every screen, and there again when the session is opened again', async () => {
    const { host, screen } = await openDemo();
    const ts = firstTs(screen) + 5000;
    await write(screen, { type: 'add_bookmark', ts, note: 'first squeeze' });
    const late = new TestScreen();
    host.connect(late);
    expect(newest(late.all('journal')).bookmarks).toMatchObject([{ ts, note: 'first squeeze' }]);

    const again = await openDemo();
    expect(newest(again.screen.all('journal')).bookmarks).toMatchObject([
      { ts, note: 'first squeeze' },
    ]);
  });

  it('are edited, deleted and brought back', async () => {
    const { screen } = await openDemo();
    const { bookmarks } = await write(screen, { type: 'add_bookmark', ts: 1000, note: '' });
    const id = bookmarks[0]?.id ?? '';
    await write(screen, { type: 'edit_bookmark', id, note: 'renamed' });
    expect((await write(screen, { type: 'remove_bookmark', id })).bookmarks).toEqual([]);
    const back = await write(screen, { type: 'undo_bookmark' });
    expect(back).toMatchObject({ bookmarks: [{ id, note: 'renamed' }], can_redo: true });
    expect(problemOf(await screen.send({ type: 'remove_bookmark', id: 'none' }))).toMatch(/none/);
  });

  it('start empty, with a warning on the screen, when their file is damaged', async () => {
    const { screen } = await openDemo();
    await write(screen, { type: 'add_bookmark', ts: 1000, note: '' });
    const [name = ''] = await readdir(join(folder, 'journals'));
    const file = join(folder, 'journals', name);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    const again = await openDemo();
    expect(newest(again.screen.all('journal')).bookmarks).toEqual([]);
    expect(newest(again.screen.all('session')).session.warnings.join()).toContain('.broken-1');
  });

  it('leave the opened folder as it is', async () => {
    const before = await readdir(DEMO);
    const { screen } = await openDemo();
    await write(screen, { type: 'add_bookmark', ts: 1000, note: '' });
    expect(await readdir(DEMO)).toEqual(before);
  });

  it('with a note that is too long, or at no time, are refused', async () => {
    const { screen } = await openDemo();
    const note = 'x'.repeat(501);
    expect(await screen.send({ type: 'add_bookmark', ts: 1, note })).toMatchObject({ ok: false });
    expect(await screen.send({ type: 'add_bookmark', ts: -1, note: '' })).toMatchObject({
      ok: false,
    });
  });
});

describe('calls', () => {
  it('hold what the engine said at the playhead', async () => {
    const { screen } = await openDemo();
    const level = await standAtLevel(screen);
    const { calls } = await write(screen, { type: 'add_call', level, choice: 'BREAK' });
    const frame = screen.all('frame').find(({ payload }) => payload.ts === calls[0]?.ts);
    const said = frame?.payload.levels.find(({ id }) => id === level);
    expect(calls).toMatchObject([
      { level, choice: 'BREAK', price: said?.price, signal: said?.signal },
    ]);
  });

  it('can be taken back until the playhead moves, and not when it comes back', async () => {
    const { screen } = await openDemo();
    const level = await standAtLevel(screen);
    const made = await write(screen, { type: 'add_call', level, choice: 'BREAK' });
    const [id = ''] = made.revocable_calls;
    expect((await write(screen, { type: 'remove_call', id })).calls).toEqual([]);

    const again = await write(screen, { type: 'add_call', level, choice: 'REJECT' });
    const settled = screen.next('journal', ({ revocable_calls }) => revocable_calls.length === 0);
    await screen.send({ type: 'step', snaps: 1 });
    expect((await settled).calls).toHaveLength(1);
    await screen.send({ type: 'seek', ts: again.calls[0]?.ts ?? 0 });
    const refused = await screen.send({ type: 'remove_call', id: again.revocable_calls[0] ?? '' });
    expect(problemOf(refused)).toMatch(/stands/);
  });

  it('are not made while the playhead is on its way', async () => {
    const { screen } = await openDemo();
    const level = await standAtLevel(screen);
    const seeking = screen.send({ type: 'seek', ts: firstTs(screen) + 300_000 });
    const refused = await screen.send({ type: 'add_call', level, choice: 'BREAK' });
    expect(problemOf(refused)).toMatch(/not active/);
    await seeking;
  });

  it('at a level that is not active are refused by name', async () => {
    const { screen } = await openDemo();
    const refused = await screen.send({ type: 'add_call', level: 'STRIKE_1', choice: 'PASS' });
    expect(problemOf(refused)).toContain('STRIKE_1');
  });
});

describe('the loop', () => {
  it('goes round at any speed and shows nothing beyond its end', async () => {
    const { screen } = await openDemo();
    const from_ts = firstTs(screen) + 2000;
    const to_ts = from_ts + 4000;
    expect(await screen.send({ type: 'set_loop', from_ts, to_ts, is_on: true })).toMatchObject({
      ok: true,
    });
    await screen.send({ type: 'set_speed', speed: 'max' });
    await screen.send({ type: 'play' });
    await screen.next('frame', ({ seek_epoch }) => seek_epoch >= 3);
    const shown = screen.all('frame').map(({ payload }) => payload.ts);
    expect(Math.max(...shown)).toBeLessThan(to_ts);
    await screen.send({ type: 'set_loop', from_ts: null, to_ts: null, is_on: false });
    expect(newest(screen.all('playback')).playback.loop.is_on).toBe(false);
  });

  it('outlasts a restart and is gone with the next session', async () => {
    const { screen } = await openDemo();
    await screen.send({ type: 'set_loop', from_ts: 1000, to_ts: 9000, is_on: true });
    await screen.send({ type: 'restart' });
    expect(newest(screen.all('playback')).playback.loop.to_ts).toBe(9000);
    await screen.send({ type: 'open_demo' });
    expect(newest(screen.all('playback')).playback.loop.to_ts).toBeNull();
  });
});
