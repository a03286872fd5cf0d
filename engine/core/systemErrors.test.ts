import { describe, expect, it } from 'vitest';
import { cannotOpen } from './systemErrors.ts';

const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' });

describe('a path that cannot be opened', () => {
  it('is missing, or a link that leads nowhere', () => {
    expect(cannotOpen('a.dbn', missing)).toMatchObject({
      code: 'bad-input',
      message: 'There is no such file.',
      remedy: 'Check the path, and where it leads if it is a link.',
      place: { file: 'a.dbn', found: 'ENOENT' },
    });
  });

  it('has to be renamed where its name is not UTF-8: the system cannot find it by what is shown', () => {
    expect(cannotOpen('b\uFFFDd.dbn', missing)).toMatchObject({
      remedy: 'Its name holds bytes that are not UTF-8: rename the file.',
    });
  });
});
