import { BID } from '../core/events.ts';
import { round6 } from '../core/rounding.ts';
import {
  bothSides,
  wrongVolume,
  type BookSideName,
  type CauseTally,
} from '../session/verify/tally.ts';
import type { Verdict } from '../session/verify/truthJoin.ts';
import type { DecreaseFindings } from '../session/verify/decreaseCheck.ts';
import type { Verification } from '../session/verify/verifyRun.ts';
import { signingJson, type SigningJson } from './signingJson.ts';

/** Where the truth's contracts of a cause went, as the engine says. */
interface CauseRow {
  readonly volume: number;
  readonly filled: number;
  readonly pulled: number;
  readonly not_seen: number;
  /** Share of the volume that has the right cause; null without volume. */
  readonly right: number | null;
}

/** A place of a record, with both views of it. */
interface PlaceRow {
  /** Unix ns as text: it does not fit a JSON number. */
  readonly ts_ns: string;
  readonly sequence: number;
  /** The record that showed the decrease; null where the engine saw none. */
  readonly file: string | null;
  readonly record: number | null;
  readonly side: BookSideName;
  readonly price: number;
  readonly truth: { readonly fill: number; readonly pull: number };
  readonly engine: { readonly filled: number; readonly pulled: number };
  readonly wrong: number;
}

/** Of decreases of the book. Volumes are contracts, shares are of the truth's volume. */
export interface DecreaseJson {
  readonly fill_right: number | null;
  readonly pull_right: number | null;
  readonly fill_volume: number;
  readonly pull_volume: number;
  /** The configuration's key, what was in use at the end, and whether `auto` had decided by then. */
  readonly fill_habit: {
    readonly key: string;
    readonly in_use: string;
    readonly decided: boolean;
  };
  readonly sides: Readonly<Record<'fill' | 'pull', Readonly<Record<BookSideName, CauseRow>>>>;
  readonly confusion: {
    readonly fill: CauseRow;
    readonly pull: CauseRow;
    /** What the engine saw leave and the truth does not know. */
    readonly untold: { readonly filled: number; readonly pulled: number };
  };
  readonly places: number;
  readonly truth_rows: number;
  readonly records: number;
  readonly snaps: number;
  readonly worst: readonly PlaceRow[];
}

/** `breakwater verify --json`: the keys of decreases and that of options where their truth was given. */
export interface VerificationJson extends Partial<DecreaseJson> {
  readonly records: number;
  readonly snaps: number;
  readonly option_signing?: SigningJson;
}

/** The verification as one JSON object. @param tickSize futures price of one tick */
export function verificationJson(verification: Verification, tickSize: number): VerificationJson {
  const { decreases, signing, records, snaps } = verification;
  return {
    ...(decreases === undefined
      ? { records, snaps }
      : decreaseJson(decreases, verification, tickSize)),
    ...(signing !== undefined && { option_signing: signingJson(signing) }),
  };
}

/** @param tickSize futures price of one tick */
export function decreaseJson(
  { tally, worst, truthRows, habit }: DecreaseFindings,
  { records, snaps, epochMs }: Verification,
  tickSize: number,
): DecreaseJson {
  const fill = fillRow(bothSides(tally.causes.FILL));
  const pull = pullRow(bothSides(tally.causes.PULL));
  return {
    fill_right: fill.right,
    pull_right: pull.right,
    fill_volume: fill.volume,
    pull_volume: pull.volume,
    fill_habit: { key: habit.key, in_use: habit.inUse, decided: habit.isDecided },
    sides: {
      fill: { bid: fillRow(tally.causes.FILL.bid), ask: fillRow(tally.causes.FILL.ask) },
      pull: { bid: pullRow(tally.causes.PULL.bid), ask: pullRow(tally.causes.PULL.ask) },
    },
    confusion: { fill, pull, untold: tally.untold },
    places: tally.places,
    truth_rows: truthRows,
    records,
    snaps,
    worst: worst.map((verdict) => placeRow(verdict, epochMs, tickSize)),
  };
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : round6(part / whole);

const fillRow = ({ volume, right, wrong, notSeen }: CauseTally): CauseRow => ({
  volume,
  filled: right,
  pulled: wrong,
  not_seen: notSeen,
  right: share(right, volume),
});

const pullRow = ({ volume, right, wrong, notSeen }: CauseTally): CauseRow => ({
  volume,
  filled: wrong,
  pulled: right,
  not_seen: notSeen,
  right: share(right, volume),
});

function placeRow(verdict: Verdict, epochMs: number, tickSize: number): PlaceRow {
  const { timeNs, sequence, seen, side, tick, fill, pull, filled, pulled } = verdict;
  return {
    ts_ns: String(BigInt(epochMs) * 1_000_000n + BigInt(timeNs)),
    sequence,
    file: seen?.file ?? null,
    record: seen?.recordIndex ?? null,
    side: side === BID ? 'bid' : 'ask',
    price: round6(tick * tickSize),
    truth: { fill, pull },
    engine: { filled, pulled },
    wrong: wrongVolume(verdict),
  };
}
