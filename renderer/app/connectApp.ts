import type { Bridge } from '../../engine/core/protocol.ts';
import type { AppStore } from '../store/appStore.ts';
import { receiveEvent } from '../store/receiveEvent.ts';
import { saveSettings, type SettingsStorage } from '../store/settings.ts';

/** The host sends the next frame when it hears that this one was drawn. */
function acknowledge(bridge: Bridge, sequence: number): void {
  requestAnimationFrame(() => {
    // A lost acknowledgement needs no answer: after a reconnect the host starts over.
    bridge.send({ type: 'frame_drawn', sequence }).catch(() => undefined);
  });
}

/** Joins the store to the engine and to what the browser remembers. Returns the way to undo it. */
export function connectApp(store: AppStore, bridge: Bridge, storage: SettingsStorage): () => void {
  const ends = [
    bridge.onStatus((status) => store.getState().setConnection(status)),
    bridge.subscribe((event) => {
      receiveEvent(store, event);
      if (event.type === 'frame') acknowledge(bridge, event.sequence);
    }),
    store.subscribe(({ settings }, before) => {
      if (settings !== before.settings) saveSettings(storage, settings);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
