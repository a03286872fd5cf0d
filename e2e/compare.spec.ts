/** A second configuration over the open session. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { clockOf, readClock } from './support/screen.ts';

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });
const marksOf = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('timeline').getAttribute('data-marks'));

test('a second configuration shows where it differs, and leads there', async ({ start }) => {
  const { page, complaints } = await start();
  await readClock(page);
  await button(page, 'Pause').click();
  await expect(page.getByTestId('survey')).toHaveText(/^Surveyed [0-9a-f]{8}$/);
  const before = await marksOf(page);

  await button(page, 'Compare').click();
  const dialog = page.getByRole('dialog', { name: 'Compare with a second configuration' });
  const keys = dialog.getByLabel('Keys of B');
  await keys.fill('TRIGGER_HOLD_TIM=1');
  await expect(dialog.getByRole('status')).toContainText('Did you mean TRIGGER_HOLD_TIME?');
  await expect(dialog.getByRole('button', { name: 'Compare' })).toBeDisabled();
  await keys.fill('TRIGGER_HOLD_TIME=1');
  await dialog.getByRole('button', { name: 'Compare' }).click();

  const panel = page.getByTestId('compare');
  await expect(panel).toContainText('B TRIGGER_HOLD_TIME=1');
  await expect(panel).toContainText(/\d+ differences/);
  const rows = panel.getByRole('list', { name: 'Differences' }).getByRole('button');
  await expect.poll(() => marksOf(page)).toBe(before + (await rows.count()));
  const third = rows.nth(2);
  const time = (await third.innerText()).slice(0, 8);
  await third.click();
  await expect(clockOf(page)).toContainText(time);

  await page.getByRole('switch', { name: 'Blind' }).click();
  await expect(panel).not.toContainText(/\d+ differences/);
  expect(await rows.count()).toBeLessThan(3);
  await page.getByRole('switch', { name: 'Blind' }).click();

  await page.reload();
  await expect(panel).toContainText(/\d+ differences/);
  await button(page, 'End the comparison').click();
  await expect(panel).toHaveCount(0);
  await expect.poll(() => marksOf(page)).toBe(before);
  expect(complaints).toEqual([]);
});
