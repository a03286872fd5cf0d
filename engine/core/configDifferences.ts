import type { ConfigDifference } from './comparison.ts';
import type { EngineConfig } from './config.ts';
import { CONFIG_KEYS, type ConfigKey } from './configKeys.ts';

/** Keys whose values differ between two configurations, in the order of `breakwater config`. */
export function configDifferences(a: EngineConfig, b: EngineConfig): ConfigDifference[] {
  return (Object.keys(CONFIG_KEYS) as ConfigKey[])
    .filter((key) => a[key] !== b[key])
    .map((key) => ({ key, a: a[key], b: b[key] }));
}
