import { describe, expect, it } from 'vitest';
import { FrameIndex, type FrameStart } from './frameIndex.ts';

const frame = (index: number, fileOffset: number, dataOffset: number): FrameStart => ({
  index,
  fileOffset,
  dataOffset,
});

describe('the known frames of a file', () => {
  it('begin with the first, which every file has', () => {
    expect(new FrameIndex().before(5000)).toEqual(frame(0, 0, 0));
  });

  it('are found whatever the order in which they became known', () => {
    const index = new FrameIndex();
    const far = frame(9, 900, 9000);
    const near = frame(2, 200, 2000);
    for (const start of [far, near, far, near]) index.note(start);
    expect(index.before(1999)).toEqual(frame(0, 0, 0));
    expect(index.before(2000)).toEqual(near);
    expect(index.before(8999)).toEqual(near);
    expect(index.before(1e12)).toEqual(far);
  });

  it('are found past frames that hold no data, also where they are noted again', () => {
    const index = new FrameIndex();
    const empty = frame(1, 100, 1000);
    const full = frame(2, 120, 1000);
    for (const start of [empty, full, empty, full, empty]) index.note(start);
    expect(index.before(1000)).toEqual(full);
    expect(index.before(5000)).toEqual(full);
  });
});
