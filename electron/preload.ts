/** Runs sandboxed beside the page and gives it one thing: a channel to the engine. */
import { contextBridge, ipcRenderer } from 'electron';
import { CONNECT_CHANNEL } from './shell/channel.ts';

contextBridge.exposeInMainWorld('breakwater', {
  /**
   * Opens a channel; messages are structured clones. The page checks what it gets, the engine
   * checks what it is sent.
   */
  connect(listener: (message: unknown) => void) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => listener(data);
    ipcRenderer.postMessage(CONNECT_CHANNEL, null, [port2]);
    return {
      send: (message: unknown) => port1.postMessage(message),
      close: () => port1.close(),
    };
  },
});
