import { basename } from 'node:path';
import type { EventSource, OddityKind } from '../core/events.ts';
import type { MarketState } from '../market/marketState.ts';
import type { DigestMismatch } from './digestCheck.ts';
import type { Manifest } from './manifest.ts';

/** One line of a run's warnings; the keys are those of `replay --report=json`. */
export interface RunWarning {
  /** Path of the file. */
  readonly file: string;
  /** The feed it is used as. */
  readonly feed: string;
  /**
   * An oddity's kind; `sha256` where the file is not the one the manifest speaks of; `fill_habit` where
   * trades hardly ever come with their change; `option_cancel` for cancels of option trades that are
   * not known; `option_condition` for sale conditions that nobody documents; `time_span` where the data
   * go beyond the times that the manifest gives.
   */
  readonly kind:
    OddityKind | 'sha256' | 'time_span' | 'fill_habit' | 'option_cancel' | 'option_condition';
  readonly count: number;
  /** First record of the kind, counted from 0; null where the whole file is meant. */
  readonly first_record: number | null;
  /** Where that record starts in the decompressed data; null where it has no bytes of its own. */
  readonly first_byte: number | null;
  /** All of it as a sentence. */
  readonly text: string;
}

/** What is counted, in words: of one, and of several. */
const WORDS: Readonly<Record<OddityKind, readonly [one: string, many: string]>> = {
  time_back: ['record whose time goes back', 'records whose time goes back'],
  undefined_trade: ['trade without price or size', 'trades without price or size'],
  undefined_level: ['book level without price or size', 'book levels without price or size'],
  crossed: ['record with bid above ask', 'records with bid above ask'],
  locked: ['record with bid equal to ask', 'records with bid equal to ask'],
  unknown_type: ['record of an unknown type', 'records of unknown types'],
  longer: ['record longer than its type', 'records longer than their type'],
  unknown_action: ['record of an unknown action', 'records of unknown actions'],
  unknown_side: ['trade of an unknown side', 'trades of unknown sides'],
  bad_ts_recv: ['record with a bad capture time', 'records with a bad capture time'],
  maybe_bad_book: ['record with a doubtful book', 'records with a doubtful book'],
  option_spread: [
    'trade of an option spread, kept out of the option flow',
    'trades of option spreads, kept out of the option flow',
  ],
  unmapped: ['record of an id without a symbol', 'records of ids without a symbol'],
  metadata: ['more set of metadata between records', 'more sets of metadata between records'],
  overlap: ['record that the file before also holds', 'records that the file before also holds'],
};

const grouped = (value: number): string => value.toLocaleString('en-US');

/** What a run's sources hold that is odd, source by source, and the files that were exchanged. */
export function warningsOf(
  sources: readonly EventSource[],
  mismatches: readonly DigestMismatch[],
): RunWarning[] {
  return [...mismatches.map(mismatchWarning), ...sources.flatMap(oddityWarnings)];
}

/** A manifest's times may be rounded by so much. */
const SPAN_TOLERANCE_MS = 1000;

/**
 * Says when a session's events go beyond the times that its manifest gives: then it speaks of others.
 * @param firstMs Unix ms of the first event; `lastMs` of the last so far
 */
export function spanWarnings(
  span: Manifest['time_span'],
  firstMs: number,
  lastMs: number | undefined,
): RunWarning[] {
  if (span === undefined) return [];
  const fromMs = Date.parse(span.start) - SPAN_TOLERANCE_MS;
  // A session that is still being recorded has no end.
  const toMs = span.end === null ? Number.POSITIVE_INFINITY : Date.parse(span.end);
  const isInside = firstMs >= fromMs && (lastMs ?? firstMs) <= toMs + SPAN_TOLERANCE_MS;
  if (isInside) return [];
  const iso = (ms: number): string => new Date(ms).toISOString();
  return [
    {
      file: '',
      feed: '',
      kind: 'time_span',
      count: 1,
      first_record: null,
      first_byte: null,
      text:
        `The data go from ${iso(firstMs)} to ${iso(lastMs ?? firstMs)}, beyond the times of the ` +
        `manifest, ${span.start} to ${span.end ?? 'now'}: are these the files that it speaks of?`,
    },
  ];
}

/** Contracts that trades took before anything is said of them. */
const ENOUGH_CONTRACTS = 1000;
/** Even a market full of icebergs and hidden orders shows more than this share of its trades. */
const LEAST_MET = 0.25;

/**
 * Says when the specified rule explains next to nothing: then trades come at another time than their
 * change, every fill would be taken for a pull, and another habit serves better.
 */
export function fillHabitWarnings({ config, creditUse }: MarketState): RunWarning[] {
  const { given, met } = creditUse;
  const isSpecified = config.fill_habit === 'same-time' && config.FILL_REMATCH_MS === 0;
  if (!isSpecified || given < ENOUGH_CONTRACTS || met >= LEAST_MET * given) return [];
  const share = Math.round((100 * met) / given);
  return [
    {
      file: '',
      feed: 'trades',
      kind: 'fill_habit',
      count: given - met,
      first_record: null,
      first_byte: null,
      text:
        `Only ${share} % of ${grouped(given)} traded contracts met a decrease of the book at their ` +
        `time, the others count as pulled: try fill_habit=auto.`,
    },
  ];
}

/** Says which option trades could not be taken back, and which ones' conditions are not known. */
export function optionWarnings({ options }: MarketState): RunWarning[] {
  const { unknownCancels, unknownConditions } = options.signing;
  const cancels =
    unknownCancels === 1
      ? '1 cancel of an option trade that is not among the latest of its session: nothing was taken back.'
      : `${grouped(unknownCancels)} cancels of option trades that are not among the latest of their ` +
        'session: nothing was taken back.';
  const conditions =
    (unknownConditions === 1
      ? '1 option trade with a sale condition that nobody documents'
      : `${grouped(unknownConditions)} option trades with sale conditions that nobody documents`) +
    ': signed by the default, not with option_signing=careful.';
  return [
    ...optionWarning('option_cancel', unknownCancels, cancels),
    ...optionWarning('option_condition', unknownConditions, conditions),
  ];
}

function optionWarning(kind: RunWarning['kind'], count: number, text: string): RunWarning[] {
  if (count === 0) return [];
  return [{ file: '', feed: 'options', kind, count, first_record: null, first_byte: null, text }];
}

function oddityWarnings({ name, feed, oddities }: EventSource): RunWarning[] {
  return oddities.map(({ kind, count, firstRecord, firstByte, file = name }) => {
    const [one, many] = WORDS[kind];
    return {
      file,
      feed,
      kind,
      count,
      first_record: firstRecord,
      first_byte: firstByte ?? null,
      text:
        `${basename(file)}: ${grouped(count)} ${count === 1 ? one : many}, ` +
        `${count === 1 ? '' : 'the first '}at record ${grouped(firstRecord)}` +
        (firstByte === undefined ? '.' : ` (byte ${grouped(firstByte)} of the data).`),
    };
  });
}

function mismatchWarning({ path, expected, found }: DigestMismatch): RunWarning {
  return {
    file: path,
    feed: '',
    kind: 'sha256',
    count: 1,
    first_record: null,
    first_byte: null,
    text:
      `${basename(path)} is not the file that the manifest speaks of: ` +
      `SHA-256 ${found}, expected ${expected}.`,
  };
}
