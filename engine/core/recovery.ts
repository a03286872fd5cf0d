/** What became of a run whose engine died, as screens are told. */
export interface EngineRecovery {
  /** Why the engine's thread ended, in words. */
  readonly reason: string;
  /** Whether the run went on as before, or stands still because this has happened too often. */
  readonly deed: 'resumed' | 'paused';
  /** How often in a row, counted from 1. */
  readonly crashes: number;
  /** Unix ms of the snap that is gone back to; null where there was none yet. */
  readonly position_ts: number | null;
}
