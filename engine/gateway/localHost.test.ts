import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { HostEvent } from '../core/protocol.ts';
import { decodeHostEvent, encodeMessage, MAX_MESSAGE_BYTES } from '../core/wire.ts';
import { startLocalHost, type LocalHost } from './localHost.ts';

let folder: string;
let host: LocalHost;
/** The engine's ends of all channels opened so far. */
let enginePorts: MessagePort[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-'));
  await mkdir(join(folder, 'screen/assets'), { recursive: true });
  await writeFile(join(folder, 'screen/index.html'), '<title>Breakwater</title>');
  await writeFile(join(folder, 'screen/assets/main.js'), 'start()');
  await writeFile(join(folder, 'secret'), 'secret');
  enginePorts = [];
  host = await startLocalHost({
    rendererFolder: join(folder, 'screen'),
    port: 0,
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      enginePorts.push(port2);
      return port1;
    },
  });
});
afterEach(async () => {
  await host.close();
  for (const port of enginePorts) port.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number | undefined;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A request exactly as given: no client tidies up the path or the headers. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: host.port, path, method, headers };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () =>
        resolve({ status: response.statusCode, text, headers: response.headers }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

function openSocket(
  overrides: { protocol?: string; origin?: string; host?: string } = {},
): WebSocket {
  const own = `127.0.0.1:${host.port}`;
  return new WebSocket(`ws://${own}/bridge`, overrides.protocol ?? `breakwater.${host.token}`, {
    origin: overrides.origin ?? `http://${own}`,
    headers: { Host: overrides.host ?? own },
  });
}

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', resolve));
const nextEvent = (socket: WebSocket): Promise<HostEvent> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(decodeHostEvent(data)));
  });

describe('the screen over HTTP', () => {
  it('is served with a strict policy, under either name of this machine', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, text: '<title>Breakwater</title>' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect((await get('/assets/main.js', { Host: `localhost:${host.port}` })).status).toBe(200);
  });

  it.each([
    '/../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/assets/..%5c..%5csecret',
    '//etc/passwd',
    '/assets/../../secret',
    '/%00',
    '/%E0%A4%A',
  ])('never leaves its folder: %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, text: 'There is no such file.\n' });
  });

  it('is refused under a foreign name, so that no page can rebind to it', async () => {
    expect((await get('/', { Host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { Host: `evil.example:${host.port}` })).status).toBe(403);
  });

  it('answers GET and HEAD only', async () => {
    expect((await get('/', {}, 'POST')).status).toBe(405);
    expect((await get('/', {}, 'HEAD')).status).toBe(200);
  });
});

describe('the bridge over WebSocket', () => {
  it('carries requests to the engine and events back', async () => {
    const socket = openSocket();
    await opened(socket);
    const asked = new Promise((resolve) => enginePorts[0]?.once('message', resolve));
    socket.send(encodeMessage({ id: 7, command: { type: 'play' } }));
    expect(await asked).toEqual({ id: 7, command: { type: 'play' } });
    const answered = nextEvent(socket);
    enginePorts[0]?.postMessage({ type: 'reply', id: 7, ok: true });
    expect(await answered).toEqual({ type: 'reply', id: 7, ok: true });
  });

  it.each([
    ['a wrong token', 401, { protocol: 'breakwater.wrong' }],
    ['a foreign origin', 403, { origin: 'http://evil.example' }],
    ['a foreign host', 403, { host: 'evil.example' }],
  ])('refuses %s before any channel is opened', async (_what, status, overrides) => {
    await expect(opened(openSocket(overrides))).rejects.toThrow(String(status));
    expect(enginePorts).toEqual([]);
  });

  it('answers a wrong command in words and stays open', async () => {
    const socket = openSocket();
    await opened(socket);
    const answered = nextEvent(socket);
    socket.send(encode({ id: 3, command: { type: 'set_speed', speed: -1 } }));
    expect(await answered).toMatchObject({ type: 'reply', id: 3, ok: false });
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  const hostile: readonly [string, number, string | Uint8Array][] = [
    ['text', 1003, '{"id":1}'],
    ['bytes that are no message', 1007, Uint8Array.of(0xc1)],
    ['a message that is no request', 1008, encode('hello')],
    ['a hundred thousand arrays in one another', 1008, new Uint8Array(100_000).fill(0x91, 0, -1)],
    ['more than a megabyte', 1009, new Uint8Array(MAX_MESSAGE_BYTES + 1)],
  ];
  it.each(hostile)('cuts off a client that sends %s', async (_what, code, data) => {
    const socket = openSocket();
    await opened(socket);
    const closed = closeCode(socket);
    socket.send(data);
    expect(await closed).toBe(code);
  });

  it('outlives a client that breaks the WebSocket protocol itself', async () => {
    const own = `127.0.0.1:${host.port}`;
    const raw = connect(host.port, '127.0.0.1');
    raw.write(
      `GET /bridge HTTP/1.1\r\nHost: ${own}\r\nOrigin: http://${own}\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n` +
        `Sec-WebSocket-Protocol: breakwater.${host.token}\r\n\r\n`,
    );
    const answer = await new Promise((resolve) => raw.once('data', resolve));
    expect(String(answer)).toMatch(/^HTTP\/1.1 101 /);
    raw.write(Buffer.alloc(64, 0xff));
    await new Promise((resolve) => raw.on('close', resolve).resume());
    expect((await get('/')).status).toBe(200);
  });

  it('outlives a connection that sends no HTTP at all', async () => {
    const raw = connect(host.port, '127.0.0.1');
    raw.write('\u0000\u0001 garbage\r\n\r\n');
    await new Promise((resolve) => raw.on('close', resolve).resume());
    expect((await get('/')).status).toBe(200);
  });

  it('closes the channel when the client goes, and the client when the channel closes', async () => {
    const first = openSocket();
    await opened(first);
    const gone = new Promise((resolve) => enginePorts[0]?.once('close', () => resolve('gone')));
    first.close();
    expect(await gone).toBe('gone');
    const second = openSocket();
    await opened(second);
    const closed = closeCode(second);
    enginePorts[1]?.close();
    expect(await closed).toBe(1001);
  });

  it('refuses more screens than it can serve well', async () => {
    const sockets = Array.from({ length: 16 }, () => openSocket());
    await Promise.all(sockets.map(opened));
    await expect(opened(openSocket())).rejects.toThrow('503');
  });
});

describe('starting', () => {
  it('says what to do when the screen is not built', async () => {
    const options = { rendererFolder: join(folder, 'none'), port: 0, connect: () => neverUsed() };
    await expect(startLocalHost(options)).rejects.toMatchObject({ remedy: 'Run npm run build.' });
  });

  it('says which port is taken', async () => {
    const options = {
      rendererFolder: join(folder, 'screen'),
      port: host.port,
      connect: () => neverUsed(),
    };
    await expect(startLocalHost(options)).rejects.toThrow(`Port ${host.port}`);
  });
});

function neverUsed(): never {
  throw new Error('no client connects here');
}
