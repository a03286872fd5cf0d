import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostEvent } from '../core/protocol.ts';
import type { EngineLine } from './engineLine.ts';
import { startEngineWorker, type EngineSettings, type SessionChoice } from './engineWorker.ts';

const ROOT = join(import.meta.dirname, '../..');
const WORKER = join(ROOT, 'engine/worker.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'thread-'));
});
afterEach(() => rm(folder, { recursive: true }));

function settings(start: SessionChoice = { paths: [] }): EngineSettings {
  return {
    dataFolder: folder,
    demoFolder: join(ROOT, 'assets/demo'),
    access: { kind: 'roots', baseFolder: folder, roots: [folder] },
    start,
  };
}

const unexpected = (error: Error): void => {
  throw error;
};

/** The next event of a screen that passes the test. */
function next<T extends HostEvent['type']>(
  port: EngineLine,
  type: T,
  test: (event: Extract<HostEvent, { type: T }>) => boolean = () => true,
): Promise<Extract<HostEvent, { type: T }>> {
  return new Promise((resolve) => {
    const listen = (event: HostEvent): void => {
      if (event.type !== type || !test(event as Extract<HostEvent, { type: T }>)) return;
      port.off('message', listen);
      resolve(event as Extract<HostEvent, { type: T }>);
    };
    port.on('message', listen);
  });
}

describe("the engine's thread", () => {
  it('opens the demo by itself and plays it for the first screen', async () => {
    const engine = startEngineWorker(WORKER, settings(), unexpected);
    const screen = engine.connect();
    const frame = await next(screen, 'frame');
    expect(frame.payload.profile).toBe('spy-0dte');
    expect(frame.trail.ts).toBeInstanceOf(Float64Array);
    await engine.close();
  });

  it('tells every screen why the session of the command line does not open', async () => {
    const file = join(folder, 'none.dbn');
    const engine = startEngineWorker(WORKER, settings({ paths: [file] }), unexpected);
    const failed = await next(
      engine.connect(),
      'session',
      ({ session }) => session.phase === 'failed',
    );
    expect(failed.session.problem).toMatchObject({ place: { file } });
    await engine.close();
  });

  it('opens for a screen only what may be opened, and for the person anything', async () => {
    const engine = startEngineWorker(WORKER, settings(), unexpected);
    const screen = engine.connect();
    await next(screen, 'frame');
    const reply = next(screen, 'reply', ({ id }) => id === 1);
    screen.postMessage({ id: 1, command: { type: 'open', paths: [join(ROOT, 'assets/demo')] } });
    expect(await reply).toMatchObject({ ok: false, problem: { code: 'usage' } });
    const other = next(screen, 'session', ({ session }) => session.profile === 'es-0dte');
    engine.open({ paths: [join(ROOT, 'assets/demo')], profile: 'es-0dte' });
    await other;
    await engine.close();
  });

  it('closes the channels of its screens when it ends', async () => {
    const engine = startEngineWorker(WORKER, settings(), unexpected);
    const screen = engine.connect();
    await next(screen, 'frame');
    const closed = new Promise((resolve) => screen.once('close', () => resolve('closed')));
    await engine.close();
    expect(await closed).toBe('closed');
  });

  it('gives up when it dies before it takes orders', async () => {
    const file = join(folder, 'dies.js');
    await writeFile(file, 'throw new Error("out of memory")');
    const died = await new Promise<Error>((resolve) => {
      startEngineWorker(file, settings(), resolve);
    });
    expect(died.message).toContain('out of memory');
  });
});
