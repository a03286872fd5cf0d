import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { ROOT } from './support/launcher.ts';
import { button, cardsOf, openSurveyed, readClock, stateOf } from './support/screen.ts';

const panelOf = (page: Page): Locator => page.getByRole('region', { name: 'Fuel panel' });
const figureOf = (page: Page): Locator =>
  page.getByRole('slider', { name: 'Dealer gamma by strike' });

/** A figure of the panel's words, or of a card's: the text beside its name. */
const factOf = (list: Locator, name: string): Locator =>
  list
    .locator('div')
    .filter({ has: list.page().getByText(name, { exact: true }) })
    .locator('dd');

/** Pixels of the figure that have about the colour of call bars: the design's `gamma`. */
const barPixels = (page: Page): Promise<number> =>
  page.getByTestId('fuel-canvas').evaluate((canvas) => {
    const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
    if (context === null) return 0;
    const { data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const distance =
        Math.abs((data[i] ?? 0) - 0xb3) +
        Math.abs((data[i + 1] ?? 0) - 0xa6) +
        Math.abs((data[i + 2] ?? 0) - 0xff);
      if (distance < 30) count += 1;
    }
    return count;
  });

async function openAt(page: Page, time: string): Promise<void> {
  await openSurveyed(page);
  await page.keyboard.press('t');
  await page.keyboard.type(time);
  await page.keyboard.press('Enter');
  await expect.poll(() => readClock(page)).toContain(time);
  await page.keyboard.press('Escape');
}

const choose = (page: Page, group: string, name: string): Promise<void> =>
  page.getByRole('radiogroup', { name: group }).getByText(name, { exact: true }).click();

test('the fuel panel shows gamma by strike, and its figures are those of the card', async ({
  start,
}) => {
  const { page, complaints } = await start();
  await openAt(page, '09:36:00');
  await page.keyboard.press('g');
  await expect(panelOf(page)).toBeVisible();
  await choose(page, 'Gamma book', 'Flow');
  await expect.poll(() => barPixels(page)).toBeGreaterThan(200);

  const card = cardsOf(page).first();
  await card.getByRole('button', { name: /^Figures of/ }).click();
  const now = panelOf(page).getByLabel('Now');
  const strikeOf = async (name: string): Promise<number> =>
    Number.parseFloat(await factOf(now, name).innerText());
  const figures = card.locator('.why-block');
  const cardStrike = async (name: string): Promise<number> =>
    Number.parseFloat(await factOf(figures, name).first().innerText());
  expect(await strikeOf('CW')).toBe(await cardStrike('call wall'));
  expect(await strikeOf('PW')).toBe(await cardStrike('put wall'));
  await expect(factOf(now, 'flip')).toHaveText(
    await factOf(figures, 'gamma flip').first().innerText(),
  );
  const signed = panelOf(page).getByLabel('How trades were signed');
  await expect(factOf(signed, 'unsigned')).toHaveText(
    await factOf(figures, 'unsigned volume').first().innerText(),
  );
  expect(complaints).toEqual([]);
});

test('keys and pointer read a strike, in shares and in dollars, of each book', async ({
  start,
}) => {
  const { page } = await start();
  await openAt(page, '09:36:00');
  await page.getByRole('tab', { name: 'Fuel' }).click();
  await choose(page, 'Gamma book', 'Both');
  await figureOf(page).focus();
  await page.keyboard.press('ArrowDown');
  const first = Number(await figureOf(page).getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowUp');
  const next = Number(await figureOf(page).getAttribute('aria-valuenow'));
  expect(next).toBeGreaterThan(first);
  const tip = page.getByTestId('fuel-tip');
  await expect(tip).toContainText(`strike${next}`);
  await expect(tip).toContainText(/flowcalls .*k, puts .*k, net .*k/);
  await expect(tip).toContainText('inventorycalls');
  await choose(page, 'Gamma unit', '$ per point');
  await expect(tip).toContainText(/net .*M/);
  await figureOf(page).hover({ position: { x: 200, y: 40 } });
  await expect(tip).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(tip).toHaveCount(0);
});

test('the profile follows the playhead, also backwards', async ({ start }) => {
  const { page } = await start();
  await openAt(page, '09:38:00');
  await page.getByRole('tab', { name: 'Fuel' }).click();
  await expect.poll(() => barPixels(page)).toBeGreaterThan(0);
  const later = Number(await panelOf(page).getAttribute('data-ts'));
  await openAtEarlier(page);
  await expect
    .poll(async () => Number(await panelOf(page).getAttribute('data-ts')))
    .toBeLessThan(later);
  await button(page, 'Play').click();
  await expect(stateOf(page)).toHaveText('Playing');
  const before = Number(await panelOf(page).getAttribute('data-ts'));
  await expect
    .poll(async () => Number(await panelOf(page).getAttribute('data-ts')))
    .toBeGreaterThan(before);
});

async function openAtEarlier(page: Page): Promise<void> {
  await page.keyboard.press('t');
  await page.keyboard.type('09:33:00');
  await page.keyboard.press('Enter');
  await expect.poll(() => readClock(page)).toContain('09:33:00');
  await page.keyboard.press('Escape');
}

test('a session without options says so, on the cards and in the panel', async ({ start }) => {
  const { page } = await start({
    paths: [join(ROOT, 'assets/demo/es.mbp-10.dbn.zst')],
    profile: 'es-0dte',
  });
  await readClock(page);
  await page.keyboard.press('g');
  await expect(panelOf(page)).toContainText('This session has no options');
  await expect(cardsOf(page).first().getByLabel('Fuel')).toContainText('no option has traded');
});
