import { BreakwaterError } from '../../../core/errors.ts';
import { inspectFile } from '../inspect/inspectFile.ts';
import type { FileContents, InspectOptions, InstrumentContents } from '../inspect/inspectFile.ts';
import { DbnReader } from '../reader.ts';
import { InstrumentTable } from '../inspect/instrumentTable.ts';
import { RTYPE, rtypeName } from '../layout.ts';
import { BookView } from './bookView.ts';
import { Microstructure } from './microstructure.ts';
import type { MicrostructureResult } from './microstructure.ts';

/** A DBN file without a book, as a whole folder may hold some. */
export class NoBookError extends BreakwaterError {}

/** The measures of one file's busiest book. */
export interface FileMicrostructure extends MicrostructureResult {
  readonly path: string;
  readonly instrument: string;
  readonly schema: string;
  /** The price grid that the measures count in, in units of 1e-9. */
  readonly tickNanos: number;
  readonly firstNs: bigint | undefined;
  readonly lastNs: bigint | undefined;
  /** Where the file ended early. */
  readonly damage: BreakwaterError | null;
}

/**
 * Measures the busiest instrument with a book (MBP-10, else MBP-1 or CMBP-1) of a DBN file. Reads the
 * file twice: which instrument it is and the tick that its prices keep are known only at its end.
 *
 * @throws NoBookError when the file holds no book
 * @throws BreakwaterError when it cannot be opened as DBN
 */
export async function measureFile(
  path: string,
  options: InspectOptions = {},
): Promise<FileMicrostructure> {
  const tell = options.onProgress;
  const contents = await inspectFile(path, {
    ...options,
    onProgress: (share) => tell?.(share / 2),
  });
  const busiest = busiestBook(contents);
  if (busiest === undefined) throw noBook(path, contents);
  const { rtype, instrument } = busiest;
  const { incrementNanos, tickNanos = incrementNanos } = instrument.tally.grid;
  const view = new BookView(tickNanos);
  const measures = new Microstructure();
  const reader = await DbnReader.open(path, options);
  try {
    const names = new InstrumentTable(reader, (name) => name);
    do {
      while (reader.next()) {
        if (reader.rtype !== rtype || names.current() !== instrument.name) continue;
        view.take(reader.view, reader.offset, rtype);
        measures.add(view);
      }
      tell?.(0.5 + reader.progress / 2);
    } while (await reader.fill());
    return {
      path,
      instrument: instrument.name,
      schema: rtypeName(rtype),
      tickNanos,
      firstNs: instrument.tally.span.firstNs,
      lastNs: instrument.tally.span.lastNs,
      damage: reader.damage,
      ...measures.result(),
    };
  } finally {
    await reader.close();
  }
}

/** Types that show a book change by change, the deepest first. */
const BOOK_TYPES = [RTYPE.mbp10, RTYPE.mbp1, RTYPE.cmbp1] as const;

/** The instrument with the most records of the deepest book there is. */
function busiestBook({ instruments }: FileContents) {
  for (const rtype of BOOK_TYPES) {
    let busiest: InstrumentContents | undefined;
    let most = 0;
    for (const instrument of instruments) {
      const records = instrument.tally.recordsByType.get(rtype) ?? 0;
      if (records <= most) continue;
      busiest = instrument;
      most = records;
    }
    if (busiest !== undefined) return { rtype, instrument: busiest };
  }
  return undefined;
}

function noBook(path: string, { recordsByType, damage }: FileContents): BreakwaterError {
  const found = Array.from(recordsByType, ([name, count]) => `${count} ${name}`).join(', ');
  return (
    damage ??
    new NoBookError('bad-input', 'The file has no book to measure.', {
      place: { file: path, expected: 'mbp-10, mbp-1 or cmbp-1 records', found: found || 'none' },
      remedy: 'Name a file of schema mbp-10, mbp-1 or cmbp-1.',
    })
  );
}
