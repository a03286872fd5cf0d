/** Moves the playhead: sends seeks and steps no faster than the host carries them out. */
import type { Command } from '../../engine/core/protocol.ts';

/**
 * A seek that takes longer may be replaced by a newer one, which the host then does instead; a
 * shorter pause would let a drag abort every seek before its picture comes.
 */
const REPLACE_AFTER_MS = 250;

export interface MoverHost {
  /** Resolves, and never rejects, when the host has answered. */
  send(command: Command): Promise<unknown>;
  /** Whether the host still looks for the position of an earlier command. */
  isSeeking(): boolean;
  /** What is wanted and not yet reached, Unix ms; undefined when nothing is. */
  showWanted(ts: number | undefined): void;
  setTimer(callback: () => void, delayMs: number): void;
}

export interface Mover {
  /** Goes to the last snap at or before `ts`, Unix ms. Replaces every move that still waits. */
  readonly seek: (ts: number) => void;
  /** Goes so many snaps forwards, or backwards where negative. Waiting steps add up. */
  readonly step: (snaps: number) => void;
  /** To be called whenever the host may have become free. */
  readonly resume: () => void;
}

export function createMover(host: MoverHost): Mover {
  let isSending = false;
  let mustWait = false;
  let seekTs: number | undefined;
  let snaps = 0;

  const takeNext = (): Command | undefined => {
    if (seekTs !== undefined) {
      const ts = seekTs;
      seekTs = undefined;
      return { type: 'seek', ts };
    }
    if (snaps === 0) return undefined;
    const step: Command = { type: 'step', snaps };
    snaps = 0;
    return step;
  };

  const resume = (): void => {
    if (isSending || (mustWait && host.isSeeking())) return;
    const command = takeNext();
    if (command === undefined) {
      if (!host.isSeeking()) host.showWanted(undefined);
      return;
    }
    isSending = true;
    mustWait = true;
    void host.send(command).finally(() => {
      isSending = false;
      resume();
    });
    host.setTimer(() => {
      mustWait = false;
      resume();
    }, REPLACE_AFTER_MS);
  };

  return {
    seek: (ts) => {
      seekTs = Math.max(0, Math.round(ts));
      snaps = 0;
      host.showWanted(seekTs);
      resume();
    },
    step: (count) => {
      snaps += count;
      resume();
    },
    resume,
  };
}
