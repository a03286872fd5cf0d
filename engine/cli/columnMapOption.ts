import type { Command } from 'commander';
import { BreakwaterError } from '../core/errors.ts';
import { assertRole, type ColumnMap } from '../feeds/parquet/columns.ts';
import { collect } from './configOptions.ts';

/** The option for columns of Parquet files, as commander parses it. */
export interface MapOptions {
  readonly map?: readonly string[];
}

/** Adds `--map`. */
export function addMapOption(command: Command): Command {
  return command.option(
    '--map <ours=theirs>',
    'a column of Parquet files, e.g. price=trade_px; may be repeated',
    collect,
  );
}

/**
 * The columns that `--map` names.
 * @throws BreakwaterError (usage) for what is no `ours=theirs`
 */
export function parseColumnMap(assignments: readonly string[] = []): ColumnMap {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [ours = '', ...rest] = assignment.split('=');
      const theirs = rest.join('=');
      if (ours === '' || theirs === '') {
        throw new BreakwaterError('usage', `--map ${assignment} is no OURS=THEIRS.`, {
          place: { field: '--map', expected: 'OURS=THEIRS', found: assignment },
          remedy: 'Write for example --map price=trade_px: our name, then the name in the file.',
        });
      }
      assertRole(ours);
      return [ours, theirs];
    }),
  );
}
