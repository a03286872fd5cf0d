/** Parameters changed on the screen: the session is run again, and stands where it stood. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { button, cardsOf, clockOf, openSurveyed, readClock, stateOf } from './support/screen.ts';

const formOf = (page: Page): Locator =>
  page.getByRole('dialog').getByRole('form', { name: 'Parameters' });

async function openForm(page: Page): Promise<Locator> {
  await button(page, 'Parameters').click();
  return formOf(page);
}

const surveyOf = (page: Page): Locator => page.getByTestId('survey');

test('a changed parameter shows at once where one stands, and is taken back', async ({ start }) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  await page.keyboard.press('n');
  await expect.poll(() => cardsOf(page).count()).toBeGreaterThan(0);
  const clock = await readClock(page);
  const cards = await cardsOf(page).count();
  const survey = await surveyOf(page).innerText();

  const form = await openForm(page);
  await form.getByLabel('Change a parameter').selectOption('MONITOR_BAND');
  const field = form.getByLabel('MONITOR_BAND', { exact: true });
  await field.fill('-1');
  await expect(form.getByText('MONITOR_BAND cannot be -1.')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await field.fill('3');
  await page.keyboard.press('Enter');
  await expect(form).toHaveCount(0);

  const changed = page.getByTestId('changed');
  await expect(changed).toHaveText('CHANGED 1');
  await expect(changed).toHaveAttribute('title', 'MONITOR_BAND 0.5 → 3');
  await expect(clockOf(page)).toHaveText(clock);
  await expect.poll(() => cardsOf(page).count()).toBeGreaterThan(cards);
  await expect(stateOf(page)).toHaveText('Paused');
  await expect(surveyOf(page)).toHaveText(/^Surveyed [0-9a-f]{8}/);
  expect(await surveyOf(page).innerText()).not.toBe(survey);

  await changed.click();
  await formOf(page).getByRole('button', { name: 'Reset MONITOR_BAND' }).click();
  await formOf(page).getByRole('button', { name: 'Apply' }).click();
  await expect(changed).toHaveCount(0);
  await expect(clockOf(page)).toHaveText(clock);
  await expect.poll(() => cardsOf(page).count()).toBe(cards);
  await expect(surveyOf(page)).toHaveText(survey);
  expect(complaints).toEqual([]);
});

test('parameters that belong together are changed together', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const form = await openForm(page);
  for (const [key, value] of [
    ['w_L', '0.5'],
    ['w_H', '0.3'],
  ] as const) {
    await form.getByLabel('Change a parameter').selectOption(key);
    await form.getByLabel(key, { exact: true }).fill(value);
  }
  await form.getByLabel('w_H', { exact: true }).fill('0.4');
  await expect(form.getByText(/add up to 1\.1, not 1/)).toBeVisible();
  await form.getByLabel('w_H', { exact: true }).fill('0.3');
  await form.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByTestId('changed')).toHaveText('CHANGED 2');
});
