import type { HostEvent } from '../../engine/core/protocol.ts';

export type BridgeStatus = 'connecting' | 'open' | 'closed';

/** Listeners of one bridge. A late listener is told the present status at once. */
export class EventHub {
  readonly #events = new Set<(event: HostEvent) => void>();
  readonly #statuses = new Set<(status: BridgeStatus) => void>();
  #status: BridgeStatus = 'connecting';

  subscribe(listener: (event: HostEvent) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  onStatus(listener: (status: BridgeStatus) => void): () => void {
    this.#statuses.add(listener);
    listener(this.#status);
    return () => this.#statuses.delete(listener);
  }

  emit(event: HostEvent): void {
    for (const listener of this.#events) listener(event);
  }

  setStatus(status: BridgeStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#statuses) listener(status);
  }
}
