/** Reads the keys that a second configuration has of its own. */
import { resolveConfig, type EngineConfig } from '../../engine/core/config.ts';
import { toProblem } from '../../engine/core/errors.ts';
import type { ComparisonCommand } from '../../engine/core/comparison.ts';

type Overrides = Extract<ComparisonCommand, { type: 'compare_start' }>['overrides'];

/** What was typed: the keys, or in words what is wrong with them. */
export type ReadOverrides =
  | { readonly overrides: Overrides; readonly problem: undefined }
  | { readonly overrides: undefined; readonly problem: string };

/** Numbers and null as JSON writes them; everything else is the text itself. */
export function valueOf(text: string): number | string | null {
  if (text === 'null') return null;
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? text.replace(/^"(.*)"$/, '$1') : value;
}

/**
 * Reads `KEY=VALUE` lines; empty ones do not count, of a key given twice the last does.
 * @param base what the keys change; all of it is checked together
 */
export function readOverrides(text: string, base: EngineConfig): ReadOverrides {
  const overrides: Overrides = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const equals = line.indexOf('=');
    const key = line.slice(0, Math.max(0, equals)).trim();
    if (key === '') {
      return { overrides: undefined, problem: `Line ${index + 1} is no KEY=VALUE.` };
    }
    overrides[key] = valueOf(line.slice(equals + 1).trim());
  }
  try {
    resolveConfig(base, overrides);
    return { overrides, problem: undefined };
  } catch (error) {
    const { message, remedy } = toProblem(error);
    return { overrides: undefined, problem: `${message} ${remedy}` };
  }
}
