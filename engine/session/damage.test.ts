import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BreakwaterError, EXIT_CODES } from '../core/errors.ts';
import { DbnReader } from '../feeds/dbn/reader.ts';
import { DAMAGE_KINDS } from '../feeds/dbn/testing/damage/catalogue.ts';
import type { Scene } from '../feeds/dbn/testing/damage/damageKind.ts';
import { openSession } from './open.ts';
import { SessionRun } from './run.ts';

interface Outcome {
  readonly played: number;
  readonly errors: readonly unknown[];
}

/** Plays a scene as a session; what reads by itself is read without one. */
async function outcomeOf({ path, symbol, openBytes }: Scene): Promise<Outcome> {
  try {
    if (openBytes !== undefined) return await readThrough(path, openBytes);
    const opened = await openSession({
      paths: [path],
      profile: 'es-0dte',
      ...(symbol === undefined ? {} : { symbol }),
    });
    try {
      const run = await SessionRun.start(opened, { onSnap: () => undefined });
      await run.advance();
      await run.close();
      return { played: run.eventCount, errors: run.damages };
    } finally {
      await Promise.all(opened.sources.map((source) => source.close()));
    }
  } catch (error) {
    return { played: 0, errors: [error] };
  }
}

async function readThrough(
  path: string,
  openBytes: NonNullable<Scene['openBytes']>,
): Promise<Outcome> {
  const reader = await DbnReader.open(path, { openBytes });
  let played = 0;
  do {
    while (reader.next()) played++;
  } while (await reader.fill());
  await reader.close();
  return { played, errors: reader.damage === null ? [] : [reader.damage] };
}

describe('damaged input', () => {
  it('is told apart by name', () => {
    const names = DAMAGE_KINDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(30);
  });

  const quick = DAMAGE_KINDS.filter(({ isSlow }) => !isSlow);
  for (const { name, make, delivered, message, exitCode, obstacle } of quick) {
    it.skipIf(obstacle?.() !== undefined)(
      `"${name}" plays ${delivered} records, then one error says what, where and what to do`,
      async () => {
        const folder = await mkdtemp(join(tmpdir(), 'breakwater-damage-'));
        try {
          const { played, errors } = await outcomeOf(await make(folder));
          const [error] = errors;
          if (!(error instanceof BreakwaterError)) throw error;
          expect(errors).toHaveLength(1);
          expect(error.message).toMatch(message);
          expect(EXIT_CODES[error.code]).toBe(exitCode);
          expect(error.remedy).not.toBe('');
          expect(played).toBe(delivered);
          if (delivered > 0) expect(error.place.recordIndex).toBe(delivered);
          expect(error.place.found ?? error.place.expected ?? error.place.file).toBeTruthy();
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    );
  }
});
