import { describe, expect, it } from 'vitest';
import type { HostEvent, Request } from '../../engine/core/protocol.ts';
import { decodeMessage, encodeMessage } from '../../engine/core/wire.ts';
import { buildFrame, buildSession } from '../model/testing.ts';
import { createElectronBridge } from './electronBridge.ts';
import { takeToken } from './token.ts';
import { createWebSocketBridge, type Socket } from './websocketBridge.ts';

const PROBLEM = { code: 'bad-input' as const, message: 'No such file.', remedy: '', place: {} };

/** A WebSocket whose other end is the test. */
class TestSocket implements Socket {
  binaryType: BinaryType = 'blob';
  readonly sent: Request[] = [];
  closeCode: number | undefined;
  readonly #listeners: { type: string; listener: (message: { data: unknown }) => void }[] = [];

  addEventListener(type: string, listener: (message: { data: unknown }) => void): void {
    this.#listeners.push({ type, listener });
  }

  dispatch(type: 'open' | 'close' | 'message', data?: unknown): void {
    for (const entry of this.#listeners) if (entry.type === type) entry.listener({ data });
  }

  send(bytes: Uint8Array): void {
    this.sent.push(decodeMessage(bytes) as Request);
  }

  close(code?: number): void {
    this.closeCode = code;
    this.dispatch('close');
  }

  receive(event: HostEvent): void {
    this.dispatch('message', encodeMessage(event).slice().buffer);
  }
}

function openBridge() {
  const sockets: TestSocket[] = [];
  const addresses: string[] = [];
  const timers: { callback: () => void; delayMs: number }[] = [];
  const bridge = createWebSocketBridge({
    host: '127.0.0.1:4000',
    token: 'secret',
    createSocket: (url, protocol) => {
      const socket = new TestSocket();
      sockets.push(socket);
      addresses.push(`${url} ${protocol}`);
      return socket;
    },
    setTimer: (callback, delayMs) => timers.push({ callback, delayMs }),
  });
  const statuses: string[] = [];
  const events: HostEvent[] = [];
  bridge.onStatus((status) => statuses.push(status));
  bridge.subscribe((event) => events.push(event));
  const newest = (): TestSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was made');
    return socket;
  };
  return { bridge, newest, sockets, addresses, timers, statuses, events };
}

describe('the WebSocket bridge', () => {
  it('connects to the host of the page with the token as subprotocol', () => {
    const { addresses, statuses, newest } = openBridge();
    newest().dispatch('open');
    expect(addresses).toEqual(['ws://127.0.0.1:4000/bridge breakwater.secret']);
    expect(statuses).toEqual(['connecting', 'open']);
  });

  it('delivers events in order, typed arrays as typed arrays', () => {
    const { events, newest } = openBridge();
    newest().receive({ type: 'session', session: buildSession() });
    newest().receive(buildFrame());
    expect(events.map((event) => event.type)).toEqual(['session', 'frame']);
    expect(events[1]).toMatchObject({ trail: { spot: Float64Array.of(687.3) } });
  });

  it('resolves and rejects each command by its own reply', async () => {
    const { bridge, newest } = openBridge();
    newest().dispatch('open');
    const play = bridge.send({ type: 'play' });
    const open = bridge.send({ type: 'open', paths: ['/none'] });
    const [first, second] = newest().sent;
    newest().receive({ type: 'reply', id: second?.id ?? -1, ok: false, problem: PROBLEM });
    newest().receive({ type: 'reply', id: first?.id ?? -1, ok: true });
    await expect(play).resolves.toBeUndefined();
    await expect(open).rejects.toMatchObject({ code: 'bad-input', message: 'No such file.' });
  });

  it('fails what waits when the connection drops, and reconnects with growing pauses', async () => {
    const { bridge, newest, timers, statuses } = openBridge();
    newest().dispatch('open');
    const play = bridge.send({ type: 'play' });
    newest().dispatch('close');
    await expect(play).rejects.toMatchObject({ code: 'failed' });
    for (let attempt = 0; attempt < 7; attempt += 1) {
      timers.at(-1)?.callback();
      newest().dispatch('close');
    }
    expect(timers.map((timer) => timer.delayMs)).toEqual([
      250, 500, 1000, 2000, 4000, 5000, 5000, 5000,
    ]);
    timers.at(-1)?.callback();
    newest().dispatch('open');
    newest().dispatch('close');
    expect(timers.at(-1)?.delayMs).toBe(250);
    expect(statuses.at(-1)).toBe('closed');
  });

  it('refuses commands at once while there is no connection', async () => {
    const { bridge, newest } = openBridge();
    await expect(bridge.send({ type: 'play' })).rejects.toMatchObject({ code: 'failed' });
    expect(newest().sent).toEqual([]);
  });

  it('starts a new connection when it cannot read what came', () => {
    const { newest, timers, events } = openBridge();
    newest().dispatch('message', new Uint8Array([0xc1]).buffer);
    expect(newest().closeCode).toBe(4007);
    expect(timers).toHaveLength(1);
    newest().dispatch('message', 'text');
    expect(events).toEqual([]);
  });

  it('stays closed when it is told to', () => {
    const { bridge, timers, sockets } = openBridge();
    bridge.close();
    expect(timers).toEqual([]);
    expect(sockets).toHaveLength(1);
  });
});

describe('the Electron bridge', () => {
  it('carries requests, replies and events over the channel of the preload script', async () => {
    const sent: Request[] = [];
    let toScreen: (message: unknown) => void = () => undefined;
    const bridge = createElectronBridge({
      connect: (listener) => {
        toScreen = listener;
        return { send: (message) => sent.push(message as Request), close: () => undefined };
      },
    });
    const events: HostEvent[] = [];
    bridge.subscribe((event) => events.push(event));
    const play = bridge.send({ type: 'play' });
    toScreen({ type: 'session', session: buildSession() });
    toScreen('not an event');
    toScreen({ type: 'reply', id: sent[0]?.id, ok: true });
    await expect(play).resolves.toBeUndefined();
    expect(events).toHaveLength(1);
    expect(sent[0]?.command).toEqual({ type: 'play' });
  });
});

describe('the token', () => {
  const home = (hash: string, stored: string | null) => {
    const seen: { address?: string; stored: string | null } = { stored };
    return {
      seen,
      window: {
        location: { hash, pathname: '/', search: '?a=1' },
        history: {
          replaceState: (_state: unknown, _title: string, address?: string | URL | null) => {
            seen.address = String(address);
          },
        },
        sessionStorage: {
          getItem: () => seen.stored,
          setItem: (_: string, value: string) => {
            seen.stored = value;
          },
        },
      },
    };
  };

  it('leaves the address bar and is kept for a reload', () => {
    const { seen, window } = home('#token=abc', null);
    expect(takeToken(window)).toBe('abc');
    expect(seen).toEqual({ address: '/?a=1', stored: 'abc' });
  });

  it('is the kept one after a reload, and empty when there never was one', () => {
    expect(takeToken(home('', 'abc').window)).toBe('abc');
    expect(takeToken(home('', null).window)).toBe('');
  });
});
