/** Writes the README's pictures from the built app: `npm run screenshots`. */
import { copyFile, mkdir, readFile, rm, truncate } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { ROOT } from './support/launcher.ts';
import { cardsOf, chooseSpeed, readClock, stateOf } from './support/screen.ts';

const REAL_SESSION = join(ROOT, '../shared/data/sessions/es-2023-12-25');

async function playUntil(page: Page, time: string): Promise<void> {
  await readClock(page);
  await chooseSpeed(page, '20×');
  await expect.poll(async () => (await readClock(page)) >= time, { timeout: 50_000 }).toBe(true);
}

async function pause(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(stateOf(page)).toHaveText('Paused');
}

const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({
    path: join(ROOT, 'assets/screenshots', `${name}.png`),
    animations: 'disabled',
  });

test('the demo', async ({ start }) => {
  const { page } = await start();
  await playUntil(page, '09:36:25');
  await chooseSpeed(page, '2×');
  const breaking = cardsOf(page).and(page.locator('[data-signal="BREAK"]'));
  await expect(breaking.first()).toBeVisible();
  await pause(page);
  await breaking.first().click();
  await picture(page, 'demo');
});

test('dealer gamma', async ({ start }) => {
  const { page } = await start();
  await playUntil(page, '09:37:30');
  await pause(page);
  await page.keyboard.press('g');
  const panel = page.getByRole('region', { name: 'Fuel panel' });
  await expect(panel.getByTestId('fuel-canvas')).toBeVisible();
  await panel.getByRole('radiogroup', { name: 'Gamma book' }).getByText('Both').click();
  await panel.screenshot({
    path: join(ROOT, 'assets/screenshots/fuel.png'),
    animations: 'disabled',
  });
});

test('a real session', async ({ start }) => {
  test.skip(!existsSync(REAL_SESSION), 'The recorded session is not on this machine.');
  const { page } = await start({ paths: [REAL_SESSION], profile: 'es-0dte-wide' });
  await readClock(page);
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  await picture(page, 'real-session');
});

test('a damaged file', async ({ start }) => {
  const folder = join(tmpdir(), 'sessions');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'es-cut.mbp-10.dbn.zst');
  await copyFile(join(ROOT, 'assets/demo/es.mbp-10.dbn.zst'), file);
  await truncate(file, Math.floor((await readFile(file)).length / 2));
  const { page } = await start({ paths: [file], profile: 'es-0dte' });
  await readClock(page);
  await chooseSpeed(page, 'Max');
  await expect(page.getByTestId('problem')).toBeVisible();
  await expect(stateOf(page)).toHaveText('Ended');
  await picture(page, 'damaged-file');
  await rm(file);
});
