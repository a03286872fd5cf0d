import type { EnginePort } from '../gateway/relay.ts';
import type { Command, HostEvent } from '../core/protocol.ts';

type EventOf<T extends HostEvent['type']> = Extract<HostEvent, { type: T }>;

interface Waiting {
  readonly test: (event: HostEvent) => boolean;
  readonly resolve: (event: HostEvent) => void;
  readonly reject: (error: Error) => void;
}

/** A screen that draws nothing: it takes every frame at once, as fast as the engine makes them. */
export class BenchScreen {
  readonly #port: EnginePort;
  #waiting: Waiting[] = [];
  #nextId = 0;
  #problem: Error | undefined;

  constructor(port: EnginePort) {
    this.#port = port;
    port.on('message', (event: HostEvent) => this.#receive(event));
  }

  send(command: Command): void {
    this.#port.postMessage({ id: this.#nextId++, command });
  }

  /**
   * The next event of a type that passes the test.
   * @throws when the engine refuses a command or has a problem
   */
  next<T extends HostEvent['type']>(
    type: T,
    test: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    return new Promise<EventOf<T>>((resolve, reject) => {
      if (this.#problem !== undefined) reject(this.#problem);
      this.#waiting.push({
        test: (event) => event.type === type && test(event as EventOf<T>),
        resolve: (event) => resolve(event as EventOf<T>),
        reject,
      });
    });
  }

  #receive(event: HostEvent): void {
    if (event.type === 'frame') this.send({ type: 'frame_drawn', sequence: event.sequence });
    if (event.type === 'reply' && !event.ok) this.#fail(event.problem.message);
    if (event.type === 'session' && event.session.problem !== null) {
      this.#fail(event.session.problem.message);
    }
    const met = this.#waiting.filter(({ test }) => test(event));
    this.#waiting = this.#waiting.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve(event);
  }

  #fail(message: string): void {
    this.#problem ??= new Error(message);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#problem);
  }
}
