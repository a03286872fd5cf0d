import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../core/errors.ts';
import type { HostEvent } from '../core/protocol.ts';
import { refusal } from '../session/requests.ts';

/** What the engine says last on a channel that it closes of its own will; a thread that dies says nothing. */
export const END_OF_LINE = null;

interface LineEvents {
  message: [HostEvent];
  close: [];
}

/**
 * One screen's channel to the engine, on the host's side. It outlasts the engine's thread: what that
 * thread has not answered is refused, and the next one is spoken to over the same line.
 */
export class EngineLine extends EventEmitter<LineEvents> {
  #port: MessagePort | undefined;
  #isClosed = false;
  /** Numbers of the requests that wait for a reply. */
  readonly #unanswered = new Set<number>();

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Speaks to this thread from now on. @param port the host's end of a channel to it */
  attach(port: MessagePort): void {
    this.#port = port;
    port.on('message', (message: HostEvent | typeof END_OF_LINE) => {
      if (message === END_OF_LINE) this.close();
      else this.#receive(message);
    });
  }

  /** The thread has died. @param problem what requests under way are answered with */
  detach(problem: Problem): void {
    this.#port?.close();
    this.#port = undefined;
    for (const id of this.#unanswered) this.emit('message', refusal(id, problem));
    this.#unanswered.clear();
  }

  /** Sends what a screen sent, unchecked. */
  postMessage(message: unknown): void {
    const id = requestId(message);
    if (id !== undefined) this.#unanswered.add(id);
    this.#port?.postMessage(message);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#port?.close();
    this.#port = undefined;
    this.emit('close');
  }

  #receive(event: HostEvent): void {
    if (event.type === 'reply') this.#unanswered.delete(event.id);
    this.emit('message', event);
  }
}

function requestId(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  return typeof message.id === 'number' ? message.id : undefined;
}
