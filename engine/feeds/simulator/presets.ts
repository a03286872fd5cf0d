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

/**
 * A busy hour: about a thousand book records a second, as ES has after the open.
 * Records a minute were measured over two hours, with room to spare.
 */
const BENCH_RATE = 12;
const BENCH_RECORDS_PER_MINUTE = 45_000;

/**
 * Writes a session for measurements: about a thousand book records a second.
 * @param records how many records the ES file holds about, up to some millions
 */
export function writeBenchSession(
  folder: string,
  records: number,
  onProgress?: (share: number) => void,
): Promise<WrittenSession> {
  // More records than a day has room for at this rate come at a higher one.
  const rate = Math.max(BENCH_RATE, (BENCH_RATE * records) / (BENCH_RECORDS_PER_MINUTE * 360));
  return writeSimulatedSession(
    folder,
    {
      minutes: MAX_MINUTES,
      seed: 1,
      rate,
      hotzones: [],
      compressionLevel: 3,
      stopAfterBookRecords: records,
    },
    onProgress,
  );
}
