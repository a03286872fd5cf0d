import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command, FrameEvent, HostEvent, SessionState } from '../core/protocol.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import type { Resumption } from '../session/runStanding.ts';
import type { EngineLine } from './engineLine.ts';
import { startEngineWorker, type EngineSettings, type EngineWorker } from './engineWorker.ts';

const ROOT = join(import.meta.dirname, '../..');
const WORKER = join(ROOT, 'engine/worker.ts');

let folder: string;
let engine: EngineWorker;
/** The engine's threads so far, the present one last. */
let threads: Worker[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'));
  threads = [];
});
afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const settings = (paths: readonly string[]): EngineSettings => ({
  dataFolder: join(folder, 'data'),
  demoFolder: join(ROOT, 'assets/demo'),
  access: { kind: 'roots', baseFolder: folder, roots: [folder] },
  start: { paths },
});

const failTest = (error: Error): void => {
  throw error;
};

/** Opens half a minute of a simulated market. */
async function start(): Promise<Screen> {
  const session = join(folder, 'monday');
  await writeSimulatedSession(session, { ...DEMO_SPEC, minutes: 0.5, truth: false });
  engine = startEngineWorker(WORKER, settings([session]), failTest, (file, workerData) => {
    const thread = new Worker(file, { workerData });
    threads.push(thread);
    return thread;
  });
  return new Screen(engine.connect());
}

/** Ends the engine's thread in the middle of whatever it does. */
async function kill(): Promise<void> {
  await threads.at(-1)?.terminate();
}

type EventOf<T extends HostEvent['type']> = Extract<HostEvent, { type: T }>;

/** A screen that draws at once, keeps all it is told, and can wait for more. */
class Screen {
  readonly events: HostEvent[] = [];
  readonly #line: EngineLine;
  #waiting: (() => void)[] = [];
  #nextId = 0;

  constructor(line: EngineLine) {
    this.#line = line;
    line.on('message', (event) => {
      this.events.push(event);
      if (event.type === 'frame') this.post({ type: 'frame_drawn', sequence: event.sequence });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  post(command: Command): number {
    const id = this.#nextId++;
    this.#line.postMessage({ id, command });
    return id;
  }

  async ask(command: Command): Promise<EventOf<'reply'>> {
    const id = this.post(command);
    return this.until('reply', (reply) => reply.id === id);
  }

  /** The first event of a type that passes the test, from the past or still to come. */
  async until<T extends HostEvent['type']>(
    type: T,
    test: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    for (;;) {
      const found = this.events.find(
        (event): event is EventOf<T> => event.type === type && test(event as EventOf<T>),
      );
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Paused at a snap, and that snap. */
  async standAt(sequence: number): Promise<FrameEvent> {
    await this.until('frame');
    await this.ask({ type: 'pause' });
    const { sequence: at } = await this.until('frame', () => true);
    await this.ask({ type: 'step', snaps: sequence - at });
    return this.until('frame', (frame) => frame.sequence === sequence);
  }

  async recovered(crashes: number): Promise<SessionState> {
    const { session } = await this.until(
      'session',
      (event) => event.session.phase === 'ready' && event.session.recovery?.crashes === crashes,
    );
    return session;
  }
}

const isAfter = (before: FrameEvent) => (frame: FrameEvent) =>
  frame.session_id === before.session_id && frame.seek_epoch > before.seek_epoch;

describe('when the thread of the engine dies', () => {
  it('another one shows the same snap, to the byte, and says what happened', async () => {
    const screen = await start();
    await screen.ask({ type: 'set_speed', speed: 5 });
    const before = await screen.standAt(60);
    await kill();
    const session = await screen.recovered(1);
    expect(session.recovery).toEqual({
      reason: "The engine's thread ended (exit 1).",
      deed: 'resumed',
      crashes: 1,
      position_ts: before.payload.ts,
    });
    const after = await screen.until('frame', isAfter(before));
    expect(JSON.stringify(after.payload)).toBe(JSON.stringify(before.payload));
    expect(after.sequence).toBe(60);
    const { playback } = screen.events.findLast((event) => event.type === 'playback') ?? {};
    expect(playback).toMatchObject({ state: 'paused', speed: 5 });
    expect(threads).toHaveLength(2);
  });

  it('a run that was playing plays on with its loop, and what was not answered is refused', async () => {
    const screen = await start();
    const before = await screen.standAt(20);
    const loop = {
      from_ts: before.payload.ts - 2000,
      to_ts: before.payload.ts + 5000,
      is_on: true,
    };
    await screen.ask({ type: 'set_loop', ...loop });
    await screen.ask({ type: 'set_speed', speed: 2 });
    await screen.ask({ type: 'play' });
    await screen.until('frame', ({ sequence }) => sequence > 22);
    const dying = kill();
    const unanswered = screen.ask({ type: 'pause' });
    await dying;
    expect(await unanswered).toMatchObject({
      ok: false,
      problem: { message: 'The engine stopped before it had done that.' },
    });
    await screen.recovered(1);
    const playing = await screen.until(
      'playback',
      ({ seek_epoch, playback }) => seek_epoch > before.seek_epoch && playback.state === 'playing',
    );
    expect(playing.playback).toMatchObject({ speed: 2, loop });
    await screen.until('frame', (frame) => isAfter(before)(frame) && frame.sequence > 26);
  });
});

describe('a thread that runs out of memory while it opens the first session', () => {
  it('is followed by one that opens nothing and says why', async () => {
    const script = join(folder, 'greedy.js');
    await writeFile(script, GREEDY);
    const resumption = await new Promise<Resumption>((resolve) => {
      engine = startEngineWorker(script, settings([]), failTest, (file, workerData) => {
        if (workerData.resumption !== undefined) resolve(workerData.resumption);
        return new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: 8 } });
      });
    });
    expect(resumption).toMatchObject({
      kind: 'nothing',
      crashes: 1,
      reason: expect.stringMatching(/^It ran out of memory\./) as string,
    });
  });
});

/** Takes orders, then ever more memory; in another's place it only waits for its end. */
const GREEDY = `
  import { parentPort, workerData } from 'node:worker_threads';
  parentPort.postMessage({ type: 'ready' });
  parentPort.on('message', () => parentPort.close());
  const kept = [];
  while (workerData.resumption === undefined) kept.push(new Array(100_000).fill({ kept }));
`;

describe('a thread that dies again and again', () => {
  it('is followed by one that goes on, goes on, stands still, and opens nothing', async () => {
    const script = join(folder, 'mortal.js');
    await writeFile(script, MORTAL);
    const resumptions: Resumption[] = [];
    await new Promise<void>((resolve) => {
      engine = startEngineWorker(script, settings([]), failTest, (file, workerData) => {
        if (workerData.resumption !== undefined) resumptions.push(workerData.resumption);
        if (resumptions.length === 4) resolve();
        return new Worker(file, { workerData });
      });
    });
    const recovery = { reason: 'a defect', position_ts: 7000 };
    expect(resumptions).toMatchObject([
      { kind: 'run', recovery: { ...recovery, deed: 'resumed', crashes: 1 } },
      { kind: 'run', recovery: { ...recovery, deed: 'resumed', crashes: 2 } },
      { kind: 'run', recovery: { ...recovery, deed: 'paused', crashes: 3 } },
      { kind: 'nothing', request: { paths: ['/monday'] }, crashes: 4, reason: 'a defect' },
    ]);
  });
});

/** Tells where its run stands, and dies; without a run it waits for its end. */
const MORTAL = `
  import { parentPort, workerData } from 'node:worker_threads';
  parentPort.postMessage({ type: 'ready' });
  const standing = { request: { paths: ['/monday'] }, stamp: { session_id: 's' }, positionMs: 7000 };
  parentPort.postMessage({ type: 'standing', standing });
  if (workerData.resumption?.kind !== 'nothing') throw new Error('a defect');
  parentPort.on('message', () => parentPort.close());
`;
