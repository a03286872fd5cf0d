import { describe, expect, it } from 'vitest';
import { digestVerdict } from './digestVerdict.ts';

const facts = (known: { earlier?: string; stated?: string } = {}) => ({
  is_kept: false,
  earlier: null,
  stated: null,
  ...known,
});

describe('the digest of a session', () => {
  it('is compared with what is known of it', () => {
    expect(digestVerdict('a', facts())).toBeUndefined();
    expect(digestVerdict('a', facts({ earlier: 'a' }))?.words).toBe('same as before');
    expect(digestVerdict('a', facts({ stated: 'a' }))?.words).toBe('as the manifest says');
    expect(digestVerdict('a', facts({ earlier: 'b' }))).toMatchObject({
      isSame: false,
      words: 'differs from before',
      details: expect.stringContaining('Expected b, found a') as string,
    });
  });

  it('is never called the same where one of several differs', () => {
    for (const known of [
      { earlier: 'a', stated: 'b' },
      { earlier: 'b', stated: 'a' },
    ]) {
      expect(digestVerdict('a', facts(known))?.isSame).toBe(false);
    }
  });
});
