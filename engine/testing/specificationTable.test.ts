import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ENGINE = join(import.meta.dirname, '..');
const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '11b', '12', '13'];

interface Row {
  readonly section: string;
  readonly file: string;
  readonly title: string;
}

/** Rows of the table in the engine's README: section, rule, file, title of a test. */
const rows: readonly Row[] = readFileSync(join(ENGINE, 'README.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const match = /^\| §(\S+) +\|[^|]+\| `([^`]+)` +\| (.+?) +\|$/.exec(line);
    const [, section = '', file = '', title = ''] = match ?? [];
    return match === null ? [] : [{ section, file, title }];
  });

/** Whether the file has a test of that title. */
function hasTest({ file, title }: Row): boolean {
  const path = join(ENGINE, file);
  if (!existsSync(path)) return false;
  return [`'${title}'`, `"${title}"`].some((text) => readFileSync(path, 'utf8').includes(text));
}

describe('the table of the specification and its tests', () => {
  it('names every section', () => {
    const named = new Set(rows.map(({ section }) => section));
    expect(SECTIONS.filter((section) => !named.has(section))).toEqual([]);
  });

  it('names tests that exist', () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !hasTest(row))).toEqual([]);
  });
});
