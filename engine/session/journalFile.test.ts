import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_BOOKMARKS, MAX_CALLS, MAX_NOTE_LENGTH, type JournalEvent } from '../core/journal.ts';
import { encodeMessage } from '../core/wire.ts';
import type { JournalContent } from './journalBook.ts';
import {
  journalFilePath,
  journalKey,
  loadJournal,
  saveJournal,
  type JournalSubject,
} from './journalFile.ts';

const content: JournalContent = {
  bookmarks: [{ id: 'a', ts: 1000, note: 'a "quoted" note\nwith a second line' }],
  calls: [
    {
      id: 'c',
      ts: 2000,
      level: 'HOTZONE_u0123',
      price: 687.25,
      break_direction: 'DOWN',
      choice: 'PASS',
      signal: 'CONTESTED',
      score: 61.5,
    },
  ],
};

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journals-'));
  path = journalFilePath(folder, 'ab'.repeat(32));
});
afterEach(() => rm(folder, { recursive: true }));

const subject = (paths: readonly string[]): JournalSubject => ({
  name: 'demo',
  instrument: 'ESZ5',
  underlying: 'spy',
  paths,
});

async function fileOf(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe('the journal file', () => {
  it('is empty before the first save, and gives back what was saved', async () => {
    expect(await loadJournal(path)).toMatchObject({ content: { bookmarks: [], calls: [] } });
    await saveJournal(path, 'demo', content);
    expect(await loadJournal(path)).toMatchObject({ content, warning: undefined });
  });

  const [bookmark] = content.bookmarks;
  const [call] = content.calls;
  const file = { version: 1, session: 'demo', bookmarks: [], calls: [] };
  const broken: readonly [string, string][] = [
    ['half written', '{"version": 1, "book'],
    ['of a later version', JSON.stringify({ ...file, version: 2 })],
    ['with one id twice', JSON.stringify({ ...file, bookmarks: [bookmark, bookmark] })],
    ['with a choice that is none', JSON.stringify({ ...file, calls: [{ ...call, choice: 'UP' }] })],
    ['with a score beyond 100', JSON.stringify({ ...file, calls: [{ ...call, score: 101 }] })],
    [
      'with a time that is none',
      JSON.stringify({ ...file, bookmarks: [{ ...bookmark, ts: 1.5 }] }),
    ],
  ];
  it.each(broken)('is set aside and named when it is %s', async (_what, text) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    const { content: found, warning } = await loadJournal(path);
    expect(found).toMatchObject({ bookmarks: [], calls: [] });
    expect(warning).toContain(`${path}.broken-1`);
    expect(await readFile(`${path}.broken-1`, 'utf8')).toBe(text);
  });
});

describe('the key of a journal', () => {
  it('is the same wherever the files lie, whatever they are called, in any order', async () => {
    const book = await fileOf('book.dbn', 'book');
    const options = await fileOf('options.dbn', 'options');
    const moved = await fileOf('elsewhere', 'book');
    expect(await journalKey(subject([book, options]))).toBe(
      await journalKey(subject([options, moved])),
    );
  });

  it('is another for other content, another instrument and another underlying', async () => {
    const book = subject([await fileOf('book.dbn', 'book')]);
    const keys = [
      await journalKey(book),
      await journalKey(subject([await fileOf('next.dbn', 'next day')])),
      await journalKey({ ...book, instrument: 'ESH6' }),
      await journalKey({ ...book, underlying: 'es' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('stays while a long file is still being written', async () => {
    const book = await fileOf('book.dbn', 'x'.repeat(300_000));
    const longer = join(folder, 'longer.dbn');
    await copyFile(book, longer);
    await appendFile(longer, 'and more');
    expect(await journalKey(subject([longer]))).toBe(await journalKey(subject([book])));
  });

  it('names a file that cannot be read', async () => {
    const missing = join(folder, 'missing.dbn');
    await expect(journalKey(subject([missing]))).rejects.toMatchObject({
      place: { file: missing },
    });
  });
});

describe('the fullest journal', () => {
  it('is one message below a megabyte, and a file that is read again', async () => {
    // Three bytes a unit is the most that UTF-8 makes of one.
    const note = '\u65e5'.repeat(MAX_NOTE_LENGTH);
    const bookmarks = Array.from({ length: MAX_BOOKMARKS }, (_, index) => ({
      id: `bookmark-${index}`,
      ts: 8.64e15,
      note,
    }));
    const calls = Array.from({ length: MAX_CALLS }, (_, index) => ({
      id: `c${String(index).padStart(15, '0')}`,
      ts: 8.64e15,
      level: 'HOTZONE_u0123456789ab',
      price: 6872.123456,
      break_direction: 'DOWN' as const,
      choice: 'REJECT' as const,
      signal: 'CONTESTED' as const,
      score: 61.123456,
    }));
    const event: JournalEvent = {
      type: 'journal',
      session_id: 's'.repeat(36),
      bookmarks,
      calls,
      revocable_calls: [],
      can_undo: true,
      can_redo: false,
    };
    expect(encodeMessage(event).byteLength).toBeLessThan(1_000_000);
    await saveJournal(path, 'demo', { bookmarks, calls });
    expect((await loadJournal(path)).content).toMatchObject({ bookmarks, calls });
  });
});
