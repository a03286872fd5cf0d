/**
 * The wire form of an explanation: why a level shows what it shows at one snap. Names are
 * snake_case; times are Unix ms, prices level prices unless they say futures.
 */
import type { EngineConfig } from './config.ts';
import type { IvSource } from './gammaProfile.ts';
import type {
  BarrierState,
  BreakDirection,
  Confidence,
  FuelEffect,
  HealthState,
  LevelDirection,
  LevelKind,
  RunwayPayload,
  Signal,
} from './payload.ts';
import type { SigningClass } from './signing.ts';

/** One inequality of a rule, with both its sides. */
export interface ExplainedCondition {
  /** The figure's name in the payload, e.g. `delta_liq`. */
  readonly figure: string;
  readonly value: number | string;
  readonly op: '<' | '<=' | '>' | '>=' | '=';
  readonly limit: number | string;
  /** The configuration key, or the other figure, that the limit is. */
  readonly limit_name: string;
  readonly holds: boolean;
}

/** One row of a table of rules: it holds when all its conditions do; the first that holds decides. */
export interface ExplainedRule<Outcome extends string = string> {
  readonly outcome: Outcome;
  readonly conditions: readonly ExplainedCondition[];
  readonly holds: boolean;
  readonly decides: boolean;
}

/** A rule of the trigger: its conditions must hold for a while before the signal shows (SPEC §7). */
export interface ExplainedTrigger extends ExplainedRule<Signal> {
  /** How long the conditions have held, and have to; 0 where the signal shows at once. */
  readonly held_ms: number;
  readonly hold_ms: number;
}

/** What one engine adds to the raw score: points = weight × score. */
export interface ExplainedComponent {
  /** Key of the payload's `scores`. */
  readonly key: string;
  readonly weight_key: string;
  readonly weight: number;
  /** 0…100. */
  readonly score: number;
  readonly points: number;
  /** The engine's confidence 0…1, and what it adds to the level's. */
  readonly confidence: number;
  readonly confidence_part: number;
}

/** What the tape's score is made of (SPEC §7, S_T). */
export interface ExplainedTapePart {
  readonly part: 'sweep' | 'velocity' | 'imbalance';
  /** Notional, level price per second, or −1…1. */
  readonly value: number;
  readonly limit: number;
  readonly limit_name: string;
  /** Points of the tape's score; a sweep in the break direction takes the place of the others. */
  readonly score: number;
}

/** Inputs that are varied one at a time. */
export type ExplainedInput =
  | 'added'
  | 'pulled'
  | 'filled'
  | 'depth_in_zone'
  | 'known_ticks'
  | 'net_dealer_gamma'
  | 'buy_vol'
  | 'sell_vol'
  | 'velocity'
  | 'sweep_notional'
  | 'activity'
  | 'distance'
  | 'break_score_raw';

/** The smallest change of one input, upwards or downwards, after which another verdict follows. */
export interface ExplainedFlip<Outcome extends string = string> {
  readonly input: ExplainedInput;
  readonly from: number;
  /** Nearest value that flips it: exact for contracts and ticks, else within 1e-8 or 1e-11 of it. */
  readonly to: number;
  /** `to` − `from`. */
  readonly change: number;
  readonly outcome: Outcome;
}

export interface ExplainedSignalFlip extends ExplainedFlip<Signal> {
  /** The raw score it would leave. */
  readonly raw: number;
  /** How long that would have to last before the signal shows. */
  readonly after_ms: number;
  /** For a change of the score itself: by how much one component's score alone would bring it. */
  readonly via?: readonly {
    readonly key: string;
    readonly score: number;
    readonly change: number;
  }[];
}

/** Where in the input a record stands; known only where the run wrote it down. */
export interface RecordPlace {
  readonly file: string;
  readonly record: number;
  /** Offset in the decompressed bytes of the file; null where the source is no file. */
  readonly byte_offset: number | null;
}

interface ExplainedRecord {
  /** Unix ns as text: it does not fit a JSON number. */
  readonly ts_ns: string;
  /** Absent where the run did not write it down. */
  readonly place?: RecordPlace;
}

/** A change of displayed size in the level's zone within W_b, on the defending side. */
export interface ExplainedFlow extends ExplainedRecord {
  readonly futures_price: number;
  readonly price: number;
  readonly added: number;
  readonly pulled: number;
  readonly filled: number;
}

/** A trade in the tape band within W_t. */
export interface ExplainedTrade extends ExplainedRecord {
  readonly futures_price: number;
  readonly price: number;
  readonly size: number;
  readonly aggressor: 'BUY' | 'SELL' | 'MID';
}

/** An option trade within W_g near the level: what the flow book's gamma comes from. */
export interface ExplainedOption extends ExplainedRecord {
  readonly strike: number;
  readonly right: 'C' | 'P';
  readonly net_gamma: number;
  /** How the trade was signed; null for an aggregate of an outside flow service. */
  readonly signing: SigningClass | null;
  /** Price and contracts of the trade; absent where the run did not write it down. */
  readonly option_price?: number;
  readonly size?: number;
}

/** A position of dealers' inventory near the level, as the snap marked it. */
export interface ExplainedPosition {
  readonly strike: number;
  readonly right: 'C' | 'P';
  /** Negative where dealers are short. */
  readonly contracts: number;
  /** Of them carried in from earlier days. */
  readonly opening: number;
  /** Per year. */
  readonly iv: number;
  readonly iv_source: IvSource;
  /** Of one unit of the option, per 1.00 of the underlying. */
  readonly gamma: number;
  /** What it adds to dealers' gamma: shares of delta per 1.00 of the underlying. */
  readonly net_gamma: number;
}

/** The records behind a figure, largest first, of equals the newest; `total` counts all. */
export interface ExplainedRecords<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** What the level would show had its fuel been another all along. */
export interface ExplainedAlternative {
  readonly effect: FuelEffect;
  /** The score it would have at this snap. */
  readonly raw: number;
  /** What it would show at this snap, by timers that ran on such scores. */
  readonly signal: Signal;
  /** What the conditions that would hold at this snap lead to. */
  readonly leads_to: Signal;
}

/** Everything behind one level's payload at one snap. */
export interface Explanation {
  /** Unix ms of the snap. */
  readonly ts: number;
  readonly level: {
    readonly id: string;
    readonly kind: LevelKind;
    readonly price: number;
    readonly direction: LevelDirection;
    readonly break_direction: BreakDirection;
    readonly spot: number;
    readonly distance: number;
  };
  readonly note: string;
  readonly health: { readonly state: HealthState; readonly muted: 'RESYNC' | 'STALE' | null };
  readonly barrier: {
    readonly state: BarrierState;
    readonly side: 'bid' | 'ask';
    /** First and last tick of the zone, futures prices; null where no tick lies in it. */
    readonly zone: { readonly low: number; readonly high: number } | null;
    readonly zone_ticks: number;
    readonly known_ticks: number;
    readonly figures: Readonly<
      Record<
        'added' | 'pulled' | 'filled' | 'delta_liq' | 'replenishment_ratio' | 'depth_in_zone',
        number
      >
    >;
    readonly rules: readonly ExplainedRule<BarrierState>[];
  };
  readonly fuel: {
    readonly effect: FuelEffect;
    readonly net_dealer_gamma: number;
    /** The book that drives, and what each of them says near the level. */
    readonly book: EngineConfig['fuel_book'];
    readonly flow_gamma: number;
    readonly inventory_gamma: number;
    readonly rules: readonly ExplainedRule<FuelEffect>[];
  };
  readonly tape: {
    readonly parts: readonly ExplainedTapePart[];
    readonly buy_vol: number;
    readonly sell_vol: number;
    readonly activity: number;
  };
  readonly score: {
    readonly components: readonly ExplainedComponent[];
    readonly raw: number;
    readonly smooth: number;
    readonly tau_s: number;
  };
  /** The same level had its fuel said nothing, or customers been on the other side of every option trade. */
  readonly sensitivity: {
    readonly fuel_neutral: ExplainedAlternative;
    readonly fuel_reversed: ExplainedAlternative;
  };
  readonly trigger: {
    readonly signal: Signal;
    readonly rules: readonly ExplainedTrigger[];
    /** What shows once the present conditions have held long enough, and how long that takes. */
    readonly leads_to: Signal;
    readonly after_ms: number;
  };
  readonly confidence: { readonly word: Confidence; readonly value: number };
  readonly runway: RunwayPayload & { readonly clear_min: number };
  readonly flips: {
    readonly state: readonly ExplainedFlip<BarrierState>[];
    readonly signal: readonly ExplainedSignalFlip[];
  };
  readonly records: {
    readonly flows: ExplainedRecords<ExplainedFlow>;
    readonly trades: ExplainedRecords<ExplainedTrade>;
    readonly options: ExplainedRecords<ExplainedOption>;
    readonly positions: ExplainedRecords<ExplainedPosition>;
  };
}
