import { toProblem } from '../core/errors.ts';
import type { CrossingTally } from '../feeds/dbn/inspect/crossing.ts';
import type { FileTally } from '../feeds/dbn/inspect/fileTally.ts';
import type { GapTally } from '../feeds/dbn/inspect/gaps.ts';
import type { FileContents, InstrumentContents } from '../feeds/dbn/inspect/inspectFile.ts';
import type { InstrumentTally } from '../feeds/dbn/inspect/instrumentTally.ts';
import type { PricePlace } from '../feeds/dbn/inspect/priceGrid.ts';
import type { Statistic } from '../feeds/dbn/inspect/statistics.ts';
import { rtypeName } from '../feeds/dbn/layout.ts';
import type { InstrumentDefinition } from '../feeds/dbn/definition.ts';
import { utcText } from './inspectFormat.ts';
import { openInterestJson } from './inspectOpenInterest.ts';
import { parquetJson } from './inspectParquet.ts';
import type { InspectedFile, Inspection } from './inspectText.ts';

/**
 * The inspection as `--json` prints it: `{files, ignored}`. Times are ISO 8601 in UTC with
 * nanoseconds and Unix ns as text; prices are decimal numbers; what is unknown is null.
 */
export function inspectionJson({ files, ignored }: Inspection) {
  return { files: files.map(fileJson), ignored };
}

function fileJson({ path, contents, parquet, openInterest, problem }: InspectedFile) {
  if (openInterest !== undefined) return { path, ...openInterestJson(openInterest), damage: null };
  const damage = problem === undefined ? null : toProblem(problem);
  if (contents === undefined) return { path, damage };
  const json = { path, ...contentsJson(contents), damage };
  return parquet === undefined ? json : { ...json, ...parquetJson(parquet) };
}

function contentsJson(contents: FileContents) {
  const { total, originNs } = contents;
  return {
    ...formatJson(contents),
    gap_threshold_s: contents.gapNs / 1e9,
    ...tallyJson(total, originNs),
    prices: total.prices,
    prices_off_tick: total.offTick,
    first_off_tick: placeJson(total.firstOffTick),
    records_by_type: Object.fromEntries(contents.recordsByType),
    records_unknown: contents.unknownRecords,
    oddities: contents.oddities.map(({ kind, count, firstRecord, firstByte }) => ({
      kind,
      count,
      first_record: firstRecord,
      first_byte: firstByte ?? null,
    })),
    warnings: contents.warnings,
    instruments: contents.instruments.map((each) => instrumentJson(each, originNs)),
    others: contents.others === undefined ? null : tallyJson(contents.others, originNs),
  };
}

function formatJson({ version, metadata, zstdFrames, sizeBytes, decompressedBytes }: FileContents) {
  return {
    version: version ?? null,
    is_fragment: metadata === null,
    size_bytes: sizeBytes,
    decompressed_bytes: decompressedBytes,
    ...zstdJson(zstdFrames),
    dataset: metadata?.dataset ?? null,
    schema: metadata?.schema ?? null,
    symbols: metadata?.symbols ?? [],
    symbols_partial: metadata?.partial ?? [],
    symbols_not_found: metadata?.notFound ?? [],
  };
}

function zstdJson(frames: FileContents['zstdFrames']) {
  return {
    zstd_frames: frames?.frameCount ?? null,
    zstd_frames_checksummed: frames?.checksummedCount ?? null,
    zstd_largest_frame_bytes: frames?.largestFrameBytes ?? null,
  };
}

function instrumentJson({ name, tally }: InstrumentContents, originNs: bigint | undefined) {
  const { grid, definition, statistics } = tally;
  return {
    name,
    ...tallyJson(tally, originNs),
    records_by_type: Object.fromEntries(
      Array.from(tally.recordsByType, ([rtype, count]) => [rtypeName(rtype), count]),
    ),
    tick: grid.tickNanos === undefined ? null : grid.tickNanos / 1e9,
    price_increment: grid.incrementNanos === 0 ? null : grid.incrementNanos / 1e9,
    prices: grid.prices,
    prices_off_tick: grid.offTick,
    first_off_tick: placeJson(grid.firstOffTick),
    definition: definition === undefined ? null : definitionJson(definition),
    statistics: statistics.map(statisticJson),
  };
}

function tallyJson(tally: FileTally | InstrumentTally, originNs: bigint | undefined) {
  const { span, trades } = tally;
  const hasPrice = trades.lowNanos <= trades.highNanos;
  return {
    first: timeJson(span.firstNs),
    first_ns: span.firstNs?.toString() ?? null,
    last: timeJson(span.lastNs),
    last_ns: span.lastNs?.toString() ?? null,
    records: tally.records,
    records_snapshot: tally.snapshots,
    records_clear: tally.clears,
    records_bad_ts_recv: tally.badTsRecv,
    records_maybe_bad_book: tally.maybeBadBook,
    records_ts_event_back: tally.eventTimesBack,
    records_ts_recv_back: tally.recvTimesBack,
    records_duplicate: tally.duplicates,
    trades: trades.trades,
    volume: trades.volume,
    volume_buy: trades.buyVolume,
    volume_sell: trades.sellVolume,
    volume_none: trades.noneVolume,
    low: hasPrice ? trades.lowNanos / 1e9 : null,
    high: hasPrice ? trades.highNanos / 1e9 : null,
    ...crossingJson(tally.crossing),
    ...gapsJson(tally.gaps, originNs),
  };
}

function crossingJson(crossing: CrossingTally | undefined) {
  const { bookNs, crossedNs, lockedNs } = crossing ?? { bookNs: 0, crossedNs: 0, lockedNs: 0 };
  return {
    book_ns: bookNs,
    crossed_ns: crossedNs,
    locked_ns: lockedNs,
    crossed_or_locked_share: bookNs === 0 ? null : (crossedNs + lockedNs) / bookNs,
  };
}

function gapsJson({ count, longest }: GapTally, originNs = 0n) {
  return {
    gaps: count,
    gaps_longest: longest.map(({ startNs, lengthNs }) => ({
      start: utcText(originNs + BigInt(Math.round(startNs))),
      seconds: lengthNs / 1e9,
    })),
  };
}

function placeJson(place: PricePlace | undefined) {
  if (place === undefined) return null;
  const { priceNanos, recordIndex, byteOffset } = place;
  return { price: priceNanos / 1e9, record: recordIndex, byte: byteOffset };
}

function definitionJson(definition: InstrumentDefinition) {
  return {
    raw_symbol: definition.rawSymbol,
    instrument_class: definition.instrumentClass ?? null,
    security_type: definition.securityType,
    underlying: definition.underlying,
    expiration: timeJson(definition.expirationNs),
    tick: priceJson(definition.tickNanos),
    strike: priceJson(definition.strikeNanos),
    unit_of_measure_qty: priceJson(definition.unitOfMeasureQtyNanos),
    contract_multiplier: definition.contractMultiplier ?? null,
    asset: definition.asset,
    exchange: definition.exchange,
    currency: definition.currency,
  };
}

function statisticJson({ name, priceNanos, quantity, tsRefNs, tsRecvNs }: Statistic) {
  return {
    name,
    price: priceJson(priceNanos),
    quantity: quantity ?? null,
    ts_ref: timeJson(tsRefNs),
    ts_recv: timeJson(tsRecvNs),
  };
}

const priceJson = (nanos: number | undefined): number | null =>
  nanos === undefined ? null : nanos / 1e9;

const timeJson = (unixNs: bigint | undefined): string | null =>
  unixNs === undefined ? null : utcText(unixNs);
