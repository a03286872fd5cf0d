/**
 * The straight run that seeks of `breakwater bench replay` are compared with, in a process of its own:
 * `node benchStraight.ts FOLDER OUT` plays a session without a stop, writes the SHA-256 of every
 * payload line to OUT, one after the other, and prints a {@link StraightRun} as JSON.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { openSession } from '../session/open.ts';
import { SessionRun } from '../session/run.ts';
import { RunDigest } from '../session/runDigest.ts';

export interface StraightRun {
  /** Records read in all files. */
  readonly records: number;
  /** Of the whole run (SPEC §10). */
  readonly digest: string;
  /** Unix ms of every snap. */
  readonly times: readonly number[];
  readonly seconds: number;
}

const [folder = '', out = ''] = process.argv.slice(2);
const started = performance.now();
const digest = new RunDigest();
const times: number[] = [];
const hashes: Buffer[] = [];
const run = await SessionRun.start(await openSession({ paths: [folder] }), {
  onSnap: (payload) => {
    const line = JSON.stringify(payload);
    digest.add(line);
    times.push(payload.ts);
    hashes.push(createHash('sha256').update(line).digest());
  },
});
await run.advance();
const { recordCount: records } = run;
await run.close();
const seconds = (performance.now() - started) / 1000;
await writeFile(out, Buffer.concat(hashes));
const straight: StraightRun = { records, digest: digest.finish(), times, seconds };
process.stdout.write(JSON.stringify(straight));
