import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allowedPath, isWithin, type PathAccess } from './pathAccess.ts';

let base: string;
let access: PathAccess;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'paths-')));
  for (const folder of ['open', 'open/day', 'secret']) await mkdir(join(base, folder));
  for (const file of ['open/day/a.dbn', 'open/b.dbn', 'secret/key', 'opener']) {
    await writeFile(join(base, file), '');
  }
  access = { kind: 'roots', baseFolder: base, roots: [join(base, 'open')] };
});
afterEach(() => rm(base, { recursive: true }));

const refused = { code: 'usage', message: expect.stringContaining('may not be opened') as string };

describe('a path that may be opened', () => {
  it('is the root itself, or anything below it', async () => {
    expect(await allowedPath(access, join(base, 'open'))).toBe(join(base, 'open'));
    expect(await allowedPath(access, join(base, 'open/day/a.dbn'))).toBe(
      join(base, 'open/day/a.dbn'),
    );
  });

  it('may be relative, and may wander as long as it ends inside', async () => {
    expect(await allowedPath(access, 'open/day/../b.dbn')).toBe(join(base, 'open/b.dbn'));
  });

  it('may go through a link that stays inside', async () => {
    await symlink(join(base, 'open/day'), join(base, 'open/today'));
    expect(await allowedPath(access, 'open/today/a.dbn')).toBe(join(base, 'open/day/a.dbn'));
  });

  it('may be spelled through a link to the root, as the person typed it', async () => {
    await symlink(join(base, 'open'), join(base, 'link'));
    const linked: PathAccess = { kind: 'roots', baseFolder: base, roots: [join(base, 'link')] };
    expect(await allowedPath(linked, 'link/b.dbn')).toBe(join(base, 'open/b.dbn'));
  });

  it('is anything at all where a native dialog chose it', async () => {
    const everything: PathAccess = { kind: 'everything', baseFolder: base };
    expect(await allowedPath(everything, 'secret/key')).toBe(join(base, 'secret/key'));
  });
});

describe('a path that may not be opened', () => {
  it.each(['secret/key', 'open/../secret/key', 'open/day/../../secret', '..', '/', '/etc/passwd'])(
    'is refused: %s',
    async (requested) => {
      await expect(allowedPath(access, requested)).rejects.toMatchObject(refused);
    },
  );

  it('is refused when only its beginning looks like a root', async () => {
    await expect(allowedPath(access, 'opener')).rejects.toMatchObject(refused);
  });

  it('is refused when a link leads out, whether a file or a folder', async () => {
    await symlink(join(base, 'secret/key'), join(base, 'open/key'));
    await symlink(join(base, 'secret'), join(base, 'open/folder'));
    await expect(allowedPath(access, 'open/key')).rejects.toMatchObject(refused);
    await expect(allowedPath(access, 'open/folder/key')).rejects.toMatchObject(refused);
  });

  it('is refused when it is a folder that holds a link out, however deep', async () => {
    await symlink(join(base, 'secret/key'), join(base, 'open/day/a.dbn.zst'));
    await expect(allowedPath(access, 'open')).rejects.toMatchObject(refused);
    await expect(allowedPath(access, 'open/day')).rejects.toMatchObject(refused);
    expect(await allowedPath(access, 'open/day/a.dbn')).toBe(join(base, 'open/day/a.dbn'));
  });

  it('is refused beside a root that is a single file', async () => {
    const one: PathAccess = { kind: 'roots', baseFolder: base, roots: [join(base, 'open/b.dbn')] };
    expect(await allowedPath(one, 'open/b.dbn')).toBe(join(base, 'open/b.dbn'));
    await expect(allowedPath(one, 'open/day')).rejects.toMatchObject(refused);
  });

  it('is refused alike whether it exists or not', async () => {
    await expect(allowedPath(access, 'secret/nothing')).rejects.toMatchObject(refused);
  });

  it('is refused with a zero byte in it', async () => {
    await expect(allowedPath(access, 'open/b.dbn\0.txt')).rejects.toMatchObject(refused);
  });

  it('is refused when no root exists any more', async () => {
    const gone: PathAccess = { kind: 'roots', baseFolder: base, roots: [join(base, 'gone')] };
    await expect(allowedPath(gone, 'gone/a')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is said to be missing when it would be allowed', async () => {
    await expect(allowedPath(access, 'open/none')).rejects.toMatchObject({
      code: 'bad-input',
      place: { file: join(base, 'open/none') },
    });
  });
});

describe('containment', () => {
  it('ignores case on Windows and minds it elsewhere', () => {
    expect(isWithin('C:\\Data', 'c:\\data\\x', path.win32)).toBe(true);
    expect(isWithin('/data', '/Data/x', path.posix)).toBe(false);
  });

  it('does not take another drive or share for a sub-folder', () => {
    expect(isWithin('C:\\Data', 'D:\\Data\\x', path.win32)).toBe(false);
    expect(isWithin('C:\\Data', '\\\\server\\share\\x', path.win32)).toBe(false);
  });

  it('takes a name that begins with two dots for what it is', () => {
    expect(isWithin('/data', '/data/..odd', path.posix)).toBe(true);
  });
});
