import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';

/** Long enough for options whose last volatility is more than a minute old. */
const MINUTES = 1.5;
const SNAPS_BETWEEN = 90;
const SNAPS_AFTER = 30;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saved-profiles-'));
  await writeSimulatedSession(folder, { ...DEMO_SPEC, minutes: MINUTES, truth: false });
});
afterAll(() => rm(folder, { recursive: true }));

/** A run of the session whose snaps end up in `lines`. */
async function runOf(profile: string, lines: string[]): Promise<SessionRun> {
  const opened = await openSession({ paths: [folder], profile });
  return SessionRun.start(opened, { onSnap: (payload) => lines.push(JSON.stringify(payload)) });
}

describe('a run taken back to a saved state', () => {
  it.each(['spy-0dte', 'spy-0dte-pro', 'es-0dte'])(
    'goes on by %s as it did, to the byte, forwards and back',
    async (profile) => {
      const lines: string[] = [];
      const states = new Map<number, Uint8Array>();
      const run = await runOf(profile, lines);
      while ((await run.advance({ maxSnaps: SNAPS_BETWEEN })) === 'more') {
        states.set(lines.length, run.save());
      }
      await run.close();
      expect(states.size).toBeGreaterThan(2);

      const again: string[] = [];
      const other = await runOf(profile, again);
      for (const [snaps, state] of [...states].reverse()) {
        again.length = 0;
        await other.restore(state);
        await other.advance({ maxSnaps: SNAPS_AFTER });
        expect(again).toEqual(lines.slice(snaps, snaps + SNAPS_AFTER));
      }
      await other.close();
    },
  );
});
