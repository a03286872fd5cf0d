import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonStart, mutated } from './testing/fuzz/mutations.ts';
import { fuzzProperty } from './testing/fuzz/fuzzProperty.ts';
import { readSamples } from './testing/fuzz/samples.ts';
import { assertSurvives } from './testing/fuzz/survives.ts';

describe('a file whose bytes were changed anywhere', () => {
  it('ends in records and at most one clear error, with all before the change', async () => {
    await fc.assert(await fuzzProperty(), { numRuns: 2000 });
  });

  it('is checked against what it held before', async () => {
    const [sample, ...others] = await readSamples();
    if (sample === undefined) throw new Error('there are samples');
    const last = sample.bytes.length - 1;
    const promised = { ...sample, borders: [{ end: last, records: sample.records.length + 1 }] };
    const changes = [{ kind: 'flip', at: last, bit: 0 }] as const;
    const lost = assertSurvives(promised, changes, [], Infinity);
    await expect(lost).rejects.toThrow(/is lost or changed/);
    const spliced = mutated(
      sample.bytes,
      { kind: 'splice', at: 100, other: 0, from: 3 },
      others.map(({ bytes }) => bytes),
    );
    expect(commonStart(spliced, sample.bytes)).toBeGreaterThanOrEqual(100);
  });
});
