import type { Bridge } from '../../engine/core/protocol.ts';
import { createElectronBridge } from './electronBridge.ts';
import { takeToken } from './token.ts';
import { createWebSocketBridge } from './websocketBridge.ts';

/** The bridge that fits where the screen runs: Electron's channel, else the local host's. */
export function openBridge(home: Window): Bridge {
  if (home.breakwater !== undefined) return createElectronBridge(home.breakwater);
  return createWebSocketBridge({
    host: home.location.host,
    token: takeToken(home),
    createSocket: (url, protocol) => new WebSocket(url, protocol),
    setTimer: (callback, delayMs) => {
      home.setTimeout(callback, delayMs);
    },
  });
}
