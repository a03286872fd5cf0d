/** The digest of a session: shown, copied, and compared with what it ought to be. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/fixtures.ts';
import { ROOT } from './support/launcher.ts';
import { openSurveyed } from './support/screen.ts';

test('a session that is run again says whether it is the same, and its digest is copied', async ({
  start,
  dataFolder,
}) => {
  const first = await start();
  await openSurveyed(first.page);
  await expect(first.page.getByTestId('digest-check')).toHaveCount(0);
  await first.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await first.page.getByRole('button', { name: 'Copy the digest' }).click();
  await expect(first.page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const digest = await first.page.evaluate(() => navigator.clipboard.readText());
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  await expect(first.page.getByTestId('survey')).toContainText(digest.slice(0, 8));
  await first.host?.stop();

  // What was kept of it goes; what it came to is remembered.
  await rm(join(dataFolder, 'cache'), { recursive: true });
  const again = await start();
  await openSurveyed(again.page);
  await expect(again.page.getByTestId('digest-check')).toHaveText('same as before');
});

test('a digest that the manifest states is checked', async ({ start, dataFolder }) => {
  const session = join(dataFolder, 'stated');
  await cp(join(ROOT, 'assets/demo'), session, { recursive: true });
  const path = join(session, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...manifest, digest: 'f'.repeat(64) }));
  const { page } = await start({ paths: [session] });
  await openSurveyed(page);
  const check = page.getByTestId('digest-check');
  await expect(check).toHaveText('differs from the manifest');
  await expect(check).toHaveAttribute('title', /Expected f{64}, found [0-9a-f]{64}/);
});
