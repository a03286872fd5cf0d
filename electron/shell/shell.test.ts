import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { IpcMainEvent, MessagePortMain, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { startRequestFrom, toStartArgument } from '../startRequest.ts';
import { CONNECT_CHANNEL } from './channel.ts';
import { connectScreens, isTrustedSender } from './connectScreens.ts';
import { hardenContents, isOutsideLink, webPreferences } from './hardenContents.ts';
import { menuTemplate } from './menu.ts';

/** Electron's kind of port on top of Node's: messages come wrapped in an event. */
class ScreenPort extends EventEmitter {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data }));
  }
  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
  close(): void {
    this.#port.close();
  }
}

type Frame = { url: string; parent: Frame | null } | null;

/** Asks to be connected as a page would, and returns the page's end of its port. */
function askToConnect(ipc: EventEmitter, senderFrame: Frame): MessagePort {
  const { port1, port2 } = new MessageChannel();
  ipc.emit(CONNECT_CHANNEL, { senderFrame, ports: [new ScreenPort(port2)] });
  return port1;
}

const next = (port: MessagePort): Promise<unknown> =>
  new Promise((resolve) => port.once('message', resolve));

const OWN: Frame = { url: 'app://breakwater/', parent: null };

function connecting() {
  const ipc = new EventEmitter();
  const engineEnds: MessagePort[] = [];
  connectScreens(
    ipc as unknown as Parameters<typeof connectScreens>[0],
    () => {
      const { port1, port2 } = new MessageChannel();
      engineEnds.push(port2);
      return port1;
    },
    () => undefined,
  );
  return { ipc, engineEnds };
}

describe('the channel between window and engine', () => {
  it('carries messages both ways and closes as one', async () => {
    const { ipc, engineEnds } = connecting();
    const page = askToConnect(ipc, OWN);
    const [engine] = engineEnds;
    if (engine === undefined) throw new Error('the page was connected');
    const asked = next(engine);
    page.postMessage({ id: 1 });
    expect(await asked).toEqual({ id: 1 });
    const told = next(page);
    engine.postMessage({ trail: Float64Array.of(1, Number.NaN) });
    expect(await told).toEqual({ trail: Float64Array.of(1, Number.NaN) });
    const closed = new Promise((resolve) => engine.once('close', () => resolve('closed')));
    page.close();
    expect(await closed).toBe('closed');
  });

  const strangers: readonly [string, Frame][] = [
    ['a frame inside the page', { url: 'app://breakwater/', parent: OWN }],
    ['another page', { url: 'https://evil.example/', parent: null }],
    ['a page with a name like ours', { url: 'app://breakwater.evil/', parent: null }],
    ['a frame that is gone', null],
  ];
  it.each(strangers)('is not for %s', (_who, frame) => {
    const { ipc, engineEnds } = connecting();
    askToConnect(ipc, frame).close();
    expect(engineEnds).toEqual([]);
    expect(isTrustedSender({ senderFrame: frame } as Pick<IpcMainEvent, 'senderFrame'>)).toBe(
      false,
    );
  });

  it('needs exactly one port', () => {
    const { ipc, engineEnds } = connecting();
    const ports: MessagePortMain[] = [];
    ipc.emit(CONNECT_CHANNEL, { senderFrame: OWN, ports });
    expect(engineEnds).toEqual([]);
  });
});

describe('the window', () => {
  function hardened() {
    const contents = new EventEmitter() as EventEmitter & {
      setWindowOpenHandler(handler: (details: { url: string }) => unknown): void;
    };
    let openHandler: (details: { url: string }) => unknown = () => undefined;
    contents.setWindowOpenHandler = (handler) => {
      openHandler = handler;
    };
    const outside: string[] = [];
    hardenContents(contents as unknown as WebContents, (url) => outside.push(url));
    const navigate = (event: string, url: string): boolean => {
      let isPrevented = false;
      contents.emit(event, {
        url,
        preventDefault: () => {
          isPrevented = true;
        },
      });
      return isPrevented;
    };
    return { navigate, open: (url: string) => openHandler({ url }), outside };
  }

  it('runs its page sandboxed, isolated and without Node', () => {
    expect(webPreferences('/preload.cjs')).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('stays on its own page', () => {
    const { navigate } = hardened();
    expect(navigate('will-navigate', 'app://breakwater/')).toBe(false);
    expect(navigate('will-navigate', 'https://evil.example/')).toBe(true);
    expect(navigate('will-redirect', 'file:///etc/passwd')).toBe(true);
    expect(navigate('will-attach-webview', 'app://breakwater/')).toBe(true);
  });

  it("opens no other window; the chart library's link goes to the browser", () => {
    const { open, outside } = hardened();
    expect(open('https://evil.example/')).toEqual({ action: 'deny' });
    expect(open('https://www.tradingview.com/?utm=1')).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://www.tradingview.com/?utm=1']);
    expect(isOutsideLink('https://www.tradingview.com.evil.example/')).toBe(false);
    expect(isOutsideLink('http://www.tradingview.com/')).toBe(false);
    expect(isOutsideLink('no url')).toBe(false);
  });

  it('has a menu that opens sessions on every platform', () => {
    let opened = 0;
    const open = (): void => {
      opened++;
    };
    const actions = { openFiles: open, openFolder: open, openDemo: open };
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const file = menuTemplate(actions, platform).find(({ label }) => label === '&File');
      const items = Array.isArray(file?.submenu) ? file.submenu : [];
      for (const { click } of items) (click as (() => void) | undefined)?.();
    }
    expect(opened).toBe(9);
  });
});

describe('what to open at the start', () => {
  it('comes through the launcher unharmed, whatever the paths look like', () => {
    const request = { paths: ['/a b/ü%20', '--no-sandbox', 'x=y'], profile: 'es-0dte' };
    const argv = ['/app', '--some-switch', toStartArgument(request)];
    expect(startRequestFrom(argv, (path) => path)).toEqual(request);
  });

  it('is every plain argument of a packaged app', () => {
    expect(startRequestFrom(['a', '--switch', 'b'], (path) => `/here/${path}`)).toEqual({
      paths: ['/here/a', '/here/b'],
    });
  });

  it('is refused when it was tampered with', () => {
    const argument = `${toStartArgument({ paths: [] }).split('=')[0]}=%7B%22paths%22%3A7%7D`;
    expect(() => startRequestFrom([argument], (path) => path)).toThrow();
  });
});
