import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerAppRequest } from './appProtocol.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'scheme-'));
  await mkdir(join(base, 'screen/assets'), { recursive: true });
  await writeFile(join(base, 'screen/index.html'), '<title>Breakwater</title>');
  await writeFile(join(base, 'screen/assets/main.js'), 'start()');
  await writeFile(join(base, 'screen/assets/notes.txt'), 'private');
  await writeFile(join(base, 'secret.js'), 'secret');
});
afterEach(() => rm(base, { recursive: true }));

const get = (url: string, method = 'GET'): Promise<Response> =>
  answerAppRequest(join(base, 'screen'), { url, method });

describe("the screen's own scheme", () => {
  it('serves the page and its files with type and policy', async () => {
    const page = await get('app://breakwater/');
    expect(await page.text()).toBe('<title>Breakwater</title>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const script = await get('app://breakwater/assets/main.js?v=1');
    expect(await script.text()).toBe('start()');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://breakwater/../secret.js',
    'app://breakwater/%2e%2e/secret.js',
    'app://breakwater/..%2fsecret.js',
    'app://breakwater/assets/..%5c..%5c..%5csecret.js',
    'app://breakwater//etc/passwd.js',
    'app://breakwater/assets/main.js%00.html',
    'app://breakwater/%E0%A4%A.js',
    'app://elsewhere/index.html',
    'file:///etc/hostname.js',
    'app://breakwater/assets/notes.txt',
    'app://breakwater/assets',
    'app://breakwater/none.js',
    'no url',
  ])('refuses %s', async (url) => {
    const response = await get(url);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).not.toContain('secret');
  });

  it('refuses a link that leads out of the screen', async () => {
    await symlink(join(base, 'secret.js'), join(base, 'screen/assets/link.js'));
    expect((await get('app://breakwater/assets/link.js')).status).toBe(403);
  });

  it('refuses everything but GET', async () => {
    expect((await get('app://breakwater/', 'POST')).status).toBe(403);
  });
});
