import { GLBX_HABIT } from './publish/habit.ts';
import { composeScenario } from './scenarios.ts';
import {
  MAX_MINUTES,
  writeSimulatedSession,
  type SessionHotzone,
  type SessionSpec,
  type WrittenSession,
} from './session.ts';

/** The trader's own levels in the demo: one that stops a runway, one that does not. */
const DEMO_HOTZONES: readonly SessionHotzone[] = [
  { id: 'overnight-high', price: 688.3, label: 'Overnight high', strong: true },
  { id: 'prior-close', price: 686.42, label: 'Prior close', strong: false },
];

/** The session that ships with the product. */
export const DEMO_SPEC: SessionSpec = {
  minutes: 10,
  seed: 1,
  ratePerS: 60,
  scenario: composeScenario('demo'),
  habit: GLBX_HABIT,
  hedging: undefined,
  optionQuotes: false,
  truth: true,
  hotzones: DEMO_HOTZONES,
  compressionLevel: 9,
};

/** Records from which a session is written for speed rather than size. */
const LARGE_SESSION_RECORDS = 500_000;
const FAST_LEVEL = 2;

/** Zstandard level for a session of so many book records. */
export const compressionLevelFor = (records: number): number =>
  records < LARGE_SESSION_RECORDS ? DEMO_SPEC.compressionLevel : FAST_LEVEL;

/**
 * Mean of the day whose first hour is measured: that hour is some 1.7 times as busy, about a thousand
 * book records a second.
 */
const BENCH_RATE_PER_S = 600;

/**
 * Writes a session for measurements: about a thousand book records a second.
 * @param records how many records the ES file holds about, up to some millions
 */
export function writeBenchSession(
  folder: string,
  records: number,
  onProgress?: (share: number) => void,
): Promise<WrittenSession> {
  // More records than a day has room for at this rate come at a higher one, with room to spare.
  const ratePerS = Math.max(BENCH_RATE_PER_S, (1.3 * records) / (MAX_MINUTES * 60));
  const spec: SessionSpec = {
    ...DEMO_SPEC,
    minutes: MAX_MINUTES,
    ratePerS,
    scenario: composeScenario('day'),
    truth: false,
    hotzones: [],
    compressionLevel: 3,
    stopAfterBookRecords: records,
  };
  return writeSimulatedSession(folder, spec, onProgress);
}

/** Option trades that a measured day has for every book record: half a million beside ten million. */
const OPTION_TRADES_PER_RECORD = 1 / 20;
/** What the day's customers trade by themselves, in 6.5 hours: some 305,000, measured. */
const USUAL_OPTION_TRADES = 305_000;

/**
 * Writes a whole session of 6.5 hours for measurements.
 * @param records how many records the ES file holds, to some percent
 */
export function writeBenchDay(
  folder: string,
  records: number,
  onProgress?: (share: number) => void,
): Promise<WrittenSession> {
  const spec: SessionSpec = {
    ...DEMO_SPEC,
    minutes: MAX_MINUTES,
    ratePerS: records / (MAX_MINUTES * 60),
    scenario: composeScenario('day'),
    truth: false,
    hotzones: [],
    compressionLevel: FAST_LEVEL,
    optionActivity: (records * OPTION_TRADES_PER_RECORD) / USUAL_OPTION_TRADES,
  };
  return writeSimulatedSession(folder, spec, onProgress);
}
