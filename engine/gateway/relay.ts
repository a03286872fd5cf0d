import type { RawData, WebSocket } from 'ws';
import { toProblem } from '../core/errors.ts';
import type { HostEvent, ReplyEvent } from '../core/protocol.ts';
import { decodeMessage, encodeMessage } from '../core/wire.ts';
import { readRequest, refusal } from '../session/requests.ts';

/** The gateway's end of a client's channel to the engine; a Node `MessagePort` fits. */
export interface EnginePort {
  postMessage(request: unknown): void;
  on(event: 'message', listener: (event: HostEvent) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}

/** A client that lets this much pile up has stopped reading and is cut off. */
const MAX_UNSENT_BYTES = 32_000_000;
const PING_INTERVAL_MS = 15_000;

/** WebSocket close codes (RFC 6455 §7.4.1). */
const CLOSE = { goingAway: 1001, wrongType: 1003, badData: 1007, policy: 1008, tooBig: 1009 };

/** Reasons may have at most 123 bytes; messages are ASCII but may quote what a client sent. */
function closeReason(error: unknown): string {
  return toProblem(error)
    .message.replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 120);
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/**
 * Joins one admitted WebSocket to the engine: requests in, events out, both checked. Either side's
 * end ends the other; other clients and the run are not touched.
 */
export function relay(socket: WebSocket, port: EnginePort): void {
  const send = (event: HostEvent): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
      socket.terminate();
      return;
    }
    try {
      socket.send(encodeMessage(event));
    } catch (error) {
      socket.close(CLOSE.tooBig, closeReason(error));
    }
  };

  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (!isBinary) {
      socket.close(CLOSE.wrongType, 'Messages are binary MessagePack.');
      return;
    }
    try {
      const reply = forward(decodeMessage(toBytes(data)), port);
      if (reply === 'not a request') socket.close(CLOSE.policy, 'That was not a request.');
      else if (reply !== undefined) send(reply);
    } catch (error) {
      socket.close(CLOSE.badData, closeReason(error));
    }
  });
  // The socket closes itself after an error (a broken or oversize frame); 'close' does the rest.
  socket.on('error', () => undefined);
  socket.on('close', () => port.close());
  port.on('message', send);
  port.on('close', () => socket.close(CLOSE.goingAway, 'The engine closed this channel.'));
  keepAlive(socket);
}

/** Hands a request on; returns what to answer when it is refused. */
function forward(message: unknown, port: EnginePort): ReplyEvent | 'not a request' | undefined {
  const read = readRequest(message);
  if (read.ok) {
    port.postMessage(read.request);
    return undefined;
  }
  return read.id === undefined ? 'not a request' : refusal(read.id, read.problem);
}

/** Cuts off a client that no longer answers, so that a suspended laptop frees its channel. */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, PING_INTERVAL_MS);
  socket.on('close', () => clearInterval(timer));
}
