import type { HostEvent } from '../core/protocol.ts';

/**
 * One end of the channel between the engine and one screen, on the engine's side. A Node
 * `MessagePort` fits, and so does a pair of plain objects in a test.
 */
export interface ClientPort {
  postMessage(event: HostEvent): void;
  /** Messages are whatever the other side sent: not yet checked. */
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}
