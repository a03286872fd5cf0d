import { BreakwaterError } from '../../engine/core/errors.ts';
import type { Bridge, HostEvent } from '../../engine/core/protocol.ts';
import { EventHub } from './eventHub.ts';
import { PendingRequests } from './pendingRequests.ts';

/** What the preload script exposes: one channel of structured-clone messages. */
export interface PreloadApi {
  connect(listener: (message: unknown) => void): {
    send(message: unknown): void;
    close(): void;
  };
}

declare global {
  interface Window {
    /** Present in the Electron shell only. */
    readonly breakwater?: PreloadApi;
  }
}

const isEvent = (message: unknown): message is HostEvent =>
  typeof message === 'object' && message !== null && 'type' in message;

/** The bridge of the Electron shell. The channel opens with the window and lasts as long. */
export function createElectronBridge(api: PreloadApi): Bridge {
  const hub = new EventHub();
  const pending = new PendingRequests();
  const channel = api.connect((message) => {
    if (!isEvent(message)) return;
    if (message.type === 'reply') pending.settle(message);
    else hub.emit(message);
  });
  hub.setStatus('open');
  return {
    send: (command) => pending.send(command, (request) => channel.send(request)),
    subscribe: (listener) => hub.subscribe(listener),
    onStatus: (listener) => hub.onStatus(listener),
    close: () => {
      channel.close();
      hub.setStatus('closed');
      pending.failAll(new BreakwaterError('failed', 'The window is closing.'));
    },
  };
}
