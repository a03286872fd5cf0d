import type { MessagePortMain } from 'electron';

/** The parts of either port that a relay needs; tests pass plain ports. */
type ScreenPort = Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> & {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
};
/** A screen's line to the engine, or a plain port in a test. */
export interface EnginePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}

/**
 * Joins a screen's port to its line to the engine: Electron's ports and Node's are different things
 * and cannot be handed on. Messages pass untouched; the engine checks each. Either end's closing
 * closes the other.
 */
export function relayPorts(screen: ScreenPort, engine: EnginePort): void {
  screen.on('message', ({ data }) => engine.postMessage(data));
  engine.on('message', (message) => screen.postMessage(message));
  screen.on('close', () => engine.close());
  engine.on('close', () => screen.close());
  screen.start();
}
