import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuildStale } from './build.ts';
import { chooseShell, type ShellSteps } from './chooseShell.ts';
import { hasDisplay } from './display.ts';
import { findElectron, firstErrorLine, installedElectron, runInstaller } from './electronBinary.ts';
import { callersFolder, parseOptions } from './options.ts';
import { chromiumSwitches, startElectron } from './startElectron.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'launcher-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<string> {
  const file = join(root, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
  return file;
}

describe('the choice of the shell', () => {
  function steps(overrides: Partial<ShellSteps> = {}): ShellSteps {
    return {
      hasDisplay: true,
      serveOnly: false,
      findElectron: () => Promise.resolve({ found: true, executable: '/electron' }),
      startElectron: () => Promise.resolve({ started: false, reason: 'it ended at once' }),
      ...overrides,
    };
  }
  const mustNot = (what: string) => () => Promise.reject(new Error(`${what} was not needed`));

  it('is the browser without a word when that was asked for', async () => {
    const asked = steps({ serveOnly: true, findElectron: mustNot('Electron') });
    expect(await chooseShell(asked)).toEqual({ kind: 'browser', why: undefined });
  });

  it('never fetches Electron for a machine without a display', async () => {
    const headless = steps({ hasDisplay: false, findElectron: mustNot('Electron') });
    expect(await chooseShell(headless)).toEqual({
      kind: 'browser',
      why: 'Electron cannot be used: there is no display.',
    });
  });

  it('says in one line why Electron cannot be had, or did not start', async () => {
    const refused = steps({
      findElectron: () => Promise.resolve({ found: false, reason: 'refused\n  by the network' }),
    });
    expect(await chooseShell(refused)).toMatchObject({
      why: 'Electron cannot be used: refused by the network.',
    });
    expect(await chooseShell(steps())).toMatchObject({
      why: 'Electron cannot be used: it ended at once.',
    });
  });
});

describe("Electron's executable", () => {
  const note = (): string => join(root, 'out/note.json');
  function downloads(failure: string | undefined, nowMs = 0) {
    const log = { runs: 0, starts: 0 };
    const download = {
      run: () => {
        log.runs++;
        return Promise.resolve(failure);
      },
      nowMs: () => nowMs,
      onStart: () => {
        log.starts++;
      },
    };
    return { log, download };
  }

  it('is found where the package unpacked it', async () => {
    await write('node_modules/electron/path.txt', 'electron');
    expect(installedElectron(root)).toBeUndefined();
    const executable = await write('node_modules/electron/dist/electron', '');
    expect(installedElectron(root)).toBe(executable);
    const { log, download } = downloads(undefined);
    expect(await findElectron(root, note(), download)).toEqual({ found: true, executable });
    expect(log.runs).toBe(0);
  });

  it('is not asked for when the package is not installed', async () => {
    const { log, download } = downloads(undefined);
    expect(await findElectron(root, note(), download)).toMatchObject({ found: false });
    expect(log.runs).toBe(0);
  });

  it('is downloaded once; a refusal is remembered for a day', async () => {
    await write('node_modules/electron/install.js', '');
    const first = downloads('TypeError: fetch failed', 1000);
    const refused = await findElectron(root, note(), first.download);
    expect(refused).toMatchObject({ reason: 'its download failed (TypeError: fetch failed)' });
    expect(first.log).toEqual({ runs: 1, starts: 1 });
    const soon = downloads(undefined, 80_000_000);
    expect(await findElectron(root, note(), soon.download)).toMatchObject({ found: false });
    expect(soon.log.runs).toBe(0);
    const later = downloads('again', 90_000_000);
    await findElectron(root, note(), later.download);
    expect(later.log.runs).toBe(1);
  });

  it('tries again when its note is damaged', async () => {
    await write('node_modules/electron/install.js', '');
    await write('out/note.json', '{"failedAtMs":');
    const { log, download } = downloads('refused');
    await findElectron(root, note(), download);
    expect(log.runs).toBe(1);
  });

  it('comes with the reason of a failed installer in one line', async () => {
    const script = await write('install.js', 'throw new TypeError("fetch failed")');
    expect(await runInstaller(script, 20_000)).toBe('throw new TypeError("fetch failed")');
    expect(await runInstaller(await write('fine.js', ''), 20_000)).toBeUndefined();
    expect(firstErrorLine('')).toBe('no reason given');
  });

  it('is given up when its installer hangs', async () => {
    const script = await write('hang.js', 'setInterval(() => 0, 1000)');
    expect(await runInstaller(script, 50)).toBe('nothing came within 0.05 s');
  });
});

describe('starting Electron', () => {
  it('waits for the ready word', async () => {
    const script = await write(
      'ready.js',
      'console.log("breakwater-ready"); setInterval(() => 0, 9)',
    );
    const start = await startElectron(process.execPath, [script]);
    expect(start.started).toBe(true);
    if (start.started) start.child.kill();
  });

  it('takes an early exit, silence and a missing file for what they are', async () => {
    const exits = await write('exits.js', 'console.error("no display"); process.exit(7)');
    expect(await startElectron(process.execPath, [exits])).toEqual({
      started: false,
      reason: 'it ended at once (exit 7): no display',
    });
    const silent = await write('silent.js', 'setInterval(() => 0, 1000)');
    expect(await startElectron(process.execPath, [silent], 50)).toEqual({
      started: false,
      reason: 'it did not report ready within 0.05 s',
    });
    expect(await startElectron(join(root, 'none'), [])).toMatchObject({ started: false });
  });

  it('loosens the sandbox for nobody but root', () => {
    expect(chromiumSwitches(0)).toEqual(['--no-sandbox']);
    expect(chromiumSwitches(1000)).toEqual([]);
    expect(chromiumSwitches(undefined)).toEqual([]);
  });
});

describe('the build', () => {
  const at = (path: string, seconds: number) => utimes(join(root, path), seconds, seconds);
  async function built(): Promise<void> {
    for (const path of ['electron/main.js', 'electron/preload.cjs', 'renderer/index.html']) {
      await write(`out/${path}`, '');
      await at(`out/${path}`, 2000);
    }
    await write('engine/core/a.ts', '');
    await write('engine/core/a.test.ts', '');
    await write('package.json', '{}');
    for (const path of ['engine/core/a.ts', 'engine/core', 'engine', 'package.json']) {
      await at(path, 1000);
    }
  }

  it('is stale when it is missing or older than a source', async () => {
    expect(await isBuildStale(root)).toBe(true);
    await built();
    expect(await isBuildStale(root)).toBe(false);
    await at('engine/core/a.ts', 3000);
    expect(await isBuildStale(root)).toBe(true);
  });

  it('is not stale because a test changed, but is when a file was removed', async () => {
    await built();
    await at('engine/core/a.test.ts', 3000);
    expect(await isBuildStale(root)).toBe(false);
    await at('engine/core', 3000);
    expect(await isBuildStale(root)).toBe(true);
  });
});

describe('the command line', () => {
  it('takes paths from where the person called npm', () => {
    const folder = callersFolder({ npm_lifecycle_event: 'start', INIT_CWD: '/home/ann' }, '/app');
    expect(parseOptions(['a', '/b', '--allow', 'c', '--profile', 'es-0dte'], folder)).toEqual({
      start: { paths: ['/home/ann/a', '/b'], profile: 'es-0dte' },
      allow: ['/home/ann/c'],
      port: 0,
      serveOnly: false,
    });
    expect(parseOptions(['a', '--open-interest', 'b.csv'], folder).start).toEqual({
      paths: ['/home/ann/a'],
      openInterest: '/home/ann/b.csv',
    });
    expect(callersFolder({ INIT_CWD: '/elsewhere' }, '/app')).toBe('/app');
  });

  it('knows where windows can be shown', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});
