import type { IpcMain, IpcMainEvent } from 'electron';
import { CONNECT_CHANNEL } from './channel.ts';
import { isOwnPage } from './hardenContents.ts';
import { relayPorts, type EnginePort } from './portRelay.ts';

/** Whether a message comes from the top frame of our own page. */
export function isTrustedSender({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}

/**
 * Joins every screen that asks to the engine; anybody else is ignored.
 * @param onConnected called at each screen that was joined
 */
export function connectScreens(
  ipc: Pick<IpcMain, 'on'>,
  connectEngine: () => EnginePort,
  onConnected: () => void,
): void {
  ipc.on(CONNECT_CHANNEL, (event) => {
    const [port, ...others] = event.ports;
    if (port === undefined || others.length > 0 || !isTrustedSender(event)) return;
    relayPorts(port, connectEngine());
    onConnected();
  });
}
