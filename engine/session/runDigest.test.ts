import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aMarket } from '../testing/marketScript.ts';
import { RunDigest } from './runDigest.ts';

const snaps = Array.from({ length: 200 }, (_, i) =>
  aMarket()
    .book({ bids: [[6870 + i, 10]], asks: [[6870.25 + i, 10]] })
    .buys(6870 + i)
    .snap(),
);

describe('the digest of a run', () => {
  it('is that of its lines, however they are handed over', () => {
    const digest = new RunDigest();
    const hash = createHash('sha256');
    for (const [index, snap] of snaps.entries()) {
      const line = JSON.stringify(snap);
      if (index % 7 === 0) digest.add(line);
      else digest.addSnap(snap);
      hash.update(`${line}\n`);
    }
    expect(digest.finish()).toBe(hash.digest('hex'));
  });
});
