import type { HistoryEvent, HostEvent, RunStamp } from '../core/protocol.ts';
import type { ClientPort } from './clientPort.ts';
import { GammaSubscription } from './gammaSubscription.ts';
import type { RunRecord } from './runRecord.ts';
import type { Surveyor } from './surveyor.ts';

/**
 * Rows in one message: 6,000 × 9 columns × 8 bytes of trail, 2,000 × 84 bytes of depth, 1,000 × 96 of
 * the tape and 500 log rows stay below 1 MB.
 */
const MAX_TRAIL_ROWS = 6000;
const MAX_DEPTH_COLUMNS = 2000;
const MAX_LOG_ROWS = 500;
const MAX_TAPE_ROWS = 1000;
/** Of a run that is past a screen gets the last rows of every kind; copying them is what takes long. */
const RECENT_LOG_ROWS = 2000;
/** An hour of depth, 302 kB. */
const RECENT_DEPTH_COLUMNS = 3600;
/** 384 kB in parts: ten times what a panel shows at once. */
const RECENT_TAPE_ROWS = 4000;
/** 24 bytes a row, some 300 a mark. */
const MAX_PATH_ROWS = 20_000;
const MAX_MARKS = 1000;

/**
 * One screen: what it has had of the run's rows, and whether it is still busy with its last frame.
 * It gets one frame at a time: the newest picture and the rows it lacks, oldest first, in parts.
 */
export class ScreenClient {
  readonly port: ClientPort;
  readonly gamma = new GammaSubscription();
  #nextTrail = 0;
  #nextLog = 0;
  #nextDepth = 0;
  #nextTape = 0;
  #sentSequence = -1;
  #isDrawing = false;
  #survey = -1;
  #nextPathRow = 0;
  #nextMark = 0;

  constructor(port: ClientPort) {
    this.port = port;
  }

  /** Whether a frame could be sent now. */
  get isReady(): boolean {
    return !this.#isDrawing;
  }

  /**
   * Sends the rows so far, in parts; frames continue from there. Of the log the last rows, and before
   * them what stays on the screen; of depth the last hour, of the tape the last rows. Also starts a new run or epoch.
   */
  sendHistory(stamp: RunStamp, record: RunRecord): void {
    const { trail, depth, tape } = record;
    const log = record.log.recall(RECENT_LOG_ROWS);
    this.#nextTrail = trail.first;
    this.#nextLog = record.log.next;
    this.#nextDepth = Math.max(depth.first, depth.next - RECENT_DEPTH_COLUMNS);
    this.#nextTape = Math.max(tape.first, tape.next - RECENT_TAPE_ROWS);
    this.#sentSequence = -1;
    this.#isDrawing = false;
    this.gamma.startAnew();
    for (let sent = 0, last = false; !last; sent += MAX_LOG_ROWS) {
      const columns = this.#takeColumns(record);
      last = !this.#lacksColumns(record) && sent + MAX_LOG_ROWS >= log.length;
      const rows = log.slice(sent, sent + MAX_LOG_ROWS);
      const part: HistoryEvent = { type: 'history', ...stamp, ...columns, log: rows, last };
      this.port.postMessage(part);
    }
  }

  /** Sends a frame if the screen is ready and there is something it has not had. */
  offerFrame(stamp: RunStamp, record: RunRecord): void {
    const { picture } = record;
    if (this.#isDrawing || picture === undefined) return;
    if (picture.sequence === this.#sentSequence && !this.#lacksRows(record)) return;
    this.#isDrawing = true;
    this.#sentSequence = picture.sequence;
    this.port.postMessage({ type: 'frame', ...stamp, ...picture, ...this.#takeRows(record) });
  }

  /** Sends what the screen lacks of the timeline, in parts; a new survey from its start. */
  sendTimeline({ session_id }: RunStamp, { survey, number }: Surveyor): void {
    const { timeline, progress, digest, digestFacts } = survey;
    if (number !== this.#survey) {
      this.#survey = number;
      this.#nextPathRow = 0;
      this.#nextMark = 0;
    }
    do {
      const path = timeline.path(this.#nextPathRow, MAX_PATH_ROWS);
      const marks = timeline.marks(this.#nextMark, MAX_MARKS);
      this.#nextPathRow += path.ts.length;
      this.#nextMark += marks.length;
      this.port.postMessage({
        type: 'timeline',
        session_id,
        survey: number,
        progress,
        first_ts: timeline.firstTs ?? null,
        last_ts: timeline.lastTs ?? null,
        digest: digest ?? null,
        digest_facts: digest === undefined ? null : digestFacts,
        ...path,
        marks,
      });
    } while (this.#nextPathRow < timeline.rows || this.#nextMark < timeline.markCount);
  }

  /** Another session is open: its timeline is sent from the start. */
  forgetTimeline(): void {
    this.#survey = -1;
  }

  /** The screen has drawn its frame. */
  frameDrawn(): void {
    this.#isDrawing = false;
  }

  #lacksColumns({ trail, depth, tape }: RunRecord): boolean {
    return (
      this.#nextTrail < trail.next || this.#nextDepth < depth.next || this.#nextTape < tape.next
    );
  }

  #lacksRows(record: RunRecord): boolean {
    return this.#lacksColumns(record) || this.#nextLog < record.log.next;
  }

  #takeColumns(record: RunRecord): Pick<HistoryEvent, 'trail' | 'depth' | 'tape'> {
    const trail = record.trail.slice(this.#nextTrail, MAX_TRAIL_ROWS);
    const depth = record.depth.slice(this.#nextDepth, MAX_DEPTH_COLUMNS);
    const tape = record.tape.slice(this.#nextTape, MAX_TAPE_ROWS);
    this.#nextTrail = trail.first_sequence + trail.ts.length;
    this.#nextDepth = depth.first_column + depth.ts.length;
    this.#nextTape = tape.first_row + tape.ts.length;
    return { trail, depth, tape };
  }

  #takeRows(record: RunRecord): Pick<HistoryEvent, 'trail' | 'depth' | 'tape' | 'log'> {
    const log = record.log.slice(this.#nextLog, MAX_LOG_ROWS);
    this.#nextLog = (log.at(-1)?.sequence ?? record.log.next - 1) + 1;
    return { ...this.#takeColumns(record), log };
  }
}

/** The buffers of an event that nothing else uses: who sends it to another thread need not copy them. */
export function ownBuffers(event: HostEvent): ArrayBuffer[] {
  if (event.type !== 'history') return [];
  const columns: unknown[] = [event.trail, event.depth, event.tape].flatMap((part): unknown[] =>
    Object.values(part),
  );
  return columns.flatMap((column) =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  );
}
