import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decompressed } from '../feeds/dbn/testing/decompressed.ts';
import { DEMO_SPEC } from '../feeds/simulator/presets.ts';
import { writeSimulatedSession } from '../feeds/simulator/session.ts';
import { registerReplay } from './replay.ts';
import { CommandLine } from './testing/commandLine.ts';

const BOOK = 'es.dbn';

const cli = new CommandLine(registerReplay);
/** A book file, uncompressed. */
let book: Buffer;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'follow-'));
  await writeSimulatedSession(folder, { ...DEMO_SPEC, minutes: 0.4, truth: false });
  book = await decompressed(join(folder, 'es.mbp-10.dbn.zst'));
  await rm(folder, { recursive: true });
});

let session: string;
beforeEach(async () => {
  await cli.open();
  session = join(cli.folder, 'session');
  await mkdir(session);
});
afterEach(() => cli.close());

const summary = (text: string): string => /digest\s+(\w+)/.exec(text)?.[1] ?? '';

describe('breakwater replay --follow', () => {
  it('plays what is written, and ends after so long without anything new', async () => {
    await writeFile(join(session, BOOK), book.subarray(0, 200_001));
    const { printed, complaints } = await cli.run('replay', session, '--follow', '--idle', '0');
    expect(summary(printed)).toMatch(/^\w{64}$/);
    // The torn record at the present end is no damage: nobody has said that it is the end.
    expect(complaints).not.toContain('The file ends inside');
    expect(process.exitCode).toBe(0);
  });

  it('plays what comes, to the same digest as the finished file', async () => {
    await writeFile(join(session, BOOK), book.subarray(0, 300_001));
    await writeManifest(null);
    const following = cli.run('replay', session, '--follow', '--out', join(cli.folder, 'f.jsonl'));
    await appendFile(join(session, BOOK), book.subarray(300_001, 500_003));
    await appendFile(join(session, BOOK), book.subarray(500_003));
    await writeManifest('2026-11-19T14:40:00Z');
    const { printed } = await following;
    const finished = await cli.run('replay', session, '--out', join(cli.folder, 'r.jsonl'));
    expect(summary(printed)).toBe(summary(finished.printed));
    const [followed, replayed] = await Promise.all(
      ['f.jsonl', 'r.jsonl'].map((name) => readFile(join(cli.folder, name), 'utf8')),
    );
    expect(followed === replayed).toBe(true);
  });

  it.each(['soon', '', '-1', '1e9'])('refuses to wait for "%s" seconds', async (idle) => {
    await writeFile(join(session, BOOK), book);
    await expect(cli.run('replay', session, '--follow', '--idle', idle)).rejects.toThrow('--idle');
  });
});

async function writeManifest(end: string | null): Promise<void> {
  const content = {
    version: 1,
    origin: 'recorded',
    sources: [{ path: BOOK }],
    time_span: { start: '2026-11-19T14:30:00Z', end },
  };
  await writeFile(join(session, 'manifest.json'), JSON.stringify(content));
}
