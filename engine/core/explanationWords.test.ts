import { describe, expect, it } from 'vitest';
import { sensitivityWords } from './explanationWords.ts';

describe('a signal under another fuel, in words', () => {
  const alternative = {
    effect: 'NEUTRAL',
    raw: 62.5,
    signal: 'NEUTRAL',
    leads_to: 'NEUTRAL',
  } as const;

  it('stands, or another one shows instead', () => {
    expect(sensitivityWords(alternative, 'NEUTRAL')).toBe('raw 62.50: NEUTRAL stands');
    expect(sensitivityWords(alternative, 'BREAK')).toBe('raw 62.50: NEUTRAL instead of BREAK');
  });

  it('names what it leads to where that is not what shows', () => {
    expect(sensitivityWords({ ...alternative, leads_to: 'BREAK' }, 'BREAK')).toBe(
      'raw 62.50: NEUTRAL instead of BREAK, leads to BREAK',
    );
  });
});
