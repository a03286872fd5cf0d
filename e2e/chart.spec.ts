import { expect, test } from './support/fixtures.ts';
import { colouredPixels, openSurveyed, readClock } from './support/screen.ts';

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

/** The token `heat-5` of the design: the largest sizes. */
const BRIGHTEST = [0xb0, 0xdd, 0xf8] as const;

test('liquidity stands behind price, also of the time before a seek, until it is switched off', async ({
  start,
}) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  await page.keyboard.press('t');
  await page.keyboard.type('09:33:00');
  await page.keyboard.press('Enter');
  await expect.poll(() => readClock(page)).toContain('09:33:00');
  await page.keyboard.press('Escape');
  const chart = page.getByTestId('chart');
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has a place on the screen');
  const bright = async (): Promise<number> => {
    let count = 0;
    for (let y = 20; y < box.height - 40; y += 40)
      count += await colouredPixels(chart, y, BRIGHTEST);
    return count;
  };
  await expect.poll(bright).toBeGreaterThan(500);
  const before = await bright();
  await expect(page.getByRole('note', { name: 'Key of the chart' })).toContainText(
    /\d+ lots in sight/,
  );
  await page.getByRole('button', { name: 'Layers' }).click();
  await page.getByRole('checkbox', { name: 'Liquidity heatmap' }).uncheck();
  await expect.poll(bright).toBeLessThan(before / 2);
  await expect(page.getByRole('note', { name: 'Key of the chart' })).not.toContainText('in sight');
  expect(complaints).toEqual([]);
});
