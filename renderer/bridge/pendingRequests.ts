import { BreakwaterError, type Problem } from '../../engine/core/errors.ts';
import type { Command, ReplyEvent, Request } from '../../engine/core/protocol.ts';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: BreakwaterError) => void;
}

/** A host's problem as an error that can be thrown and turned back. */
const toError = ({ code, message, place, remedy }: Problem): BreakwaterError =>
  new BreakwaterError(code, message, { place, remedy });

/** Commands whose replies are still out; both bridges number them and settle them here. */
export class PendingRequests {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;

  /**
   * Numbers a command and hands it to `transmit`.
   * @returns resolves with an accepting reply; rejects with a BreakwaterError that carries the
   *   reply's problem, or with what `transmit` threw
   */
  send(command: Command, transmit: (request: Request) => void): Promise<void> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      transmit({ id, command });
      this.#waiting.set(id, { resolve, reject });
    });
  }

  settle(reply: ReplyEvent): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve();
    else waiting?.reject(toError(reply.problem));
  }

  /** Nobody will reply any more: every waiting command fails for the same reason. */
  failAll(error: BreakwaterError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
