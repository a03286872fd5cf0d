/** Moving through a session: timeline, jumps, steps, typed times, blind replay. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import {
  button,
  cardsOf,
  chooseSpeed,
  clockOf,
  colouredPixelsBeyond,
  openSurveyed,
  playheadShare,
  readClock,
  stateOf,
  timelineOf,
} from './support/screen.ts';

/** The tokens `break` and `hold` of the design: signals are amber and blue. */
const BREAK_COLOUR = [0xff, 0xb4, 0x33] as const;
const HOLD_COLOUR = [0x6f, 0xb1, 0xff] as const;

async function goTo(page: Page, time: string): Promise<void> {
  await page.keyboard.press('t');
  await page.keyboard.type(time);
  await page.keyboard.press('Enter');
}

const newYork = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  timeStyle: 'medium',
  hourCycle: 'h23',
});

/** The whole second that lies at a share of the session, as clocks in New York show it. */
async function timeAt(page: Page, share: number): Promise<string> {
  const from = Number(await timelineOf(page).getAttribute('aria-valuemin'));
  const to = Number(await timelineOf(page).getAttribute('aria-valuemax'));
  return newYork.format(from + (to - from) * share);
}

/** Everything the engine says at this snap, as it stands on the screen. */
async function readPicture(page: Page): Promise<unknown> {
  return {
    clock: await clockOf(page).innerText(),
    spot: await page.getByTestId('spot').innerText(),
    health: await page.getByTestId('health').innerText(),
    scores: await cardsOf(page).locator('.dial').allInnerTexts(),
    heads: await cardsOf(page).locator('.cline').allInnerTexts(),
    metrics: await page.locator('.why').allInnerTexts(),
    ladder: await page.getByRole('table', { name: 'Ladder' }).innerText(),
    log: await page.getByRole('list', { name: 'Event list' }).innerText(),
  };
}

test('the timeline fills by itself, and a click goes there', async ({ start }) => {
  const { page, complaints } = await start();
  await openSurveyed(page);
  const timeline = timelineOf(page);
  expect(Number(await timeline.getAttribute('data-marks'))).toBeGreaterThan(5);
  const from = Number(await timeline.getAttribute('aria-valuemin'));
  const to = Number(await timeline.getAttribute('aria-valuemax'));
  const box = await timeline.boundingBox();
  if (box === null) throw new Error('the timeline has a place on the screen');
  for (const share of [0.75, 0.25, 0.5]) {
    await timeline.click({ position: { x: box.width * share, y: box.height * 0.55 } });
    const meant = from + (to - from) * share;
    await expect
      .poll(async () => Math.abs(Number(await timeline.getAttribute('aria-valuenow')) - meant))
      .toBeLessThan(0.02 * (to - from));
    await expect(stateOf(page)).toHaveText('Paused');
  }
  expect(complaints).toEqual([]);
});

test('dragging along the timeline ends where it is let go', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const box = await timelineOf(page).boundingBox();
  if (box === null) throw new Error('the timeline has a place on the screen');
  const y = box.y + box.height * 0.55;
  await page.mouse.move(box.x + box.width * 0.2, y);
  await page.mouse.down();
  for (let share = 0.2; share <= 0.8; share += 0.02) {
    await page.mouse.move(box.x + box.width * share, y);
  }
  await page.mouse.move(box.x + box.width * 0.6, y);
  await page.mouse.up();
  const tip = page.getByTestId('timeline-tip').locator('.num').first();
  const meant = (await tip.innerText()).trim();
  await expect.poll(async () => (await readClock(page)).startsWith(meant)).toBe(true);
});

test('a step back shows the snap before with the figures of the way forwards', async ({
  start,
}) => {
  const { page } = await start();
  await openSurveyed(page);
  const second = await timeAt(page, 0.33);
  await goTo(page, second);
  await expect(clockOf(page)).toContainText(`${second}.000`);
  await expect(cardsOf(page).locator('.dial').first()).toHaveText(/\d/);
  await expect(page.locator('.why').first()).toContainText('replenishment');
  const forwards: unknown[] = [await readPicture(page)];
  for (const fraction of ['.250', '.500', '.750']) {
    await button(page, 'Step').click();
    await expect(clockOf(page)).toContainText(second + fraction);
    forwards.unshift(await readPicture(page));
  }
  const backwards: unknown[] = [forwards[0]];
  for (const fraction of ['.500', '.250', '.000']) {
    await button(page, 'Back one snap').click();
    await expect(clockOf(page)).toContainText(second + fraction);
    backwards.push(await readPicture(page));
  }
  expect(backwards).toEqual(forwards);
});

test('keys jump to signals and touches, and steps count', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  await page.keyboard.press('Home');
  const startTs = (await timelineOf(page).getAttribute('aria-valuemin')) ?? '';
  await expect(timelineOf(page)).toHaveAttribute('aria-valuenow', startTs);
  await expect(button(page, 'Previous signal')).toBeDisabled();
  const beginning = await readClock(page);
  await page.keyboard.press('n');
  await expect(clockOf(page)).not.toHaveText(beginning);
  const first = await readClock(page);
  const newest = page.getByRole('list', { name: 'Event list' }).getByRole('listitem');
  const signal = newest.filter({ hasText: first.slice(0, 8) }).filter({ hasText: /break|reject/i });
  await expect(signal.first()).toBeVisible();
  await page.keyboard.press('n');
  await expect.poll(async () => (await readClock(page)) > first).toBe(true);
  await page.keyboard.press('Shift+N');
  await expect.poll(() => readClock(page)).toBe(first);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowLeft');
  const moved = Number(await timelineOf(page).getAttribute('aria-valuenow'));
  await page.keyboard.press('Shift+M');
  await expect
    .poll(async () => Number(await timelineOf(page).getAttribute('aria-valuenow')))
    .toBeLessThan(moved);
  await button(page, 'Next touch').click();
  await expect(stateOf(page)).toHaveText('Paused');
});

test('a typed time is found, and what is none or outside is explained', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const second = await timeAt(page, 0.5);
  await goTo(page, second.replace(/^0/, ''));
  await expect(clockOf(page)).toContainText(`${second}.000`);
  await goTo(page, 'noon');
  const message = page.getByRole('alert').filter({ hasText: /New York|session/ });
  await expect(message).toHaveText('Type a New York time such as 10:31 or 10:31:05.');
  await page.keyboard.press('Escape');
  await expect(message).toHaveCount(0);
  await goTo(page, '03:00');
  await expect(message).toContainText('which runs from');
  await page.keyboard.press('Escape');
  await expect(clockOf(page)).toContainText(`${second}.000`);
});

test('the time of an event leads there', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const second = await timeAt(page, 0.6);
  await goTo(page, second);
  await expect(clockOf(page)).toContainText(second);
  const times = page.getByRole('list', { name: 'Event list' }).getByRole('button', {
    name: /^Go to/,
  });
  const row = times.nth(4);
  const time = await row.innerText();
  await row.click();
  await expect.poll(async () => (await readClock(page)).slice(0, time.length)).toBe(time);
});

test('blind replay shows nothing of what lies ahead, also after a reload', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  const second = await timeAt(page, 0.4);
  await goTo(page, second);
  await expect(clockOf(page)).toContainText(second);
  const canvas = page.getByTestId('timeline-canvas');
  const marks = async (): Promise<number> =>
    Number(await timelineOf(page).getAttribute('data-marks'));
  /** Signals and touches drawn right of the playhead; its own width is left out. */
  const drawnAhead = async (): Promise<number> => {
    const share = (await playheadShare(canvas)) + 0.005;
    const counts = [BREAK_COLOUR, HOLD_COLOUR].map((colour) =>
      colouredPixelsBeyond(canvas, share, colour),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
  const before = await marks();
  expect(await drawnAhead()).toBeGreaterThan(20);

  await page.getByRole('switch', { name: 'Blind' }).click();
  await expect(page.getByTestId('blind')).toBeVisible();
  await expect.poll(marks).toBeLessThan(before);
  await expect.poll(drawnAhead).toBe(0);
  for (const name of ['Next signal', 'Next touch']) await expect(button(page, name)).toBeDisabled();
  await expect(page.getByTestId('survey')).toHaveCount(0);
  const timeline = timelineOf(page);
  expect(await timeline.getAttribute('aria-valuemax')).toBe(
    await timeline.getAttribute('aria-valuenow'),
  );
  const box = await timeline.boundingBox();
  if (box === null) throw new Error('the timeline has a place on the screen');
  await timeline.hover({ position: { x: box.width * 0.9, y: box.height / 2 } });
  await expect(page.getByTestId('timeline-tip')).toContainText('hidden');

  await page.reload();
  await expect(page.getByTestId('blind')).toBeVisible();
  await expect.poll(marks).toBeGreaterThan(0);
  expect(await marks()).toBeLessThan(before);
  await page.getByRole('switch', { name: 'Blind' }).click();
  await expect.poll(marks).toBe(before);
});

test('from the end one goes back, or plays again', async ({ start }) => {
  const { page } = await start();
  await openSurveyed(page);
  await button(page, 'Play').click();
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  await page.keyboard.press('ArrowLeft');
  await expect(stateOf(page)).toHaveText('Paused');
  await button(page, 'Play').click();
  await expect(stateOf(page)).toHaveText('Ended');
  await chooseSpeed(page, '1×');
  const end = await readClock(page);
  await button(page, 'Play again').click();
  await expect.poll(async () => (await readClock(page)) < end).toBe(true);
});
