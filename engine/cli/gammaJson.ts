import { IV_SOURCES, type GammaProfile } from '../core/gammaProfile.ts';

/** The profile as one line of JSON: columns as lists, sources by name, what is not known as null. */
export function gammaJson(profile: GammaProfile): string {
  const { calls, puts } = profile.iv_source;
  const iv_source = { calls: sourceNames(calls), puts: sourceNames(puts) };
  return JSON.stringify({ ...profile, iv_source }, (_key, value: unknown) =>
    value instanceof Float64Array ? Array.from(value, finiteOrNull) : value,
  );
}

const sourceNames = (codes: Uint16Array): (string | null)[] =>
  Array.from(codes, (code) => IV_SOURCES[code] ?? null);

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
