/** The wall clock and its timer, as the player needs them; tests bring their own. */
export interface Scheduler {
  /** Monotonic milliseconds; only differences mean anything. */
  nowMs(): number;
  /** Calls back once after at least `delayMs`; returns how to call it off. */
  schedule(delayMs: number, callback: () => void): () => void;
}

export const systemScheduler: Scheduler = {
  nowMs: () => performance.now(),
  schedule(delayMs, callback) {
    // A timer of 0 ms waits a whole one; an immediate lets waiting messages through and goes on.
    if (delayMs <= 0) {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
