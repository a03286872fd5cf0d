import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { openSession } from '../../session/open.ts';
import { SessionRun } from '../../session/run.ts';
import { ZstdFrameSplitter } from '../dbn/zstdFrames.ts';
import { DEMO_SPEC } from './presets.ts';
import { writeSimulatedSession } from './session.ts';

const SHIPPED = fileURLToPath(new URL('../../../assets/demo', import.meta.url));
const MAX_SESSION_BYTES = 6_000_000;
const isPinnedNode = process.version === `v${packageJson.devDependencies.node}`;

function decompress(bytes: Buffer): Buffer {
  const splitter = new ZstdFrameSplitter();
  const frames: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = splitter.advance(bytes, start, false);
    frames.push(zstdDecompressSync(bytes.subarray(start, end)));
    start = end;
  }
  return Buffer.concat(frames);
}

/** A manifest but for the digests of compressed files, which are another test's concern. */
const withoutDigests = (manifest: Buffer): unknown =>
  JSON.parse(manifest.toString('utf8'), (key, value: unknown) =>
    key === 'sha256' ? undefined : value,
  );

/** Every file of a session folder, by name. */
async function readSession(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  const files = new Map<string, Buffer>();
  for (const name of names) files.set(name, await readFile(join(folder, name)));
  return files;
}

describe('the session that ships', () => {
  let folder = '';
  let made = new Map<string, Buffer>();
  let shipped = new Map<string, Buffer>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'breakwater-shipped-'));
    await writeSimulatedSession(folder, DEMO_SPEC);
    made = await readSession(folder);
    shipped = await readSession(SHIPPED);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('is what its seed gives, to the decompressed byte', () => {
    expect([...shipped.keys()]).toEqual([...made.keys()]);
    for (const [name, bytes] of shipped) {
      const other = made.get(name) ?? Buffer.alloc(0);
      if (name === 'manifest.json') {
        expect(withoutDigests(bytes)).toEqual(withoutDigests(other));
        continue;
      }
      const isSame = name.endsWith('.zst')
        ? decompress(bytes).equals(decompress(other))
        : bytes.equals(other);
      expect(isSame, name).toBe(true);
    }
  });

  it.runIf(isPinnedNode)('is the same compressed too, with the Node it was made with', () => {
    for (const [name, bytes] of shipped) {
      expect(bytes.equals(made.get(name) ?? Buffer.alloc(0)), name).toBe(true);
    }
  });

  it('is small enough to ship', async () => {
    let total = 0;
    for (const name of shipped.keys()) total += (await stat(join(SHIPPED, name))).size;
    expect(total).toBeLessThan(MAX_SESSION_BYTES);
  });
});

/** Which values of each kind the engine came to over the session. */
async function coverage(folder: string): Promise<Record<string, Set<string>>> {
  const seen = {
    states: new Set<string>(),
    effects: new Set<string>(),
    signals: new Set<string>(),
    kinds: new Set<string>(),
    sweeps: new Set<string>(),
    strongWalls: new Set<string>(),
    outcomes: new Set<string>(),
    health: new Set<string>(),
  };
  const opened = await openSession({ paths: [folder] });
  const run = await SessionRun.start(opened, {
    onSnap({ levels, health }) {
      seen.health.add(health.state);
      for (const { kind, signal, barrier, fuel, tape } of levels) {
        seen.kinds.add(kind);
        seen.signals.add(signal);
        seen.states.add(barrier.state);
        seen.effects.add(fuel.effect);
        if (tape.sweep.direction !== null) seen.sweeps.add(tape.sweep.direction);
        if (fuel.call_wall?.strong === true) seen.strongWalls.add('call');
        if (fuel.put_wall?.strong === true) seen.strongWalls.add('put');
      }
    },
    onEpisode({ outcome, signal }) {
      seen.outcomes.add(`${signal ?? 'no signal'}, then ${outcome}`);
    },
  });
  await run.advance();
  expect(run.damages).toEqual([]);
  await run.close();
  return seen;
}

describe('what the engine makes of the session that ships', () => {
  let seen: Record<string, Set<string>> = {};
  beforeAll(async () => {
    seen = await coverage(SHIPPED);
  });

  it.each([
    ['states', ['NEUTRAL', 'VACUUM', 'WALL', 'CONSUMED', 'ABSORPTION', 'WEAK']],
    ['effects', ['AMPLIFY', 'DAMPEN', 'NEUTRAL']],
    ['signals', ['BREAK', 'REJECT', 'CONTESTED', 'NEUTRAL']],
    ['sweeps', ['UP', 'DOWN']],
    ['health', ['OK', 'RESYNC']],
    [
      'kinds',
      [
        'VWAP',
        'ROUND',
        'STRIKE',
        'CALL_WALL',
        'PUT_WALL',
        'GAMMA_FLIP',
        'SESSION_HIGH',
        'SESSION_LOW',
        'HOTZONE',
      ],
    ],
    ['outcomes', ['BREAK, then BREAK', 'REJECT, then REJECT']],
  ])('shows all %s', (what, expected) => {
    expect([...(seen[what] ?? [])]).toEqual(expect.arrayContaining(expected));
  });

  it('has a strong wall', () => {
    expect(seen['strongWalls']?.size).toBeGreaterThan(0);
  });
});
