import { describe, expect, it } from 'vitest';
import type { PreparedFile } from './preparedFile.ts';
import { SharedFiles } from './sharedFiles.ts';

/** Files whose preparation and release are written down. */
function files() {
  const log: string[] = [];
  const state = { isUnchanged: true, fails: false };
  const prepare = (path: string): Promise<PreparedFile> => {
    log.push(`prepare ${path}`);
    if (state.fails) return Promise.reject(new Error('no file'));
    const file: Partial<PreparedFile> = {
      path,
      isUnchanged: () => Promise.resolve(state.isUnchanged),
      release: () => Promise.resolve(void log.push(`release ${path}`)),
    };
    return Promise.resolve(file as PreparedFile);
  };
  return { log, state, shared: new SharedFiles(prepare) };
}

describe('a file that several readers have open', () => {
  it('is prepared once and given up when the last one lets go, each once', async () => {
    const { log, shared } = files();
    const [first, second] = await Promise.all([shared.take('a'), shared.take('a')]);
    await first.release();
    await first.release();
    expect(log).toEqual(['prepare a']);
    await second.release();
    expect(log).toEqual(['prepare a', 'release a']);
    await shared.take('a');
    expect(log).toHaveLength(3);
  });

  it('is another with other columns', async () => {
    const { log, shared } = files();
    await shared.take('a');
    await shared.take('a', { price: 'px' });
    expect(log).toEqual(['prepare a', 'prepare a']);
  });

  it('is prepared anew once it was written to; who has the old one keeps it', async () => {
    const { log, state, shared } = files();
    const old = await shared.take('a');
    state.isUnchanged = false;
    const fresh = await shared.take('a');
    expect(log).toEqual(['prepare a', 'prepare a']);
    await old.release();
    await fresh.release();
    expect(log).toEqual(['prepare a', 'prepare a', 'release a', 'release a']);
  });

  it('can be tried again where it could not be prepared', async () => {
    const { log, state, shared } = files();
    state.fails = true;
    await expect(Promise.all([shared.take('a'), shared.take('a')])).rejects.toThrow('no file');
    state.fails = false;
    await (await shared.take('a')).release();
    expect(log).toEqual(['prepare a', 'prepare a', 'release a']);
  });
});
