import type { HotzoneEvent } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';

/** A level the trader set by hand. The price is a level price. */
export interface Hotzone {
  readonly id: string;
  readonly price: number;
  readonly label: string;
  readonly strong: boolean;
}

/** The trader's levels in force, by id. */
export class Hotzones {
  readonly #zones = new Map<string, Hotzone>();

  /** Adding an id that exists, or moving one that does not, sets the zone all the same. */
  apply(event: HotzoneEvent): void {
    const { action, id, price, label, strong } = event;
    if (action === 'remove') this.#zones.delete(id);
    else this.#zones.set(id, { id, price, label, strong });
  }

  values(): IterableIterator<Hotzone> {
    return this.#zones.values();
  }

  transfer(state: StateTransfer): void {
    state.jsonMap(this.#zones);
  }
}
