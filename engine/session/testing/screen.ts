import type { Command, FrameEvent, HostEvent, ReplyEvent } from '../../core/protocol.ts';
import type { ClientPort } from '../clientPort.ts';

type EventOf<T extends HostEvent['type']> = Extract<HostEvent, { type: T }>;

/** A screen without a window: keeps all it is told, and draws frames at once unless told not to. */
export class TestScreen implements ClientPort {
  readonly events: HostEvent[] = [];
  /** While false, frames stay undrawn and no further one may come. */
  draws = true;
  isClosed = false;
  #toHost: (message: unknown) => void = () => undefined;
  #onClose: () => void = () => undefined;
  #waiting: { test: (event: HostEvent) => boolean; resolve: (event: HostEvent) => void }[] = [];
  #nextId = 0;

  postMessage(event: HostEvent): void {
    this.events.push(event);
    const met = this.#waiting.filter(({ test }) => test(event));
    this.#waiting = this.#waiting.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve(event);
    if (event.type === 'frame' && this.draws) setImmediate(() => this.draw(event));
  }

  on(event: 'message' | 'close', listener: (message?: unknown) => void): void {
    if (event === 'message') this.#toHost = listener;
    else this.#onClose = listener;
  }

  close(): void {
    this.isClosed = true;
    this.#onClose();
  }

  /** Sends anything at all, as a hostile screen would. */
  sendRaw(message: unknown): void {
    this.#toHost(message);
  }

  draw(frame: FrameEvent): void {
    void this.send({ type: 'frame_drawn', sequence: frame.sequence });
  }

  async send(command: Command): Promise<ReplyEvent> {
    const id = this.#nextId++;
    const reply = this.next('reply', (event) => event.id === id);
    this.#toHost({ id, command });
    return reply;
  }

  /** The next event of a type that passes the test. */
  next<T extends HostEvent['type']>(
    type: T,
    test: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    return new Promise((resolve) => {
      this.#waiting.push({
        test: (event) => event.type === type && test(event as EventOf<T>),
        resolve: (event) => resolve(event as EventOf<T>),
      });
    });
  }

  all<T extends HostEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** Resolves when playback has come to rest at the end and everything was drawn. */
  async untilEnded(): Promise<void> {
    const isEnd = (event: EventOf<'playback'>): boolean => event.playback.state === 'ended';
    if (!this.all('playback').some(isEnd)) await this.next('playback', isEnd);
  }

  /** All rows of one epoch in the order they came: from history and frames. */
  rows(epoch = 0): {
    sequences: number[];
    spots: number[];
    prints: number[];
    depth: number[];
    tape: number[][];
    logSequences: number[];
  } {
    const parts = this.events.filter(
      (event) => (event.type === 'frame' || event.type === 'history') && event.seek_epoch === epoch,
    ) as (EventOf<'frame'> | EventOf<'history'>)[];
    return {
      sequences: parts.flatMap(({ trail }) =>
        Array.from(trail.ts, (_, index) => trail.first_sequence + index),
      ),
      spots: parts.flatMap(({ trail }) => [...trail.spot]),
      prints: parts.flatMap(({ trail }) => [...trail.print_size]),
      depth: parts.flatMap(({ depth }) => [...depth.ts, ...depth.first_tick, ...depth.sizes]),
      tape: parts.flatMap(({ tape }) =>
        Array.from(tape.ts, (ts, index) => [tape.first_row + index, ts, tape.size[index] ?? 0]),
      ),
      logSequences: parts.flatMap(({ log }) => log.map(({ sequence }) => sequence)),
    };
  }
}
