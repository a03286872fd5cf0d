import { toProblem } from '../core/errors.ts';
import type { FileContents } from '../feeds/dbn/inspect/inspectFile.ts';
import type { FileTally } from '../feeds/dbn/inspect/fileTally.ts';
import type { InstrumentTally } from '../feeds/dbn/inspect/instrumentTally.ts';
import { utcText } from './inspectText.ts';
import type { InspectedFile, Inspection } from './inspectText.ts';

/**
 * The inspection as `--json` prints it: `{files, ignored}`. Times are ISO 8601 in UTC with
 * nanoseconds and Unix ns as text; prices are decimal numbers; what is unknown is null.
 */
export function inspectionJson({ files, ignored }: Inspection) {
  return { files: files.map(fileJson), ignored };
}

function fileJson({ path, contents, problem }: InspectedFile) {
  const damage = problem === undefined ? null : toProblem(problem);
  if (contents === undefined) return { path, damage };
  return { path, ...contentsJson(contents), damage };
}

function contentsJson(contents: FileContents) {
  const { metadata, total } = contents;
  return {
    version: contents.version ?? null,
    is_fragment: metadata === null,
    zstd_frames: contents.zstdFrames ?? null,
    dataset: metadata?.dataset ?? null,
    schema: metadata?.schema ?? null,
    symbols: metadata?.symbols ?? [],
    symbols_partial: metadata?.partial ?? [],
    symbols_not_found: metadata?.notFound ?? [],
    ...tallyJson(total),
    records_by_type: Object.fromEntries(contents.recordsByType),
    warnings: contents.warnings,
    instruments: contents.instruments.map(({ name, tally }) => ({ name, ...tallyJson(tally) })),
    others: contents.others === undefined ? null : tallyJson(contents.others),
  };
}

function tallyJson(tally: FileTally | InstrumentTally) {
  const { span, records, maybeBadBook, trades } = tally;
  const { firstNs, lastNs } = span;
  const hasPrice = trades.lowNanos <= trades.highNanos;
  return {
    first: firstNs === undefined ? null : utcText(firstNs),
    first_ns: firstNs?.toString() ?? null,
    last: lastNs === undefined ? null : utcText(lastNs),
    last_ns: lastNs?.toString() ?? null,
    records,
    records_maybe_bad_book: maybeBadBook,
    trades: trades.trades,
    volume: trades.buyVolume + trades.sellVolume + trades.noneVolume,
    volume_buy: trades.buyVolume,
    volume_sell: trades.sellVolume,
    volume_none: trades.noneVolume,
    low: hasPrice ? trades.lowNanos / 1e9 : null,
    high: hasPrice ? trades.highNanos / 1e9 : null,
  };
}
