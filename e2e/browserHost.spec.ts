/** What only the local host can show: reload, a dropped connection, and who is let in. */
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { encode } from '@msgpack/msgpack';
import { decodeHostEvent, encodeMessage, MAX_MESSAGE_BYTES } from '../engine/core/wire.ts';
import type { Command, HostEvent } from '../engine/core/protocol.ts';
import { expect, test } from './support/fixtures.ts';
import { launchHost, ROOT, type LaunchedHost } from './support/launcher.ts';
import { chooseSpeed, readClock, stateOf } from './support/screen.ts';

test('the page survives a reload without disturbing the run', async ({ start }) => {
  const { page } = await start();
  await readClock(page);
  await chooseSpeed(page, '10×');
  const before = await readClock(page);
  await page.reload();
  await expect(stateOf(page)).toHaveText('Playing');
  expect((await readClock(page)) > before).toBe(true);
  expect(new URL(page.url()).hash).toBe('');
});

test('the page survives a dropped WebSocket without disturbing the run', async ({ start }) => {
  const { page, host } = await start();
  await readClock(page);
  await chooseSpeed(page, '10×');
  const second = await openClient(host);
  await page.context().setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await page.context().setOffline(false);
  const position = await nextEvent(second, 'playback');
  expect(position).toMatchObject({ playback: { state: 'playing' } });
  second.close();
  await expect(page.getByTestId('connection')).toHaveCount(0);
  const before = await readClock(page);
  await expect.poll(() => readClock(page)).not.toBe(before);
});

test('two screens share one run', async ({ start }) => {
  const { page, host } = await start();
  await readClock(page);
  const other = await page.context().newPage();
  await other.goto(host?.url ?? '');
  await readClock(other);
  await other.getByRole('button', { name: 'Pause' }).click();
  await expect(stateOf(page)).toHaveText('Paused');
});

test.describe('the local host', () => {
  let host: LaunchedHost;
  test.beforeEach(async ({ dataFolder }) => {
    host = await launchHost(['--serve'], { BREAKWATER_DATA_DIR: dataFolder });
  });
  test.afterEach(async () => {
    expect(await host.stop()).toBe(0);
  });

  for (const [what, change, status] of [
    ['a wrong token', { token: 'x'.repeat(43) }, 401],
    ['no token', { token: '' }, 401],
    ['a foreign Host', { host: 'evil.example' }, 403],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
  ] as const) {
    test(`refuses ${what}`, async () => {
      await expect(openClient(host, change)).rejects.toThrow(String(status));
    });
  }

  test('serves nothing outside the screen, and nothing under a foreign name', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2f..%2fpackage.json']) {
      expect(await statusOf(host, path)).toBe(404);
    }
    expect(await statusOf(host, '/', 'evil.example')).toBe(403);
    expect(await statusOf(host, '/')).toBe(200);
  });

  test('cuts off garbage, oversize and unknown messages, and goes on serving', async () => {
    for (const [data, code] of [
      ['text', 1003],
      [Uint8Array.of(0xc1, 0xc1), 1007],
      [encode(['no', 'request']), 1008],
      [new Uint8Array(MAX_MESSAGE_BYTES + 1), 1009],
    ] as const) {
      const client = await openClient(host);
      const closed = new Promise((resolve) => client.once('close', resolve));
      client.send(data);
      expect(await closed).toBe(code);
    }
    const client = await openClient(host);
    await nextEvent(client, 'frame');
    expect(await ask(client, { type: 'pause' })).toMatchObject({ ok: true });
    client.close();
  });

  test('opens nothing that was not allowed', async () => {
    const client = await openClient(host);
    for (const path of ['/etc/passwd', join(ROOT, 'package.json'), '../../etc/hosts', '\0']) {
      expect(await ask(client, { type: 'open', paths: [path] })).toMatchObject({
        ok: false,
        problem: { message: expect.stringContaining('may not be opened') as unknown },
      });
    }
    expect(await ask(client, { type: 'open', paths: ['assets/demo'] })).toMatchObject({ ok: true });
    client.close();
  });

  test('says in one line why there is no window, and ends on a signal', async ({ dataFolder }) => {
    const fallback = await launchHost([], {
      BREAKWATER_DATA_DIR: dataFolder,
      DISPLAY: undefined,
      WAYLAND_DISPLAY: undefined,
    });
    expect(fallback.output()).toContain('Electron cannot be used: there is no display.\n');
    expect(await fallback.stop()).toBe(0);
  });
});

/** A screen of our own, over the bridge, with whatever is to be wrong about it. */
function openClient(
  host: LaunchedHost | undefined,
  change: { token?: string; host?: string; origin?: string } = {},
): Promise<WebSocket> {
  const url = new URL(host?.url ?? '');
  const token = change.token ?? url.hash.replace('#token=', '');
  const client = new WebSocket(`ws://${url.host}/bridge`, `breakwater.${token}`, {
    origin: change.origin ?? url.origin,
    headers: { Host: change.host ?? url.host },
  });
  return new Promise((resolve, reject) => {
    client.once('open', () => resolve(client));
    client.once('error', reject);
  });
}

function nextEvent<T extends HostEvent['type']>(client: WebSocket, type: T): Promise<HostEvent> {
  return new Promise((resolve) => {
    client.on('message', (data: Buffer) => {
      const event = decodeHostEvent(data);
      if (event.type === type) resolve(event);
    });
  });
}

function ask(client: WebSocket, command: Command): Promise<HostEvent> {
  const reply = nextEvent(client, 'reply');
  client.send(encodeMessage({ id: 1, command }));
  return reply;
}

/** The status of a request exactly as given. */
function statusOf(host: LaunchedHost, path: string, name?: string): Promise<number | undefined> {
  const { hostname, port, host: own } = new URL(host.url);
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port, path, headers: { Host: name ?? own } };
    httpRequest(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
