import { readValues } from '../codec/fieldValues.ts';
import { statisticsV1, statisticsV3 } from '../codec/venueLayouts.ts';
import type { RecordHead } from './recordHead.ts';

/** An update action: the statistic is no longer valid. */
const DELETED = 2;

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

  /** Adds a statistics record; its size tells the layout. Allocates: they are rare. */
  add({ view, offset, lengthBytes }: RecordHead): void {
    const values =
      lengthBytes >= statisticsV3.bytes
        ? readValues(statisticsV3, view, offset)
        : readValues(statisticsV1, view, offset);
    const type = values.stat_type;
    if (values.update_action === DELETED) {
      this.#latest.delete(type);
      return;
    }
    const [name, isCount] = STATISTICS[type] ?? [`type ${type}`, undefined];
    this.#latest.set(type, {
      name,
      priceNanos: isCount === true ? undefined : asNumber(values.price),
      quantity: isCount === false ? undefined : asNumber(values.quantity),
      tsRefNs: values.ts_ref,
      tsRecvNs: values.ts_recv,
    });
  }
}

const asNumber = (value: bigint | number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);
