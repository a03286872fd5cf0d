/** Asks why a level shows what it shows: at each snap that stands, once a second while it plays. */
import type { Command } from '../../engine/core/protocol.ts';

const PLAYING_INTERVAL_MS = 1000;
/** Rows of each kind of record that a card has room for. */
const RECORDS = 6;

export interface WhyHost {
  /** Resolves, and never rejects, when the host has answered. */
  send(command: Command): Promise<unknown>;
  /** Milliseconds of any clock that does not go back. */
  nowMs(): number;
  /** Returns what takes it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

export interface WhyAsker {
  /** Asks now, or as soon as it may; of what still waits only the last is asked. */
  readonly ask: (level: string, isPlaying: boolean) => void;
  readonly stop: () => void;
}

export function createWhyAsker(host: WhyHost): WhyAsker {
  let wanted: { readonly level: string; readonly isPlaying: boolean } | undefined;
  let asked: { readonly level: string; readonly atMs: number } | undefined;
  let isUnderWay = false;
  let cancelTimer = (): void => undefined;

  const go = (): void => {
    cancelTimer();
    if (isUnderWay || wanted === undefined) return;
    const { level, isPlaying } = wanted;
    const lastMs = isPlaying && asked?.level === level ? asked.atMs : undefined;
    const waitMs = lastMs === undefined ? 0 : lastMs + PLAYING_INTERVAL_MS - host.nowMs();
    if (waitMs > 0) {
      cancelTimer = host.setTimer(go, waitMs);
      return;
    }
    wanted = undefined;
    asked = { level, atMs: host.nowMs() };
    isUnderWay = true;
    void host.send({ type: 'explain', level, records: RECORDS }).finally(() => {
      isUnderWay = false;
      go();
    });
  };

  return {
    ask: (level, isPlaying) => {
      wanted = { level, isPlaying };
      go();
    },
    stop: () => {
      wanted = undefined;
      cancelTimer();
    },
  };
}
