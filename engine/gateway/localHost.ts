import { existsSync } from 'node:fs';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { BreakwaterError } from '../core/errors.ts';
import { MAX_MESSAGE_BYTES, SUBPROTOCOL_PREFIX } from '../core/wire.ts';
import { admitBridge, admitHost, ownHosts } from './admission.ts';
import { relay, type EnginePort } from './relay.ts';
import { securityHeaders } from './securityHeaders.ts';
import { createToken } from './token.ts';

/** Screens at once; more are refused rather than served badly. */
const MAX_CLIENTS = 16;
const LOOPBACK = '127.0.0.1';

export interface LocalHostOptions {
  /** The built screen: a folder with `index.html`. */
  readonly rendererFolder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Opens a channel to the engine for one more client. */
  readonly connect: () => EnginePort;
}

export interface LocalHost {
  readonly port: number;
  readonly token: string;
  /** What a person opens; the token is in the fragment, which stays in the browser. */
  readonly url: string;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves the built screen and its bridge on 127.0.0.1, never on another address.
 * @throws BreakwaterError when the screen is not built or the port cannot be had
 */
export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  if (!existsSync(join(options.rendererFolder, 'index.html'))) {
    throw new BreakwaterError('failed', 'The screen has not been built.', {
      place: { file: options.rendererFolder, expected: 'a folder with index.html' },
      remedy: 'Run npm run build.',
    });
  }
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  const port = await listen(server, options.port);
  const token = createToken();
  const bridges = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) =>
      [...offered].find((name) => name.startsWith(SUBPROTOCOL_PREFIX)) ?? false,
  });
  server.on('request', screenHandler(options.rendererFolder, port));
  server.on('upgrade', (request, socket, head) => {
    // The peer may vanish at any time; there is nobody to tell.
    socket.on('error', () => undefined);
    const admission = admitBridge(request.url ?? '', request.headers, port, token);
    if (!admission.admitted) refuseUpgrade(socket, admission.status, admission.reason);
    else if (bridges.clients.size >= MAX_CLIENTS) {
      refuseUpgrade(socket, 503, `There are ${MAX_CLIENTS} screens already.`);
    } else {
      bridges.handleUpgrade(request, socket, head, (client) => relay(client, options.connect()));
    }
  });
  return {
    port,
    token,
    url: `http://${LOOPBACK}:${port}/#token=${token}`,
    close: () => closeAll(server, bridges),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new BreakwaterError('failed', `Port ${port} of this machine cannot be used.`, {
          place: { found: cause.message },
          remedy: 'Choose another with --port, or leave it out.',
          cause,
        }),
      );
    });
    server.listen(port, LOOPBACK, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Answers GET and HEAD for the built files; the list of files is read once, at the start. */
function screenHandler(
  rendererFolder: string,
  port: number,
): (request: IncomingMessage, response: ServerResponse) => void {
  const files = sirv(rendererFolder, { etag: true, dotfiles: false });
  const headers = securityHeaders(ownHosts(port).map((host) => `ws://${host}`));
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const admission = admitHost(request.headers, port);
    if (!admission.admitted) answer(response, admission.status, admission.reason);
    else if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, 'Only GET and HEAD are answered.');
    } else {
      files(request, response, () => answer(response, 404, 'There is no such file.'));
    }
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}

async function closeAll(server: Server, bridges: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const client of bridges.clients) client.terminate();
  bridges.close();
  server.closeAllConnections();
  await closed;
}
