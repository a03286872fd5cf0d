import type { ExplainedPosition, ExplainedRecords } from '../../core/explanation.ts';
import { round6 } from '../../core/rounding.ts';
import { atMost } from '../../core/tolerance.ts';
import type { InventoryPosition } from '../../market/inventoryPosition.ts';
import type { RecordQuery } from './records.ts';

/** The positions behind a level's inventory gamma, largest first, of equals the first that came. */
export function positionRecords({
  market,
  limit,
  price,
}: Pick<RecordQuery, 'market' | 'limit' | 'price'>): ExplainedRecords<ExplainedPosition> {
  const { options, config } = market;
  const size = (position: InventoryPosition): number =>
    Math.abs(options.inventory.contribution(position));
  const near = options.inventory.held.filter(({ contract }) =>
    atMost(Math.abs(contract.strike - price), config.FUEL_STRIKE_RANGE),
  );
  const rows = near
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, limit)
    .map((position) => ({
      strike: position.contract.strike,
      right: position.contract.right,
      contracts: round6(position.contracts),
      opening: round6(position.opening ?? 0),
      iv: round6(position.iv),
      iv_source: position.ivSource,
      gamma: round6(position.gamma),
      net_gamma: round6(options.inventory.contribution(position)),
    }));
  return { total: near.length, rows };
}
