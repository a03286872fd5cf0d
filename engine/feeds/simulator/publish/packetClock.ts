import type { RecordHead } from '../../dbn/writerRecords.ts';
import type { Prng } from '../prng.ts';

/** Share of events whose book record comes in the packet after that of its trades, per mille. */
const NEXT_PACKET_PER_MILLE = 610;

/**
 * When records leave the exchange and arrive, and their sequence: each event in a packet of its
 * own, captured 0.06–0.13 ms after it happened, now and then up to 0.45 ms; an event's book record
 * comes in the packet of its trades or, more often, in the next one.
 */
export class PacketClock {
  readonly #prng: Prng;
  #lastRecvNs = 0;

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  /** Starts an event: its time at the exchange, its arrival here, its packet. */
  stamp(head: RecordHead, nowNs: number): void {
    const draw = this.#prng.uint32();
    const spread = draw & 0xffff;
    const travelNs = 62_000 + spread + (draw >>> 28 === 0 ? 4 * spread : 0);
    head.eventNs = nowNs;
    head.recvNs = Math.max(this.#lastRecvNs + 1, nowNs + travelNs);
    head.inDeltaNs = 11_000 + ((draw >>> 16) & 0x1fff);
    head.sequence = (head.sequence + 1 + ((draw >>> 24) & 3)) >>> 0;
    this.#lastRecvNs = head.recvNs;
  }

  /** Goes on to the event's book record. */
  nextPacket(head: RecordHead): void {
    if (!this.#prng.chance(NEXT_PACKET_PER_MILLE)) return;
    head.sequence = (head.sequence + 1) >>> 0;
    head.recvNs += this.#prng.between(3_500, 40_000);
    this.#lastRecvNs = head.recvNs;
  }

  /** Stamps an image of the book, whose capture time is its own. */
  stampImage(head: RecordHead, nowNs: number, ageNs: number): void {
    head.eventNs = nowNs - ageNs;
    head.recvNs = Math.max(this.#lastRecvNs, nowNs);
    head.inDeltaNs = 0;
    head.sequence = (head.sequence + 1) >>> 0;
    this.#lastRecvNs = head.recvNs;
  }

  /** Stamps a record that was held back; its sequence is that of its event. */
  stampHeld(head: RecordHead, eventNs: number): void {
    head.eventNs = eventNs;
    head.recvNs = Math.max(this.#lastRecvNs, eventNs + this.#prng.between(62_000, 190_000));
    head.inDeltaNs = 14_000;
    this.#lastRecvNs = head.recvNs;
  }
}
