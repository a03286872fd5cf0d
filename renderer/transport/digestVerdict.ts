import type { DigestFacts } from '../../engine/core/protocol.ts';

/** Whether a digest is what it ought to be, in words. */
export interface DigestVerdict {
  readonly isSame: boolean;
  readonly words: string;
  /** In full, for a tooltip. */
  readonly details: string;
}

/**
 * Compares the digest of a session with what is known of it; a difference comes first.
 * @returns undefined where there is nothing to compare with
 */
export function digestVerdict(digest: string, facts: DigestFacts): DigestVerdict | undefined {
  const others = [
    { name: 'the manifest', agrees: 'as the manifest says', expected: facts.stated },
    { name: 'before', agrees: 'same as before', expected: facts.earlier },
  ].filter(({ expected }) => expected !== null);
  const different = others.find(({ expected }) => expected !== digest);
  if (different !== undefined) {
    const { name, expected } = different;
    return {
      isSame: false,
      words: `differs from ${name}`,
      details: `Expected ${expected}, found ${digest}. Other data, or another version of the engine?`,
    };
  }
  const [same] = others;
  if (same === undefined) return undefined;
  return { isSame: true, words: same.agrees, details: `Run again, and it is the same: ${digest}` };
}
