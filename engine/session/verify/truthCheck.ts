import type { EventSource } from '../../core/events.ts';

/** Compares one thing that a run infers with a file that knows it; both are read once, side by side. */
export interface TruthCheck {
  /** Hears of every event that was just delivered. */
  noteEvent(source: EventSource): void;
  noteSnap?(): void;
  /** Reads the truth up to what the run has passed. */
  advance(): Promise<void>;
  /** The run has ended: reads the rest. */
  finish(): Promise<void>;
  close(): void;
}
