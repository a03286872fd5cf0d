/** What a person sees who opens something that cannot be played, or plays with its oddities. */
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { ROOT } from './support/launcher.ts';
import { chooseSpeed, openByPath, readClock, stateOf } from './support/screen.ts';

const DEMO_BOOK = join(ROOT, 'assets/demo/es.mbp-10.dbn.zst');

/** The metadata of the demo's book, which stands in a frame of its own. */
async function demoMetadata(): Promise<Buffer> {
  return zstdDecompressSync(await readFile(DEMO_BOOK));
}

interface Refusal {
  readonly what: string;
  /** Puts it into a folder; returns the path to open. */
  readonly make: (folder: string) => Promise<string>;
  /** All of these stand on the screen. */
  readonly words: readonly (string | RegExp)[];
}

const file =
  (name: string, content: () => Promise<Buffer | string> | Buffer | string) =>
  async (folder: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, await content());
    return path;
  };

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a cut Parquet file',
    make: file('trades.dbn', () => 'PAR1 and columns, PAR1'),
    words: [
      'The Parquet file has no footer: it was cut.',
      'without its end nothing of it can be read',
    ],
  },
  {
    what: 'a gzip file',
    make: file('es.dbn.gz', () => gzipSync('records')),
    words: ['This is no DBN file.', 'a gzip file (decompress it first)'],
  },
  {
    what: 'an empty file',
    make: file('empty.dbn', () => ''),
    words: ['This is no DBN file.', 'an empty file'],
  },
  {
    what: 'a file of a later version',
    make: file('later.dbn', async () => {
      const content = Buffer.from(await demoMetadata());
      content.writeUInt8(9, 3);
      return content;
    }),
    words: ['DBN version 9 is not supported.', 'byte 3 of the data', '1 to 3', 'update breakwater'],
  },
  {
    what: 'metadata that was cut',
    make: file('cut.dbn', async () => (await demoMetadata()).subarray(0, 120)),
    words: ['The file ends inside its metadata.', 'download it again'],
  },
  {
    what: 'a file without records',
    make: file('none.mbp-10.dbn', demoMetadata),
    words: ['has no event that could be played.', /records of ES/],
  },
  {
    what: 'a folder without market data',
    make: async (folder) => {
      const path = join(folder, 'documents');
      await mkdir(path);
      await writeFile(join(path, 'letter.txt'), 'Dear Sir');
      return path;
    },
    words: ['holds no market data.', 'sub-folders are not searched'],
  },
  {
    what: 'a link that leads back to itself',
    make: async (folder) => {
      const path = join(folder, 'loop.dbn');
      await symlink(path, path);
      return path;
    },
    words: ['The path is a link that leads back to itself.', 'ELOOP', 'Name the file itself'],
  },
  {
    what: 'a path that does not exist',
    make: (folder) => Promise.resolve(join(folder, 'nowhere.dbn')),
    words: ['There is no such file.', 'Check the path'],
  },
  {
    what: 'a manifest of another version',
    make: async (folder) => {
      const path = join(folder, 'later');
      await mkdir(path);
      await writeFile(join(path, 'manifest.json'), '{"version": 9, "sources": []}');
      return path;
    },
    words: ['was written by a later Breakwater.', 'version', 'Update Breakwater'],
  },
];

async function expectRefusal(page: Page, path: string, words: Refusal['words']): Promise<void> {
  const problem = page.getByTestId('problem');
  for (const part of words) await expect(problem).toContainText(part);
  await expect(page.getByTestId('session-name')).toHaveText('demo');
  // The form keeps what was typed, to be put right.
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  const form = page.getByRole('dialog').getByRole('form', { name: 'Open session' });
  await expect(form.getByLabel('Paths')).toHaveValue(path);
  await page.keyboard.press('Escape');
}

test('what cannot be played is refused in words that help, and the session plays on', async ({
  start,
  dataFolder,
}) => {
  const { page, complaints } = await start();
  await readClock(page);
  for (const { what, make, words } of REFUSALS) {
    await test.step(what, async () => {
      const path = await make(dataFolder);
      await openByPath(page, path);
      await expectRefusal(page, path, words);
    });
  }
  await expect(stateOf(page)).toHaveText('Playing');
  expect(complaints).toEqual([]);
});

test('what is odd about a session is counted on the screen, and plays', async ({
  start,
  dataFolder,
}) => {
  const session = join(dataFolder, 'odd');
  await mkdir(session);
  const book = await readFile(DEMO_BOOK);
  await writeFile(join(session, 'es.mbp-10.dbn.zst'), Buffer.concat([book, book]));
  await writeFile(
    join(session, 'manifest.json'),
    JSON.stringify({
      version: 1,
      sources: [{ path: 'es.mbp-10.dbn.zst', sha256: '0'.repeat(64) }],
      profile: 'es-0dte',
    }),
  );
  const { page } = await start({ paths: [session] });
  await readClock(page);
  await chooseSpeed(page, 'Max');
  await expect(stateOf(page)).toHaveText('Ended');
  const warnings = page.getByRole('status', { name: 'Warnings' });
  await expect(warnings).toContainText(/1 more set of metadata between records, at record [\d,]+/);
  await expect(warnings).toContainText(/[\d,]+ records whose time goes back, the first at record/);
  await expect(warnings).toContainText('is not the file that the manifest speaks of');
  await expect(page.getByTestId('problem')).toHaveCount(0);
});
