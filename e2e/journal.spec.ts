/** The trader's journal: bookmarks with notes, calls in blind replay, the loop. */
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import {
  button,
  cardsOf,
  chooseSpeed,
  clockOf,
  colouredPixelsBeyond,
  openSurveyed,
  readClock,
  timelineOf,
} from './support/screen.ts';

/** The token `user` of the design: what belongs to the trader is lime. */
const USER_COLOUR = [0xcf, 0xdf, 0x5c] as const;

const journalOf = (page: Page): Locator => page.getByRole('region', { name: 'Journal' });

async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('t');
  await page.keyboard.type(time);
  await page.keyboard.press('Enter');
  await expect(clockOf(page)).toContainText(`${time}.000`);
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

test('bookmarks are marked, noted, found again and exported', async ({ start }) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  const canvas = page.getByTestId('timeline-canvas');
  const before = await colouredPixelsBeyond(canvas, 0, USER_COLOUR);
  await goTo(page, '09:33:00');
  await page.keyboard.press('b');
  await expect(timelineOf(page)).toHaveAttribute('data-bookmarks', '1');
  await goTo(page, '09:35:30');
  await page.keyboard.press('Shift+B');
  await page.keyboard.type('sellers return, "thin" below');
  await page.keyboard.press('Enter');
  const notes = journalOf(page).getByRole('textbox');
  await expect(notes).toHaveCount(2);
  await expect(notes.nth(1)).toHaveValue('sellers return, "thin" below');
  await expect
    .poll(async () => (await colouredPixelsBeyond(canvas, 0, USER_COLOUR)) - before)
    .toBeGreaterThan(80);

  const saving = page.waitForEvent('download');
  await button(page, 'CSV').click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('demo-journal.csv');
  expect(await textOf(saved)).toContain('"sellers return, ""thin"" below"');

  await journalOf(page).getByRole('button', { name: 'Go to 09:33:00.00' }).click();
  await expect(clockOf(page)).toContainText('09:33:00.000');
  await button(page, 'Delete the bookmark at 09:33:00.00').click();
  await expect(notes).toHaveCount(1);
  await journalOf(page).getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(notes).toHaveCount(2);

  await page.reload();
  await expect(timelineOf(page)).toHaveAttribute('data-bookmarks', '2');
  const again = await start();
  await readClock(again.page);
  await expect(timelineOf(again.page)).toHaveAttribute('data-bookmarks', '2');
  expect(complaints).toEqual([]);
});

test('a bookmark ahead is hidden in blind replay', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  await goTo(page, '09:36:00');
  await page.keyboard.press('b');
  await goTo(page, '09:33:00');
  await page.keyboard.press('j');
  await expect(journalOf(page).getByRole('textbox')).toHaveCount(1);
  await page.getByRole('switch', { name: 'Blind' }).click();
  await expect(timelineOf(page)).toHaveAttribute('data-bookmarks', '0');
  await expect(journalOf(page).getByRole('textbox')).toHaveCount(0);
  await expect(journalOf(page)).toContainText('hidden in blind replay');
});

test('calls are made blind, taken back, and scored once price has answered', async ({ start }) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  await goTo(page, '09:36:30');
  await expect(page.getByRole('group', { name: 'Your call' })).toHaveCount(0);
  await page.getByRole('switch', { name: 'Blind' }).click();
  await cardsOf(page).first().click();
  const calls = page.getByRole('group', { name: 'Your call' });
  await expect(calls).toBeVisible();
  await page.keyboard.press('r');
  await expect(calls.getByRole('button', { name: /Reject/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await calls.getByRole('button', { name: 'Take back' }).click();
  await expect(calls.getByRole('button', { name: 'Take back' })).toHaveCount(0);
  await page.keyboard.press('b');
  await expect(calls.getByRole('button', { name: /Break/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await page.keyboard.press('j');
  await page.getByRole('tab', { name: /^Calls/ }).click();
  const made = journalOf(page).getByRole('list', { name: 'Calls' }).getByRole('listitem');
  await expect(made).toHaveCount(1);
  await expect(made).toHaveAttribute('data-result', 'open');
  await expect(page.getByTestId('call-score')).toContainText('none decided yet');
  await page.keyboard.press('ArrowRight');
  await expect(calls.getByRole('button', { name: 'Take back' })).toHaveCount(0);

  await goTo(page, '09:39:30');
  await expect(made).toHaveAttribute('data-result', /^(right|wrong)$/);
  await expect(page.getByTestId('call-score')).toContainText('of 1, too few to judge');
  const saving = page.waitForEvent('download');
  await button(page, 'JSON').click();
  const saved: unknown = JSON.parse(await textOf(await saving));
  expect(saved).toMatchObject({ calls: [{ choice: 'BREAK' }] });

  await goTo(page, '09:36:30');
  await expect(made).toHaveAttribute('data-result', 'open');
  expect(complaints).toEqual([]);
});

test('the loop plays from A to B again and again', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const loop = button(page, 'Loop');
  await expect(loop).toBeDisabled();
  await goTo(page, '09:34:00');
  await page.keyboard.press('(');
  await goTo(page, '09:34:20');
  await page.keyboard.press(')');
  await expect(loop).toHaveAttribute('aria-pressed', 'true');
  await goTo(page, '09:34:10');
  await chooseSpeed(page, '20×');
  const clocks: string[] = [];
  await button(page, 'Play').click();
  for (let look = 0; look < 30; look++) {
    clocks.push((await clockOf(page).innerText()).slice(0, 8));
    await page.waitForTimeout(100);
  }
  expect(clocks.every((clock) => clock >= '09:34:00' && clock <= '09:34:20')).toBe(true);
  const wentBack = clocks.filter((clock, index) => clock < (clocks[index - 1] ?? clock));
  expect(wentBack.length).toBeGreaterThan(0);
  await page.keyboard.press('l');
  await expect(loop).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => readClock(page)).toMatch(/^09:3(4:[2-5]|[5-9])/);
});
