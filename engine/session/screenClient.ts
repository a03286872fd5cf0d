import type { HistoryEvent, RunStamp } from '../core/protocol.ts';
import type { ClientPort } from './clientPort.ts';
import type { RunRecord } from './runRecord.ts';

/** Rows in one message: 8,000 × 7 columns × 8 bytes and 500 log rows stay well below 1 MB. */
const MAX_TRAIL_ROWS = 8000;
const MAX_LOG_ROWS = 500;

/**
 * One screen: what it has had of the run's rows, and whether it is still busy with its last frame.
 * It gets one frame at a time: the newest picture and the rows it lacks, oldest first, in parts.
 */
export class ScreenClient {
  readonly port: ClientPort;
  #nextTrail = 0;
  #nextLog = 0;
  #sentSequence = -1;
  #isDrawing = false;

  constructor(port: ClientPort) {
    this.port = port;
  }

  /** Whether a frame could be sent now. */
  get isReady(): boolean {
    return !this.#isDrawing;
  }

  /** Sends all rows so far, in parts; frames continue from there. Also starts a new run or epoch. */
  sendHistory(stamp: RunStamp, record: RunRecord): void {
    this.#nextTrail = record.trail.first;
    this.#nextLog = record.log.first;
    this.#sentSequence = -1;
    this.#isDrawing = false;
    let last = false;
    while (!last) {
      const rows = this.#takeRows(record);
      last = !this.#lacksRows(record);
      const part: HistoryEvent = { type: 'history', ...stamp, ...rows, last };
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

  /** The screen has drawn its frame. */
  frameDrawn(): void {
    this.#isDrawing = false;
  }

  #lacksRows(record: RunRecord): boolean {
    return this.#nextTrail < record.trail.next || this.#nextLog < record.log.next;
  }

  #takeRows(record: RunRecord): Pick<HistoryEvent, 'trail' | 'log'> {
    const trail = record.trail.slice(this.#nextTrail, MAX_TRAIL_ROWS);
    const log = record.log.slice(this.#nextLog, MAX_LOG_ROWS);
    this.#nextTrail = trail.first_sequence + trail.ts.length;
    this.#nextLog = (log.at(-1)?.sequence ?? record.log.next - 1) + 1;
    return { trail, log };
  }
}
