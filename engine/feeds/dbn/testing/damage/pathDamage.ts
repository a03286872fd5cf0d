import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metadataBytes, tradeRecord } from '../dbnBytes.ts';
import { bookRecords, soundStart } from './content.ts';
import { aFileOf, aScene, type DamageKind } from './damageKind.ts';

const NO_FILE = /^This path is no file\.$/;
/** `inspect` reads files and folders, not sessions. */
const ofSession = { isSeenByInspect: false };

const onPosix = (): string | undefined =>
  process.platform === 'win32' ? 'Windows has no such thing.' : undefined;

const asUser = (): string | undefined =>
  process.getuid === undefined || process.getuid() === 0 ? 'root may read everything.' : undefined;

const onLinux = (): string | undefined =>
  existsSync('/proc/self/mem') ? undefined : 'only Linux has such a file.';

/** A session folder whose manifest is this text, beside a sound file. */
async function sessionWith(folder: string, manifest: string): Promise<{ path: string }> {
  await writeFile(join(folder, 'es.mbp-10.dbn'), soundStart());
  await writeFile(join(folder, 'manifest.json'), manifest);
  return { path: folder };
}

/** What is named is not what it seems, or cannot be reached. */
export const PATH_DAMAGE: readonly DamageKind[] = [
  aScene('no such file', /^There is no such file\.$/, (folder) =>
    Promise.resolve({ path: join(folder, 'missing.dbn') }),
  ),
  aScene('folder without market data', /holds no (market data|DBN file)\.$/, async (folder) => {
    await mkdir(join(folder, 'monday'));
    await writeFile(join(folder, 'readme.txt'), 'nothing here');
    return { path: folder };
  }),
  aScene(
    'link that leads back to itself',
    /^The path is a link that leads back to itself\.$/,
    async (folder) => {
      const path = join(folder, 'a.dbn');
      await symlink(join(folder, 'b.dbn'), path);
      await symlink(path, join(folder, 'b.dbn'));
      return { path };
    },
    { obstacle: onPosix },
  ),
  aScene(
    'link that leads nowhere',
    /^There is no such file\.$/,
    async (folder) => {
      const path = join(folder, 'es.dbn');
      await symlink(join(folder, 'gone.dbn'), path);
      return { path };
    },
    { obstacle: onPosix },
  ),
  aScene(
    'file that may not be read',
    /^The file may not be read\.$/,
    async (folder) => {
      const path = join(folder, 'es.dbn');
      await writeFile(path, soundStart());
      await chmod(path, 0);
      return { path };
    },
    { obstacle: asUser },
  ),
  aScene(
    'pipe',
    NO_FILE,
    (folder) => {
      const path = join(folder, 'pipe.dbn');
      execFileSync('mkfifo', [path]);
      return Promise.resolve({ path });
    },
    { obstacle: onPosix },
  ),
  aScene('device', NO_FILE, () => Promise.resolve({ path: '/dev/zero' }), { obstacle: onPosix }),
  aScene(
    'file that the system refuses to read',
    /^The system could not read the file\.$/,
    () => Promise.resolve({ path: '/proc/self/mem' }),
    { obstacle: onLinux },
  ),
  aScene(
    'manifest that is no JSON',
    /is not JSON\.$/,
    (folder) => sessionWith(folder, '{"version": 1, '),
    ofSession,
  ),
  aScene(
    'manifest of another version',
    /was written by a later Breakwater\.$/,
    (folder) => sessionWith(folder, '{"version": 7, "sources": [{"path": "es.mbp-10.dbn"}]}'),
    ofSession,
  ),
  aScene(
    'manifest that names a missing file',
    /^There is no such file\.$/,
    (folder) => sessionWith(folder, '{"version": 1, "sources": [{"path": "gone.dbn"}]}'),
    ofSession,
  ),
  aScene(
    'manifest that names a file outside',
    /^The manifest names a file outside its folder\.$/,
    (folder) => sessionWith(folder, '{"version": 1, "sources": [{"path": "../../etc/hosts"}]}'),
    ofSession,
  ),
  aFileOf(
    'instrument that is not in the file',
    /^There is no instrument "ESZ9" in the files\.$/,
    soundStart,
    { ...ofSession, symbol: 'ESZ9', exitCode: 2 },
  ),
  aFileOf(
    'fragment alone, without symbols',
    /^There is no order book of a future in the files\.$/,
    () => bookRecords(5),
    { ...ofSession, fileName: 'es.mbp-10.dbn.frag', exitCode: 2 },
  ),
  aFileOf(
    'capture of several schemas, without symbols',
    /^There is no order book of a future in the files\.$/,
    () => Buffer.concat([metadataBytes({ schema: 0xffff, mappings: [] }), bookRecords(5)]),
    { ...ofSession, exitCode: 2 },
  ),
  aFileOf(
    'no outright future',
    /^There is no outright future in the files\.$/,
    () => {
      const mappings = [{ key: 'SPY', intervals: [[20201228, 20201229, '5482'] as const] }];
      return Buffer.concat([metadataBytes({ symbols: ['SPY'], mappings }), bookRecords(5)]);
    },
    { ...ofSession, exitCode: 2 },
  ),
  aFileOf(
    'trades without a book',
    /^There is no book of ESH1 in the files\.$/,
    () => Buffer.concat([metadataBytes({ schema: 4 }), tradeRecord()]),
    ofSession,
  ),
];
