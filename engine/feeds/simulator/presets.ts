import { ANCHOR_RANGE, FIRST_ANCHOR } from './instruments.ts';
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
  rate: 1,
  hotzones: DEMO_HOTZONES,
  compressionLevel: 9,
};

/** Book records a minute at rate 4, a busy market's: measured over two hours, with room to spare. */
const BENCH_RATE = 4;
const BENCH_RECORDS_PER_MINUTE = 15_000;
/** Hotzones this far apart, with the session's own levels, keep about ten levels active. */
const BENCH_SPACING_DOLLARS = 0.2;

/**
 * Writes a session for measurements: a few hundred book records a second, and hotzones all along
 * the way of price, so that about ten levels are active at a time.
 * @param records how many records the ES file holds about, up to some millions
 */
export function writeBenchSession(
  folder: string,
  records: number,
  onProgress?: (share: number) => void,
): Promise<WrittenSession> {
  const hotzones: SessionHotzone[] = [];
  const reach = (ANCHOR_RANGE + 2) / BENCH_SPACING_DOLLARS;
  for (let step = -reach; step <= reach; step++) {
    const price = Math.round((FIRST_ANCHOR + step * BENCH_SPACING_DOLLARS) * 100) / 100;
    hotzones.push({ id: `bench-${step + reach}`, price, label: '', strong: false });
  }
  // More records than a day has room for at this rate come at a higher one.
  const rate = Math.max(BENCH_RATE, (BENCH_RATE * records) / (BENCH_RECORDS_PER_MINUTE * 360));
  return writeSimulatedSession(
    folder,
    {
      minutes: MAX_MINUTES,
      seed: 1,
      rate,
      hotzones,
      compressionLevel: 3,
      stopAfterBookRecords: records,
    },
    onProgress,
  );
}
