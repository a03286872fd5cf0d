/** The engine's thread dies under the screen: what a person then sees. */
import type { Page } from '@playwright/test';
import { test as base, expect } from './support/fixtures.ts';
import { startMortalHost, type MortalHost } from './support/mortalHost.ts';
import {
  button,
  cardsOf,
  chooseSpeed,
  openSurveyed,
  readClock,
  stateOf,
} from './support/screen.ts';

const test = base.extend<{ mortal: MortalHost & { readonly page: Page } }>({
  mortal: async ({ chromium, dataFolder }, use) => {
    const host = await startMortalHost(dataFolder);
    const context = await (
      await chromium()
    ).newContext({
      viewport: { width: 1920, height: 1080 },
    });
    const page = await context.newPage();
    await page.goto(host.url);
    await use({ ...host, page });
    await context.close();
    await host.close();
  },
});

const figuresOf = async (page: Page): Promise<unknown> => ({
  clock: await readClock(page),
  spot: await page.getByTestId('spot').innerText(),
  scores: await cardsOf(page).locator('.dial').allInnerTexts(),
  ladder: await page.getByRole('table', { name: 'Ladder' }).innerText(),
});

test('the picture comes back as it was, and the screen says what happened', async ({ mortal }) => {
  const { page } = mortal;
  await openSurveyed(page);
  await chooseSpeed(page, '20×');
  await page.keyboard.press('n');
  await expect(page.getByRole('alert')).toHaveCount(0);
  const before = await figuresOf(page);
  await mortal.kill();
  const banner = page.getByTestId('recovery');
  await expect(banner).toContainText(
    /The engine stopped and was started again at \d\d:\d\d:\d\d\./,
  );
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner).toHaveCount(0);
  await expect.poll(() => figuresOf(page)).toEqual(before);
  await expect(stateOf(page)).toHaveText('Paused');
  await expect(page.getByRole('radio', { name: '20×' })).toBeChecked();
  await expect(page.getByTestId('connection')).toHaveCount(0);
  const clock = await readClock(page);
  await button(page, 'Step').click();
  await expect.poll(async () => (await readClock(page)) > clock).toBe(true);
});

test('a run that dies again and again stands still, then is closed', async ({ mortal }) => {
  const { page } = mortal;
  await readClock(page);
  const banner = page.getByTestId('recovery');
  for (const words of ['The engine stopped and', 'stopped 2 times', 'stopped 3 times']) {
    await expect(stateOf(page)).toHaveText('Playing');
    await mortal.kill();
    await expect(banner).toContainText(words);
  }
  await expect(banner).toContainText('The run stands still at');
  await expect(stateOf(page)).toHaveText('Paused');
  await mortal.kill();
  await expect(page.getByTestId('problem')).toContainText('stopped 4 times in a row');
  await page.getByRole('button', { name: 'Play the demo' }).click();
  await expect(stateOf(page)).toHaveText('Playing');
  await expect(page.getByTestId('problem')).toHaveCount(0);
});
