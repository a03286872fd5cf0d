import type { EngineConfig } from '../../core/config.ts';
import { newYorkDay, newYorkToUnixMs, timeOfDayMs } from '../../core/newYork.ts';
import { NS_PER_MS } from './words.ts';

/** §2: the last SESSION_OPEN at or before a time; everything since is this session's. */
export function sessionStartNs(nowNs: number, config: EngineConfig, epochMs: number): number {
  if (config.SESSION_OPEN === null) return Number.NEGATIVE_INFINITY;
  const openMs = timeOfDayMs(config.SESSION_OPEN);
  const today = newYorkDay(epochMs + Math.floor(nowNs / NS_PER_MS));
  const opens = [today, today - 1].map(
    (day) => (newYorkToUnixMs(day, openMs) - epochMs) * NS_PER_MS,
  );
  return opens.find((openNs) => openNs <= nowNs) ?? Number.NEGATIVE_INFINITY;
}
