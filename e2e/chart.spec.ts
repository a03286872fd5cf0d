import { expect, test } from './support/fixtures.ts';
import { openSurveyed } from './support/screen.ts';

test('bars of five minutes and the layers that were chosen are there the next time', async ({
  start,
}) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  const intervals = page.getByRole('radiogroup', { name: 'Interval' });
  await intervals.getByText('5m', { exact: true }).click();
  await page.getByRole('button', { name: 'Layers' }).click();
  const sweeps = page.getByRole('checkbox', { name: 'Sweeps' });
  await expect(sweeps).toBeChecked();
  await sweeps.uncheck();
  await page.keyboard.press('Escape');
  await expect(sweeps).toHaveCount(0);

  await page.reload();
  await expect(intervals.getByRole('radio', { name: '5m' })).toBeChecked();
  await page.getByRole('button', { name: 'Layers' }).click();
  await expect(sweeps).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Large prints' })).toBeChecked();
  expect(complaints).toEqual([]);
});
