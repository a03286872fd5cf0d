/** Moves the playhead: sends seeks and steps no faster than the host carries them out. */
import type { Command } from '../../engine/core/protocol.ts';

/**
 * A move that takes longer does not hold back the next, which the host then makes instead of it. A
 * shorter pause would let a drag abort every seek before its picture comes.
 */
const REPLACE_AFTER_MS = 250;

export interface MoverHost {
  /** Resolves, and never rejects, when the host has answered: it has arrived or given up. */
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
  /** The command sent last, while it holds back the next. */
  let underWay: { isAnswered: boolean } | undefined;
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
    if (underWay?.isAnswered === true && !host.isSeeking()) underWay = undefined;
    if (underWay !== undefined) return;
    const command = takeNext();
    if (command === undefined) {
      if (!host.isSeeking()) host.showWanted(undefined);
      return;
    }
    const sent = { isAnswered: false };
    underWay = sent;
    void host.send(command).finally(() => {
      sent.isAnswered = true;
      resume();
    });
    host.setTimer(() => {
      if (underWay === sent) underWay = undefined;
      if (seekTs !== undefined || snaps !== 0) resume();
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
