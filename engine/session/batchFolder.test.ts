import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { aFolder, dbnFile, type TestFolder } from '../testing/sessionFolder.ts';
import { openSession, type OpenedSession } from './open.ts';
import { SessionRun } from './run.ts';

const FIRST_DAY = 'glbx-mdp3-20201228.mbp-10.dbn.zst';
const SECOND_DAY = 'glbx-mdp3-20201229.mbp-10.dbn.zst';

const sha256 = (bytes: Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const book = dbnFile('mbp-10', 'ESH1');

/** The vendor's manifest of a job with these data files. */
const manifest = (files: Readonly<Record<string, string>>) => ({
  job_id: 'GLBX-20210104-ABCDEFGHIJ',
  files: [...Object.entries(files), ['metadata.json', sha256(Buffer.from('{}'))]].map(
    ([filename, hash]) => ({
      filename,
      size: 1000,
      hash,
      urls: {
        https: `https://vendor.example/${filename}`,
        ftp: `ftp://vendor.example/${filename}`,
      },
    }),
  ),
});

/** Everything the vendor lays beside the data. */
const SIDE_FILES = {
  'metadata.json': { version: 1, job_id: 'GLBX-20210104-ABCDEFGHIJ', query: {} },
  'symbology.json': { result: {}, symbols: ['ESH1'], partial: [], not_found: [] },
  'symbology.csv': 'raw_symbol,instrument_id,date\n',
  'condition.json': [
    { date: '2020-12-28', condition: 'available', last_modified_date: '2021-01-01' },
  ],
};

const folders: TestFolder[] = [];
const opened: OpenedSession[] = [];
afterEach(async () => {
  const sources = opened.splice(0).flatMap((session) => session.sources);
  await Promise.all(sources.map((source) => source.close()));
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

async function open(files: Readonly<Record<string, object | string>>): Promise<OpenedSession> {
  const folder = await aFolder(files);
  folders.push(folder);
  const session = await openSession({ paths: [folder.path] });
  opened.push(session);
  return session;
}

describe("a vendor's batch-download folder", () => {
  it('opens as it is, and its side files are no noise', async () => {
    const session = await open({
      [FIRST_DAY]: book,
      'manifest.json': manifest({ [FIRST_DAY]: sha256(book) }),
      ...SIDE_FILES,
      'notes.txt': 'mine',
    });
    expect(session).toMatchObject({
      origin: 'downloaded',
      instrument: 'ESH1',
      ignored: ['notes.txt'],
      warnings: [],
    });
    expect(session.infos).toHaveLength(1);
  });

  it('is compared with the digests of its manifest while it plays', async () => {
    const session = await open({
      [FIRST_DAY]: book,
      'manifest.json': manifest({ [FIRST_DAY]: sha256(Buffer.from('another')) }),
    });
    const run = await SessionRun.start(session, { onSnap: () => undefined });
    await run.advance();
    await run.settleDigests();
    expect(run.warnings).toMatchObject([{ kind: 'sha256', feed: '' }]);
    await run.close();
  });

  it('says which of its files are not there', async () => {
    const { warnings } = await open({
      [FIRST_DAY]: book,
      'manifest.json': manifest({ [FIRST_DAY]: sha256(book), [SECOND_DAY]: sha256(book) }),
    });
    expect(warnings).toEqual([`The folder lacks files of the download: ${SECOND_DAY}.`]);
  });

  it('says which days the vendor does not vouch for', async () => {
    const { warnings } = await open({
      [FIRST_DAY]: book,
      'manifest.json': manifest({}),
      'condition.json': [
        { date: '2020-12-28', condition: 'degraded' },
        { date: '2020-12-29', condition: 'available' },
      ],
    });
    expect(warnings).toEqual([
      'The vendor does not vouch for all days (condition.json): 2020-12-28 degraded.',
    ]);
  });

  it.each<[string, object | string]>([
    ['no JSON', '[{'],
    ['no list', { date: '2020-12-28', condition: 'degraded' }],
    ['a list of something else', [1, null, { date: 'x', condition: 7 }]],
    ['too large', `"${'x'.repeat(4_000_000)}"`],
  ])('opens when its conditions are %s', async (_, condition) => {
    const files = { [FIRST_DAY]: book, 'manifest.json': manifest({}), 'condition.json': condition };
    expect((await open(files)).warnings).toEqual([]);
  });

  it('reads no file that its manifest names outside the folder', async () => {
    const { digests } = await open({
      [FIRST_DAY]: book,
      'manifest.json': manifest({ '../../etc/hostname': sha256(book), [FIRST_DAY]: 'md5:1' }),
    });
    expect(digests).toEqual([]);
  });
});
