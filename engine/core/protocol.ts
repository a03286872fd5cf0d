/**
 * The one place where screen and engine agree (DESIGN, "Protocol"): commands up, events down.
 * Both bridges (Electron MessagePort, WebSocket) carry exactly these. Names are snake_case on the
 * wire. Typed arrays travel as typed arrays; no message is larger than 1 MB.
 */
import { z } from 'zod';
import {
  comparisonCommandSchemas,
  configOverridesSchema,
  type ComparisonEvent,
  type ConfigDifference,
} from './comparison.ts';
import type { EngineConfig } from './config.ts';
import type { Problem } from './errors.ts';
import { gammaCommandSchemas, type GammaProfile } from './gammaProfile.ts';
import { journalCommandSchemas, type JournalEvent } from './journal.ts';
import type { Explanation } from './explanation.ts';
import type { EpisodePayload, SnapPayload } from './payload.ts';
import type { EngineRecovery } from './recovery.ts';
import type { TapeColumns, TapeStats } from './tape.ts';

/** Speeds the transport offers; any positive number up to 1,000 is accepted, 'max' is unbounded. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50] as const;
export type Speed = number | 'max';

const price = z.number().finite().positive().max(1e7);
const hotzoneId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
const label = z.string().max(60);
const unixMs = z.number().int().min(0).max(8.64e15);

/** What the screen may ask for. Everything is validated where it enters the host. */
export const commandSchema = z.discriminatedUnion('type', [
  /** Opens files or one session folder; the current run is closed only when the new one opens. */
  z.strictObject({
    type: z.literal('open'),
    paths: z.array(z.string().min(1).max(4096)).min(1).max(64),
    profile: z.string().max(60).optional(),
    symbol: z.string().max(80).optional(),
  }),
  z.strictObject({ type: z.literal('open_demo') }),
  z.strictObject({ type: z.literal('play') }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('restart') }),
  /**
   * Opens the session anew where its playhead stands: as one that is still being written, whose end is
   * waited for, or as one that is whole.
   */
  z.strictObject({ type: z.literal('follow'), is_on: z.boolean() }),
  /** Goes this many snaps forwards, or backwards where negative, then pauses. */
  z.strictObject({
    type: z.literal('step'),
    snaps: z.number().int().min(-100_000).max(100_000),
  }),
  /** Stands at the last snap at or before `ts` (Unix ms), and plays on if it was playing. */
  z.strictObject({ type: z.literal('seek'), ts: unixMs }),
  z.strictObject({
    type: z.literal('set_speed'),
    speed: z.union([z.number().positive().max(1000), z.literal('max')]),
  }),
  /**
   * Plays from `from_ts` to `to_ts` (Unix ms) again and again while it is on; either end may still
   * be missing, which is null.
   */
  z.strictObject({
    type: z.literal('set_loop'),
    from_ts: unixMs.nullable(),
    to_ts: unixMs.nullable(),
    is_on: z.boolean(),
  }),
  /**
   * Plays the open session with other keys and stands at the playhead again. They are laid over what it
   * was opened with and take the place of those of an earlier command; none are as it was opened.
   */
  z.strictObject({ type: z.literal('set_config'), overrides: configOverridesSchema }),
  ...journalCommandSchemas,
  ...comparisonCommandSchemas,
  ...gammaCommandSchemas,
  z.strictObject({ type: z.literal('add_hotzone'), price, label, strong: z.boolean() }),
  z.strictObject({
    type: z.literal('edit_hotzone'),
    id: hotzoneId,
    price: price.optional(),
    label: label.optional(),
    strong: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('remove_hotzone'), id: hotzoneId }),
  z.strictObject({ type: z.literal('undo') }),
  z.strictObject({ type: z.literal('redo') }),
  /** Why a level shows what it shows at the present snap; an `explanation` answers. */
  z.strictObject({
    type: z.literal('explain'),
    level: z.string().min(1).max(80),
    /** Rows of each kind of record. */
    records: z.number().int().min(0).max(100),
  }),
  /** Tells the host that a frame was drawn; it sends no further frame before that. */
  z.strictObject({ type: z.literal('frame_drawn'), sequence: z.number().int().min(-1) }),
]);

export type Command = z.infer<typeof commandSchema>;

/** A command with the number its reply will carry. */
export const requestSchema = z.strictObject({
  id: z.number().int().min(0),
  command: commandSchema,
});
export type Request = z.infer<typeof requestSchema>;

/** Which run a message belongs to; the screen drops messages of an older run or epoch. */
export interface RunStamp {
  readonly session_id: string;
  /** Grows by one at each seek or restart; the screen then clears its series. */
  readonly seek_epoch: number;
}

export type Origin = 'simulated' | 'recorded' | 'downloaded' | 'files';

export interface SourceInfo {
  path: string;
  /** What it is used as: 'book', 'trades', 'underlying', 'options'. */
  role: string;
  schema: string;
  symbol: string;
}

/** What is open. Sent on connect and whenever it changes. */
export interface SessionState {
  session_id: string;
  seek_epoch: number;
  phase: 'empty' | 'opening' | 'ready' | 'failed';
  /** It may still be being written: what comes is played. */
  follows: boolean;
  /** Title of the folder or files, e.g. `demo`. */
  name: string;
  origin: Origin;
  profile: string;
  underlying: 'spy' | 'es';
  /** The futures instrument, e.g. `ESZ5`; '' when nothing is open. */
  instrument: string;
  config: EngineConfig;
  /** Keys changed on the screen: `a` as the session was opened, `b` as it plays. */
  changes: ConfigDifference[];
  sources: SourceInfo[];
  ignored: string[];
  /** Zones that came with the session's folder: shown by name, not edited. */
  hotzones: HotzoneState[];
  /** Unix ms of the first event; null until it is known. */
  first_ts: number | null;
  warnings: string[];
  /** Why opening failed, or where a source is damaged; null while all is well. */
  problem: Problem | null;
  /** What became of the run when its engine died; null where it never did. */
  recovery: EngineRecovery | null;
}

export interface PlaybackState {
  state: 'paused' | 'playing' | 'ended';
  speed: Speed;
  /** Session seconds per real second, measured over the last second; null while not playing. */
  achieved_speed: number | null;
  /** Unix ms of the last snap; null before the first. */
  position_ts: number | null;
  /** Share of the input already read, 0…1. */
  progress: number;
  /** All that is written was played, as far as its order is known, and more may come. */
  is_waiting: boolean;
  /** Unix ms that is being sought; null while none is. */
  seeking_ts: number | null;
  loop: LoopState;
}

/** What is played again and again. Ends that are not set are null; without both it is off. */
export interface LoopState {
  /** Unix ms. */
  from_ts: number | null;
  to_ts: number | null;
  is_on: boolean;
}

/** Something worth jumping to, as the timeline marks it; append-only, numbered from 0. */
export interface TimelineMark {
  sequence: number;
  /** Unix ms of the snap that shows it; where it has a length, of its start. */
  ts: number;
  /** Unix ms of its end; null where it has no length. */
  end_ts: number | null;
  /**
   * A verdict that appeared, an episode from touch to outcome, a gap of a feed, a new session, or
   * what a second configuration shows otherwise (it travels in the comparison).
   */
  kind: 'signal' | 'touch' | 'gap' | 'session' | 'difference';
  /** Level id; null where it concerns the whole run. */
  level: string | null;
  /** Level price at that moment; null as above. */
  price: number | null;
  /** The signal, the outcome (BREAK, REJECT, TIMEOUT, OPEN), or the feed. */
  value: string;
  /** Where price was expected to go (signal), or went (touch); null where nobody knows. */
  direction: 'UP' | 'DOWN' | null;
  /** In words, for a tooltip. */
  text: string;
}

/** What is known of a digest beside itself. Digests are lower-case hexadecimal. */
export interface DigestFacts {
  /** Whether it comes from the disk: the session was not run again to come to it. */
  is_kept: boolean;
  /** What the same data and configuration came to the time before; null where that is not known. */
  earlier: string | null;
  /** What the manifest says they come to; null where it says nothing of this configuration. */
  stated: string | null;
}

/**
 * The whole session, surveyed in the background at full speed, whatever the playhead does. Sent in
 * parts below 1 MB; each part continues the one before. A new survey (`survey` grown) starts anew.
 */
export interface TimelineEvent {
  type: 'timeline';
  session_id: string;
  /** Grows when the session is surveyed anew, or from a snap on because a hotzone changed there. */
  survey: number;
  /** Share of the input surveyed, 0…1. */
  progress: number;
  /** Unix ms of the first and the last snap so far; null before the first. */
  first_ts: number | null;
  last_ts: number | null;
  /**
   * Digest of the whole run (SPEC §10); null until the survey has ended, and where zones were changed
   * while the session played: nobody else could come to the same.
   */
  digest: string | null;
  /** What else is known of the digest; null while there is none. */
  digest_facts: DigestFacts | null;
  /** Path rows continue at this number; about one row a second of the session. */
  first_row: number;
  /** Unix ms. */
  ts: Float64Array;
  /** Level prices; VWAP NaN until there is a trade. */
  spot: Float64Array;
  vwap: Float64Array;
  marks: TimelineMark[];
}

/**
 * One row per snap since the run began, append-only: what charts need. Row i belongs to snap
 * `first_sequence + i`. Prices are level prices; rows without a trade repeat spot in high and low.
 */
export interface TrailColumns {
  first_sequence: number;
  /** Unix ms. */
  ts: Float64Array;
  spot: Float64Array;
  /** Highest and lowest trade since the previous snap. */
  high: Float64Array;
  low: Float64Array;
  /** Session VWAP; NaN until there is a trade. */
  vwap: Float64Array;
  buy_volume: Float64Array;
  sell_volume: Float64Array;
  /** The largest trade with an aggressor since the previous snap; NaN where there was none. */
  print: Float64Array;
  /** Its contracts: a buyer's positive, a seller's negative. */
  print_size: Float64Array;
}

/** Ticks in one column of {@link DepthColumns}. */
export const DEPTH_TICKS = 32;
/** In a column of depth: the feed does not show this tick. */
export const UNSEEN_DEPTH = 0xffff;

/**
 * What the book displayed, one column a second of the session, append-only. Column i of the run
 * stands at `first_column + i`; its sizes are those of {@link DEPTH_TICKS} futures ticks from
 * `first_tick` on, lowest price first. A second without a book has no column.
 */
export interface DepthColumns {
  first_column: number;
  /** Unix ms of the snap at which the book was read. */
  ts: Float64Array;
  /** Futures price / level price at that snap. */
  ratio: Float64Array;
  first_tick: Int32Array;
  /** Displayed contracts of both sides, at most 65,534; {@link UNSEEN_DEPTH} where unknown. */
  sizes: Uint16Array;
}

/** The ladder around spot: row i is futures tick `first_tick + i`, lowest price first. */
export interface LadderColumns {
  first_tick: number;
  tick_size: number;
  /** Level price = tick · tick_size / ratio. */
  ratio: number;
  /** Displayed contracts; −1 where the view does not know the tick. */
  bid_size: Float64Array;
  ask_size: Float64Array;
  /** Session volume by aggressor. */
  buy_volume: Float64Array;
  sell_volume: Float64Array;
  /** Flows of the barrier window, bid and ask side together per tick. */
  added: Float64Array;
  pulled: Float64Array;
  filled: Float64Array;
  best_bid_tick: number | null;
  best_ask_tick: number | null;
  last_tick: number | null;
  last_size: number;
  last_aggressor: -1 | 0 | 1;
}

/** The way of a sweep through the book, as far as it had come when it was told. */
export interface SweepPath {
  /** Unix ms of its first and its last print. */
  readonly from_ts: number;
  readonly to_ts: number;
  /** Level prices of those prints. */
  readonly from_price: number;
  readonly to_price: number;
  /** Contracts. */
  readonly size: number;
  /** Futures price × contracts. */
  readonly notional: number;
  /** Distinct prices. */
  readonly prices: number;
}

/** Something that happened, in words and in figures; append-only, numbered from 0. */
export interface LogRow {
  sequence: number;
  /** Unix ms of the snap it was noticed at. */
  ts: number;
  kind: 'signal' | 'state' | 'sweep' | 'wall' | 'gap' | 'health' | 'episode' | 'hotzone';
  /** Level id, or null where the row concerns the whole run. */
  level: string | null;
  /** Level price at that moment; null as above. */
  price: number | null;
  /** For `signal` rows the new signal, for others the new state's name. */
  value: string;
  /** For `signal` rows the direction price is expected to go; else null. */
  direction: 'UP' | 'DOWN' | null;
  score: number | null;
  text: string;
  /** Present on `episode` rows. */
  episode?: EpisodePayload;
  /** Unix ms of the last record before a gap; present on `gap` rows where there was one. */
  from_ts?: number;
  /** Present on `sweep` rows. */
  sweep?: SweepPath;
}

/** The newest picture, and everything append-only that this client has not had yet. */
export interface FrameEvent extends RunStamp {
  type: 'frame';
  /** Number of the snap in the run, from 0. Snaps between two frames were computed, not drawn. */
  sequence: number;
  payload: SnapPayload;
  /** Futures price / level price now in force. */
  ratio: number;
  /** Session VWAP, high and low in level price; null before the first trade. */
  vwap: number | null;
  high: number | null;
  low: number | null;
  trail: TrailColumns;
  depth: DepthColumns;
  tape: TapeColumns;
  log: LogRow[];
  ladder: LadderColumns;
  tape_stats: TapeStats;
}

/**
 * What a (re)connecting screen is told first, in parts below 1 MB; `last` marks the final part. The whole
 * trail; of the log its last rows, and before those only what lasts: signals, episodes, gaps, health,
 * hotzones.
 */
export interface HistoryEvent extends RunStamp {
  type: 'history';
  trail: TrailColumns;
  /** Of a run that is past, the last hour. */
  depth: DepthColumns;
  /** Of a run that is past, the last rows. */
  tape: TapeColumns;
  log: LogRow[];
  last: boolean;
}

/** The answer to `explain`, to the screen that asked; before the command's reply. */
export interface ExplanationEvent extends RunStamp {
  type: 'explanation';
  /** Number of the snap. */
  sequence: number;
  level: string;
  /** Null where the level is not active at that snap. */
  explanation: Explanation | null;
}

/** To the screens that want it: at most once a second while it plays, and wherever it comes to rest. */
export interface GammaProfileEvent extends RunStamp {
  type: 'gamma_profile';
  profile: GammaProfile;
}

export interface HotzoneState {
  id: string;
  price: number;
  label: string;
  strong: boolean;
}

export interface HotzonesEvent {
  type: 'hotzones';
  hotzones: HotzoneState[];
  can_undo: boolean;
  can_redo: boolean;
}

export type ReplyEvent =
  | { type: 'reply'; id: number; ok: true }
  | { type: 'reply'; id: number; ok: false; problem: Problem };

export type HostEvent =
  | { type: 'session'; session: SessionState }
  | ({ type: 'playback' } & RunStamp & { playback: PlaybackState })
  | FrameEvent
  | HistoryEvent
  | TimelineEvent
  | HotzonesEvent
  | JournalEvent
  | ComparisonEvent
  | ExplanationEvent
  | GammaProfileEvent
  | ReplyEvent;

/** The screen's only way to the engine. Two implementations: Electron IPC and WebSocket. */
export interface Bridge {
  /** Resolves when the host accepted the command; rejects with the reply's {@link Problem}. */
  send(command: Command): Promise<void>;
  /** Every event, in order. Returns the unsubscribe function. */
  subscribe(listener: (event: HostEvent) => void): () => void;
  /** 'open' while messages flow; the bridge reconnects by itself. Returns unsubscribe. */
  onStatus(listener: (status: 'connecting' | 'open' | 'closed') => void): () => void;
  close(): void;
}
