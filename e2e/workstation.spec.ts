import { existsSync } from 'node:fs';
import { copyFile, cp, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/fixtures.ts';
import { ROOT } from './support/launcher.ts';
import {
  button,
  cardsOf,
  chooseSpeed,
  clockOf,
  colouredPixels,
  crowdedIn,
  openByPath,
  openSurveyed,
  readClock,
  signalsShown,
  stateOf,
} from './support/screen.ts';

/** The token `user` of the design: hotzones are lime. */
const HOTZONE_COLOUR = [0xcf, 0xdf, 0x5c] as const;
const REAL_SESSION = join(ROOT, '../shared/data/sessions/es-2023-12-25');

test('opens the demo and plays: cards and badges change', async ({ start }) => {
  const { page, complaints } = await start();
  await expect(page.getByTestId('session-name')).toHaveText('demo');
  await expect(page.getByText('SIMULATED').first()).toBeVisible();
  await expect(stateOf(page)).toHaveText('Playing');
  await chooseSpeed(page, '50×');
  await expect(cardsOf(page).first()).toBeVisible();
  const before = await cardsOf(page).allInnerTexts();
  await expect.poll(() => cardsOf(page).allInnerTexts()).not.toEqual(before);
  const signals = await signalsShown(page);
  await expect.poll(() => signals.read()).toContain('NEUTRAL');
  await expect
    .poll(async () => (await signals.read()).filter((signal) => /BREAK|REJECT/.test(signal)), {
      timeout: 40_000,
    })
    .not.toEqual([]);
  expect(complaints).toEqual([]);
});

test('a hotzone added by a click gets its card and its line, and is kept', async ({ start }) => {
  const { page } = await start();
  await readClock(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  const chart = page.getByTestId('chart');
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has a place on the screen');
  const y = Math.round(box.height / 2) - 7;
  const linePixels = (): Promise<number> => colouredPixels(chart, y, HOTZONE_COLOUR);
  const before = await linePixels();
  await page.keyboard.press('h');
  await chart.click({ position: { x: Math.round(box.width / 3), y } });
  const zone = page.getByRole('list', { name: 'Hotzone list' }).getByRole('listitem');
  await expect(zone).toHaveCount(1);
  await page.mouse.move(5, 5);
  await expect.poll(linePixels).toBeGreaterThan(before + 50);

  const id = `HOTZONE_${await zone.getAttribute('data-hotzone-id')}`;
  await page.getByRole('button', { name: 'Step' }).click();
  const card = page.locator(
    `[data-level-id="${id}"], [data-member-id="${id}"], [data-watch-id="${id}"]`,
  );
  await expect(card.first()).toBeVisible();

  const again = await start();
  await expect(
    again.page.locator(`[data-hotzone-id="${id.slice('HOTZONE_'.length)}"]`),
  ).toBeVisible();
});

test('a hotzone typed is renamed, made strong, deleted and brought back', async ({ start }) => {
  const { page } = await start();
  await readClock(page);
  await page.getByRole('button', { name: 'Hotzone', exact: true }).first().click();
  const form = page.getByRole('form', { name: 'Add hotzone' });
  await form.getByLabel('Hotzone price').fill('687.5');
  await form.getByLabel('Hotzone name').fill('pivot');
  await page.keyboard.press('Enter');
  const zone = page.getByRole('list', { name: 'Hotzone list' }).getByRole('listitem');
  await expect(zone).toHaveCount(1);
  await zone.getByLabel(/^Name of/).fill('fade');
  await page.keyboard.press('Enter');
  await zone.getByRole('button', { name: /^Strong/ }).click();
  await expect(zone.getByRole('button', { name: /^Strong: fade/ })).toHaveClass(/on/);
  await zone.getByRole('button', { name: /^Delete/ }).click();
  await expect(zone).toHaveCount(0);
  await page
    .getByRole('region', { name: 'Hotzones' })
    .getByRole('button', { name: /undo/i })
    .click();
  await expect(zone.getByLabel(/^Name of/)).toHaveValue('fade');
});

test('pause holds and step goes one snap further', async ({ start }) => {
  const { page } = await start();
  await readClock(page);
  await chooseSpeed(page, '10×');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(stateOf(page)).toHaveText('Paused');
  // Two pictures of the browser later nothing may be on its way any more.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  const held = await readClock(page);
  await page.waitForTimeout(1500);
  expect(await readClock(page)).toBe(held);
  await page.getByRole('button', { name: 'Step' }).click();
  await expect(clockOf(page)).not.toHaveText(held);
  await page.keyboard.press('Space');
  await expect(stateOf(page)).toHaveText('Playing');
});

test('the speed changes, and max plays to the end', async ({ start }) => {
  const { page } = await start();
  await readClock(page);
  await chooseSpeed(page, '20×');
  await expect
    .poll(async () => Number.parseFloat(await page.getByTestId('achieved-speed').innerText()))
    .toBeGreaterThan(15);
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  // At Max the demo is over before anyone has looked.
  await chooseSpeed(page, '1×');
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(stateOf(page)).toHaveText('Playing');
});

test('a real session opens by path', async ({ start }) => {
  test.skip(!existsSync(REAL_SESSION), 'The recorded session is not on this machine.');
  const { page } = await start({ paths: [REAL_SESSION], profile: 'es-0dte-wide' });
  await expect(page.getByTestId('session-name')).toHaveText('es-2023-12-25');
  await expect(page.getByText('SIMULATED')).toHaveCount(0);
  await readClock(page);
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  await openByPath(page, join(ROOT, 'assets/demo'));
  await expect(page.getByTestId('session-name')).toHaveText('demo');
  await openByPath(page, REAL_SESSION, 'es-0dte-wide');
  await expect(page.getByTestId('session-name')).toHaveText('es-2023-12-25');
  await expect(cardsOf(page).first()).toBeVisible();
});

test('a file that is no market data shows its error, and the demo still opens', async ({
  start,
  dataFolder,
}) => {
  const file = join(dataFolder, 'noise.dbn.zst');
  await writeFile(file, 'this is no market data');
  const { page } = await start({ paths: [file] });
  const problem = page.getByTestId('problem');
  await expect(problem).toBeVisible();
  await expect(problem).toContainText(file);
  await page.getByRole('button', { name: 'Play the demo' }).first().click();
  await expect(page.getByTestId('session-name')).toHaveText('demo');
  await expect(problem).toHaveCount(0);
});

test('a damaged file plays up to the damage and says where it is', async ({
  start,
  dataFolder,
}) => {
  const file = join(dataFolder, 'cut.mbp-10.dbn.zst');
  await copyFile(join(ROOT, 'assets/demo/es.mbp-10.dbn.zst'), file);
  await truncate(file, Math.floor((await readFile(file)).length / 2));
  const { page } = await start({ paths: [file], profile: 'es-0dte' });
  await readClock(page);
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  await expect(page.getByTestId('problem')).toContainText(file);
  await expect(page.getByTestId('problem')).toContainText(/byte [\d,]+/);
});

test('on the smallest screen no control of the transport meets another', async ({
  start,
  dataFolder,
}) => {
  // A digest that differs is the longest the survey has to say.
  const session = join(dataFolder, 'stated');
  await cp(join(ROOT, 'assets/demo'), session, { recursive: true });
  const path = join(session, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...manifest, digest: 'f'.repeat(64) }));
  const { page } = await start({ paths: [session] });
  await page.setViewportSize({ width: 1280, height: 720 });
  const transport = page.getByRole('contentinfo', { name: 'Transport' });
  await openSurveyed(page);
  await expect(page.getByTestId('digest-check')).toBeVisible();
  expect(await crowdedIn(transport)).toEqual([]);

  const from = await readClock(page);
  await button(page, 'Loop from here').click();
  await expect(button(page, 'Loop from here')).toHaveClass(/set/);
  await button(page, 'Next signal').click();
  await expect.poll(() => readClock(page)).not.toBe(from);
  await button(page, 'Loop to here').click();
  await expect(button(page, 'Loop')).toHaveAttribute('aria-pressed', 'true');
  expect(await crowdedIn(transport)).toEqual([]);
  await button(page, 'Loop').click();

  const blind = page.getByRole('switch', { name: 'Blind' });
  await blind.click();
  await expect(page.getByTestId('survey')).toHaveCount(0);
  expect(await crowdedIn(transport)).toEqual([]);
  await blind.click();

  await page.getByRole('switch', { name: 'Tail' }).click();
  await chooseSpeed(page, 'Max');
  await button(page, 'Play').click();
  await expect(stateOf(page)).toHaveText('At the end of what is written; waiting');
  expect(await crowdedIn(transport)).toEqual([]);
});
