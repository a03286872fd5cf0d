import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNotApplicable, withFault } from './fault.ts';
import { FAULTS } from './faults.ts';

const ENGINE = join(import.meta.dirname, '..', '..');
const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '11b', '12', '13'];

describe('the deliberate faults', () => {
  it('can all be planted: each snippet is in its file, once', () => {
    const outdated = FAULTS.map((fault) => whyNotApplicable(fault, ENGINE)).filter(
      (reason) => reason !== undefined,
    );
    expect(outdated).toEqual([]);
  });

  it('are one line each and change it', () => {
    const odd = FAULTS.filter(
      ({ original, replacement }) => original === replacement || /\n/.test(original + replacement),
    );
    expect(odd).toEqual([]);
  });

  it('break every section of the specification and every floor of the computation', () => {
    const broken = new Set(FAULTS.map(({ section }) => section));
    expect(SECTIONS.filter((section) => !broken.has(section))).toEqual([]);
    const floors = new Set(FAULTS.map(({ file }) => file.split('/')[0]));
    expect([...floors]).toEqual(expect.arrayContaining(['core', 'market', 'physics', 'signal']));
  });

  it('name tests that exist', () => {
    const tests = new Set(FAULTS.flatMap((fault) => fault.tests));
    expect([...tests].filter((test) => !existsSync(join(ENGINE, test)))).toEqual([]);
  });
});

describe('planting a fault', () => {
  const change = { section: '1', breaks: 'it', original: 'a < b', replacement: 'a <= b' };

  it('replaces the snippet and nothing else', () => {
    expect(withFault('if (a < b) return;', change)).toBe('if (a <= b) return;');
  });

  it('is refused where the snippet is not there, or more than once', () => {
    expect(withFault('if (b > a) return;', change)).toBeUndefined();
    expect(withFault('a < b || a < b', change)).toBeUndefined();
  });
});
