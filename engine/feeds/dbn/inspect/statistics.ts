import { optionalPriceNanosAt, optionalTimeNsAt } from '../records.ts';
import type { RecordHead } from './recordHead.ts';

/** Offsets of a statistics record; version 3 widened the quantity, its size tells. */
const V3_BYTES = 80;
const COMMON = { tsRecv: 16, tsRef: 24, price: 32, quantity: 40 };
const V1 = { statType: 52, updateAction: 56 };
const V3 = { statType: 56, updateAction: 60 };
const DELETED = 2;
const UNDEFINED_I32 = 0x7fff_ffff;
const UNDEFINED_I64 = 0x7fff_ffff_ffff_ffffn;

/** Names of the statistics by `stat_type`; those whose value is a count say so. */
const STATISTICS: readonly (readonly [name: string, isCount: boolean] | undefined)[] = [
  undefined,
  ['open', false],
  ['indicative open', false],
  ['settlement', false],
  ['session low', false],
  ['session high', false],
  ['cleared volume', true],
  ['lowest offer', false],
  ['highest bid', false],
  ['open interest', true],
  ['fixing', false],
  ['close', false],
  ['net change', false],
  ['VWAP', false],
  ['volatility', false],
  ['delta', false],
  ['uncrossing', false],
  ['upper limit', false],
  ['lower limit', false],
  ['block volume', true],
];

/** One statistic as it was published last. */
export interface Statistic {
  /** The vendor's meaning of the type, or `type N`. */
  readonly name: string;
  /** A price in units of 1e-9, or a count; undefined where the record has neither. */
  readonly priceNanos: number | undefined;
  readonly quantity: number | undefined;
  /** What time it is about, and when it was captured; Unix ns. */
  readonly tsRefNs: bigint | undefined;
  readonly tsRecvNs: bigint | undefined;
}

/** The latest of each type of statistic of one instrument; deleted ones are gone. */
export class StatisticsTally {
  readonly #latest = new Map<number, Statistic>();

  /** In the order of the types' numbers. */
  get latest(): readonly Statistic[] {
    return [...this.#latest].sort(([a], [b]) => a - b).map(([, statistic]) => statistic);
  }

  /** Adds a statistics record. Allocates: they are rare. */
  add({ view, offset, lengthBytes }: RecordHead): void {
    const at = lengthBytes >= V3_BYTES ? V3 : V1;
    const type = view.getUint16(offset + at.statType, true);
    if (view.getUint8(offset + at.updateAction) === DELETED) {
      this.#latest.delete(type);
      return;
    }
    const [name, isCount] = STATISTICS[type] ?? [`type ${type}`, undefined];
    this.#latest.set(type, {
      name,
      priceNanos: isCount === true ? undefined : optionalPriceNanosAt(view, offset + COMMON.price),
      quantity: isCount === false ? undefined : quantityAt(view, offset, lengthBytes),
      tsRefNs: optionalTimeNsAt(view, offset + COMMON.tsRef),
      tsRecvNs: optionalTimeNsAt(view, offset + COMMON.tsRecv),
    });
  }
}

function quantityAt(view: DataView, offset: number, lengthBytes: number): number | undefined {
  const at = offset + COMMON.quantity;
  if (lengthBytes < V3_BYTES) {
    const quantity = view.getInt32(at, true);
    return quantity === UNDEFINED_I32 ? undefined : quantity;
  }
  const quantity = view.getBigInt64(at, true);
  return quantity === UNDEFINED_I64 ? undefined : Number(quantity);
}
