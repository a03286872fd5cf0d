import { expect, test } from './support/fixtures.ts';
import { cardsOf, chooseSpeed, readClock } from './support/screen.ts';

test("an expanded card says why: rules, points, what ends it, and the snap's records", async ({
  start,
}) => {
  const { page, complaints } = await start();
  await readClock(page);
  await chooseSpeed(page, '50×');
  await expect(cardsOf(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const card = cardsOf(page).first();
  await card.getByRole('button', { name: /^Figures of/ }).click();
  const why = page.getByRole('region', { name: 'Why' });
  const book = why.getByRole('list', { name: 'Book rules' });
  await expect(book.getByRole('listitem')).toHaveCount(7);
  await expect(book.locator('.decides')).toHaveCount(1);
  await expect(why.getByRole('list', { name: 'Trigger rules' }).locator('.decides')).toHaveCount(1);
  await expect(why.getByText('Points')).toBeVisible();
  await expect(why.getByText(/^Ends /)).toHaveCount(2);
  await expect(why.getByText('Book changes')).toBeVisible();

  const sequence = Number(await why.getAttribute('data-sequence'));
  await page.getByRole('button', { name: 'Step' }).click();
  await expect(why).toHaveAttribute('data-sequence', String(sequence + 1));
  expect(complaints).toEqual([]);
});
