import { BreakwaterError } from '../../../core/errors.ts';

/** Publishers of the datasets this product plays (the vendor's list of publishers). */
const DATASETS: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
  ['GLBX.MDP3', [[1, 1]]],
  [
    'OPRA.PILLAR',
    [
      [20, 37],
      [61, 61],
    ],
  ],
];

/**
 * The dataset of a publisher.
 *
 * @param file for the message
 * @throws BreakwaterError when the publisher is of none of the datasets known here
 */
export function datasetOf(file: string, publisherId: number): string {
  const known = DATASETS.find(([, ranges]) =>
    ranges.some(([first, last]) => first <= publisherId && publisherId <= last),
  );
  if (known !== undefined) return known[0];
  throw new BreakwaterError('usage', 'A fragment does not say which dataset it is of.', {
    place: { file, field: 'dataset', found: `records of publisher ${publisherId}` },
    remedy: 'Name it with --dataset, e.g. --dataset XNAS.ITCH.',
  });
}
