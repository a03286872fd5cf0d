import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { openSurveyed, readClock, stateOf } from './support/screen.ts';

const panelOf = (page: Page): Locator => page.getByRole('region', { name: 'Tape panel' });
const listOf = (page: Page): Locator =>
  panelOf(page).getByRole('list', { name: 'Large prints and sweeps' });
const rowsOf = (page: Page): Locator => listOf(page).getByRole('button', { name: /^Go to/ });
const filterOf = (page: Page): Locator => page.getByLabel('Smallest notional shown');

async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('t');
  await page.keyboard.type(time);
  await page.keyboard.press('Enter');
  await expect.poll(() => readClock(page)).toContain(time);
  await page.keyboard.press('Escape');
}

/** What the rows say, newest first. */
const wordsOf = async (page: Page): Promise<string[]> =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

/** New York times of day in rows, which all begin with one. */
const timesOf = async (page: Page): Promise<string[]> =>
  (await wordsOf(page)).map((words) => /\d\d:\d\d:\d\d\.\d{3}/.exec(words)?.[0] ?? '');

const secondsOf = (time: string): number =>
  time.split(':').reduce((sum, part) => sum * 60 + Number.parseFloat(part), 0);

/** Notionals in millions. */
const notionalsOf = async (page: Page): Promise<number[]> =>
  (await wordsOf(page)).map((words) => Number.parseFloat(/([\d.]+)M$/.exec(words)?.[1] ?? ''));

test('the tape shows what passes the filter, newest first, and says what it hides', async ({
  start,
}) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  await goTo(page, '09:36:30');
  await page.keyboard.press('s');
  await expect(rowsOf(page).first()).toBeVisible();
  await filterOf(page).selectOption({ value: '250000' });
  const times = await timesOf(page);
  expect(times.length).toBeGreaterThan(20);
  expect(times).toEqual([...times].sort().reverse());
  expect(times[0]?.startsWith('09:36:')).toBe(true);
  // Two decimals of millions: 0.25M may read 0.245M rounded.
  expect(Math.min(...(await notionalsOf(page)))).toBeGreaterThanOrEqual(0.25);
  expect((await wordsOf(page)).some((words) => /Sweep (up|down) of \d+ lots/.test(words))).toBe(
    true,
  );
  await expect(panelOf(page).getByTestId('tape-hidden')).toHaveText(
    /^Hides [\d,]+ of [\d,]+ prints \(\d+%\)$/,
  );
  await expect(panelOf(page).getByRole('meter', { name: /^prints/ })).toHaveAttribute(
    'aria-valuetext',
    /^\d+% of the session so far$/,
  );

  await page
    .getByRole('radiogroup', { name: 'Aggressor filter' })
    .getByText('Sell', { exact: true })
    .click();
  const sells = await wordsOf(page);
  expect(sells.length).toBeGreaterThan(5);
  expect(sells.every((words) => /Sell of|Sweep down/.test(words))).toBe(true);

  await filterOf(page).selectOption({ value: '2500000' });
  await expect(panelOf(page)).toContainText('Nothing passes the filter. Largest so far:');
  await page.reload();
  await expect(filterOf(page)).toHaveValue('2500000');
  expect(complaints).toEqual([]);
});

test('a row leads to the snap that shows it first, and nothing newer is there', async ({
  start,
}) => {
  const { page } = await start();
  await page.setViewportSize({ width: 1280, height: 720 });
  await openSurveyed(page);
  await goTo(page, '09:36:30');
  await page.getByRole('tab', { name: 'Tape' }).click();
  await filterOf(page).selectOption({ value: '0' });
  const before = await timesOf(page);
  const target = before[40] ?? '';
  await rowsOf(page).nth(40).click();
  // Of the snap that shows it: a quarter of a second later at most.
  await expect
    .poll(async () => secondsOf((await timesOf(page))[0] ?? '') - secondsOf(target))
    .toBeLessThan(0.25);
  const after = await timesOf(page);
  const rows = after.slice(after.indexOf(target)).slice(0, 100);
  expect(rows).toHaveLength(100);
  const first = before.indexOf(target);
  expect(before.slice(first, first + 100)).toEqual(rows);
});

test('keys walk the rows, and rows that come wait while the pointer is on the list', async ({
  start,
}) => {
  const { page } = await start();
  await openSurveyed(page);
  await goTo(page, '09:33:00');
  await page.keyboard.press('s');
  await filterOf(page).selectOption({ value: '0' });
  await rowsOf(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rowsOf(page).nth(1)).toBeFocused();
  await listOf(page).hover();
  const [newest] = await timesOf(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press(' ');
  await expect(stateOf(page)).toHaveText('Playing');
  await expect(panelOf(page)).toContainText(/Held while you point at it: \d+ newer/);
  expect((await timesOf(page))[0]).toBe(newest);
  await page.mouse.move(5, 300);
  await expect.poll(async () => (await timesOf(page))[0]).not.toBe(newest);
});
