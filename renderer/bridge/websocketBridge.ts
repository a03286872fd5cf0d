import { BreakwaterError } from '../../engine/core/errors.ts';
import type { Bridge } from '../../engine/core/protocol.ts';
import {
  BRIDGE_PATH,
  decodeHostEvent,
  encodeMessage,
  SUBPROTOCOL_PREFIX,
} from '../../engine/core/wire.ts';
import { EventHub } from './eventHub.ts';
import { PendingRequests } from './pendingRequests.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;
/** WebSocket close code for data that cannot be understood (RFC 6455 §7.4.1). */
const BAD_DATA = 4007;

/** The part of a WebSocket that is used; a test brings its own. */
export interface Socket {
  binaryType: BinaryType;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (message: { data: unknown }) => void): void;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

export interface WebSocketBridgeOptions {
  /** `host:port` that served the page. */
  readonly host: string;
  readonly token: string;
  readonly createSocket: (url: string, protocol: string) => Socket;
  readonly setTimer: (callback: () => void, delayMs: number) => void;
}

const lostConnection = (): BreakwaterError =>
  new BreakwaterError('failed', 'The connection to the engine is lost.', {
    remedy: 'The screen reconnects by itself; then try again.',
  });

/** The bridge of the browser: binary messages over a WebSocket that reconnects by itself. */
export function createWebSocketBridge(options: WebSocketBridgeOptions): Bridge {
  const hub = new EventHub();
  const pending = new PendingRequests();
  let socket: Socket | undefined;
  let isOpen = false;
  let isClosed = false;
  let retryMs = FIRST_RETRY_MS;

  const onMessage = (from: Socket, data: unknown): void => {
    if (!(data instanceof ArrayBuffer)) {
      from.close(BAD_DATA);
      return;
    }
    let event;
    try {
      event = decodeHostEvent(new Uint8Array(data));
    } catch {
      // What cannot be read leaves a hole in the picture; a new connection brings it whole.
      from.close(BAD_DATA);
      return;
    }
    if (event.type === 'reply') pending.settle(event);
    else hub.emit(event);
  };

  const connect = (): void => {
    if (isClosed) return;
    hub.setStatus('connecting');
    const next = options.createSocket(
      `ws://${options.host}${BRIDGE_PATH}`,
      SUBPROTOCOL_PREFIX + options.token,
    );
    socket = next;
    next.binaryType = 'arraybuffer';
    next.addEventListener('open', () => {
      isOpen = true;
      retryMs = FIRST_RETRY_MS;
      hub.setStatus('open');
    });
    next.addEventListener('message', ({ data }) => onMessage(next, data));
    next.addEventListener('close', () => {
      isOpen = false;
      pending.failAll(lostConnection());
      hub.setStatus('closed');
      if (isClosed) return;
      options.setTimer(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  };
  connect();

  return {
    send: (command) =>
      pending.send(command, (request) => {
        if (!isOpen || socket === undefined) throw lostConnection();
        socket.send(encodeMessage(request));
      }),
    subscribe: (listener) => hub.subscribe(listener),
    onStatus: (listener) => hub.onStatus(listener),
    close: () => {
      isClosed = true;
      socket?.close();
    },
  };
}
