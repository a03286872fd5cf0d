import type { BreakwaterError } from '../core/errors.ts';
import { dayNumber, newYorkDay } from '../core/newYork.ts';
import type { Underlying } from '../core/profiles.ts';
import { MS_PER_DAY } from '../core/time.ts';
import { decodeDefinition } from '../feeds/dbn/definition.ts';
import { OptionContracts } from '../feeds/dbn/events/optionContracts.ts';
import { RTYPE } from '../feeds/dbn/layout.ts';
import type { FileContent } from './fileContent.ts';

/** Files whose query does not say when it starts have 0 there, or near it. */
const FIRST_MS = dayNumber(2000, 1, 1) * MS_PER_DAY;

export interface ReadContracts {
  readonly contracts: OptionContracts;
  /** At which any of the definition files ended. */
  readonly damages: readonly BreakwaterError[];
}

/**
 * The option contracts of a session: every definition of its definition files taken up, and the
 * earliest day of all files, by which the others are known.
 */
export async function readContracts(
  contents: readonly FileContent[],
  underlying: Underlying,
): Promise<ReadContracts> {
  const contracts = new OptionContracts(underlying, firstDay(contents));
  const damages: BreakwaterError[] = [];
  for (const { reader, schema } of contents) {
    if (schema !== 'definition') continue;
    do {
      while (reader.next()) {
        if (reader.rtype !== RTYPE.definition) continue;
        contracts.define(decodeDefinition(reader.view, reader.offset, reader.lengthBytes));
      }
    } while (await reader.fill());
    await reader.close();
    if (reader.damage !== null) damages.push(reader.damage);
  }
  return { contracts, damages };
}

function firstDay(contents: readonly FileContent[]): number | undefined {
  const starts = contents
    .map(({ reader }) => Number((reader.metadata?.startNs ?? 0n) / 1_000_000n))
    .filter((startMs) => startMs >= FIRST_MS);
  return starts.length === 0 ? undefined : newYorkDay(Math.min(...starts));
}

/**
 * Says when the definitions know another multiplier than the configuration. The configured one is in
 * force (SPEC §2): a flow, its thresholds and walls are all in its units.
 */
export function multiplierWarnings(contracts: OptionContracts, configured: number): string[] {
  const others = [...contracts.multipliers].filter((units) => units !== configured);
  if (others.length === 0) return [];
  const units = others.join(' or ');
  return [
    `The definitions say ${units} units of the future in an option, OPTION_MULTIPLIER says ` +
      `${configured} and is in force: try --set OPTION_MULTIPLIER=${others[0] ?? configured}.`,
  ];
}
