import fc from 'fast-check';
import { mutation } from './mutations.ts';
import { readSamples } from './samples.ts';
import { assertSurvives } from './survives.ts';

/** Any sample, changed in a few places and read in portions of any size, keeps every promise. */
export async function fuzzProperty(): Promise<fc.IAsyncProperty<unknown>> {
  const samples = await readSamples();
  const others = samples.map(({ bytes }) => bytes);
  return fc.asyncProperty(
    fc.integer({ min: 0, max: samples.length - 1 }),
    fc.array(mutation, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(Infinity, 4096, 777),
    async (index, changes, chunkBytes) => {
      const sample = samples[index];
      if (sample !== undefined) await assertSurvives(sample, changes, others, chunkBytes);
    },
  );
}
