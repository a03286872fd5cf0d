import type { Scheduler } from '../scheduler.ts';

interface Appointment {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A wall clock that a test turns by hand: timers fire in order, and work takes no time. */
export class VirtualScheduler implements Scheduler {
  #nowMs = 0;
  #appointments: Appointment[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const appointment = { atMs: this.#nowMs + delayMs, callback };
    this.#appointments.push(appointment);
    return () => {
      this.#appointments = this.#appointments.filter((other) => other !== appointment);
    };
  }

  /** Work that takes real time, such as a slow engine. */
  spend(ms: number): void {
    this.#nowMs += ms;
  }

  /** Turns the clock on by `ms`, firing what falls due and letting its promises settle. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      const next = this.#appointments.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > endMs) break;
      this.#appointments = this.#appointments.filter((other) => other !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }
}

/** Lets everything that is ready happen, without waiting for any real time. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
