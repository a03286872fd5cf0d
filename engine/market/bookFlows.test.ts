import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, BID, type Side } from '../core/events.ts';
import { BookFlows, type FlowTotals } from './bookFlows.ts';

const WINDOW_S = 10;
const S = 1e9;
const MS = 1e6;
const TICK = 27_480;

const flowsOf10s = (): BookFlows => new BookFlows(WINDOW_S * S);

function totalsAt(flows: BookFlows, side: Side, ...ticks: number[]): FlowTotals {
  const totals = { added: 0, pulled: 0, filled: 0, records: 0 };
  for (const tick of ticks) flows.addTotals(side, tick, totals);
  return totals;
}

const NOTHING = { added: 0, pulled: 0, filled: 0, records: 0 };

describe('the window of book flows', () => {
  it('is half open: a record leaves exactly ten seconds after it came', () => {
    const flows = flowsOf10s();
    flows.append(0, BID, TICK, 100, 0, 0);
    flows.expire(10 * S - 1);
    expect(totalsAt(flows, BID, TICK)).toEqual({ added: 100, pulled: 0, filled: 0, records: 1 });
    flows.expire(10 * S);
    expect(totalsAt(flows, BID, TICK)).toEqual(NOTHING);
    expect(flows.size).toBe(0);
  });

  it('keeps sides and ticks apart and adds up those a zone asks for', () => {
    const flows = flowsOf10s();
    flows.append(0, BID, TICK, 5, 0, 0);
    flows.append(0, BID, TICK + 1, 0, 7, 0);
    flows.append(0, ASK, TICK, 0, 2, 3);
    expect(totalsAt(flows, BID, TICK)).toEqual({ added: 5, pulled: 0, filled: 0, records: 1 });
    expect(totalsAt(flows, BID, TICK, TICK + 1)).toMatchObject({ added: 5, pulled: 7, records: 2 });
    expect(totalsAt(flows, ASK, TICK)).toEqual({ added: 0, pulled: 2, filled: 3, records: 1 });
    expect(totalsAt(flows, ASK, TICK + 1)).toEqual(NOTHING);
  });

  it('works at negative prices and across pages of ticks', () => {
    const flows = flowsOf10s();
    for (const tick of [-1, 0, 255, 256, -257]) flows.append(0, BID, tick, 1, 0, 0);
    for (const tick of [-1, 0, 255, 256, -257]) {
      expect(totalsAt(flows, BID, tick).added).toBe(1);
    }
    flows.expire(10 * S);
    expect(totalsAt(flows, BID, -1, 0, 255, 256, -257)).toEqual(NOTHING);
  });

  it('holds far more records than it started with room for, and forgets them one by one', () => {
    const flows = flowsOf10s();
    const count = 50_000;
    for (let i = 0; i < count; i++)
      flows.append(i, i % 2 === 0 ? BID : ASK, TICK + (i % 7), 1, 0, 0);
    expect(flows.size).toBe(count);
    flows.expire(10 * S + count / 2 - 1);
    expect(flows.size).toBe(count / 2);
    const ticks = Array.from({ length: 7 }, (_, i) => TICK + i);
    expect(totalsAt(flows, BID, ...ticks).added).toBe(count / 4);
    flows.expire(30 * S);
    expect(totalsAt(flows, ASK, ...ticks)).toEqual(NOTHING);
  });

  it('is empty when a session starts, and fills again', () => {
    const flows = flowsOf10s();
    flows.append(0, BID, TICK, 9, 0, 0);
    flows.startSession();
    expect(totalsAt(flows, BID, TICK)).toEqual(NOTHING);
    flows.append(S, BID, TICK, 4, 0, 0);
    expect(totalsAt(flows, BID, TICK)).toMatchObject({ added: 4, records: 1 });
  });
});

describe('a trade that comes after its depth change', () => {
  it('turns what was pulled into filled, newest first', () => {
    const flows = new BookFlows(3 * S);
    flows.append(0, BID, TICK, 0, 10, 0);
    flows.append(2 * S, BID, TICK, 0, 10, 0);
    expect(flows.rematch(BID, TICK, 12, 0)).toBe(0);
    expect(totalsAt(flows, BID, TICK)).toMatchObject({ pulled: 8, filled: 12 });
    // The older record leaves: it is the one that kept 8 of its 10 pulled.
    flows.expire(3 * S);
    expect(totalsAt(flows, BID, TICK)).toMatchObject({ pulled: 0, filled: 10, records: 1 });
  });

  it('reaches back to the limit inclusive, and not a nanosecond further', () => {
    const flows = flowsOf10s();
    flows.append(1 * MS, BID, TICK, 0, 10, 0);
    expect(flows.rematch(BID, TICK, 4, 1 * MS + 1)).toBe(4);
    expect(flows.rematch(BID, TICK, 4, 1 * MS)).toBe(0);
    expect(totalsAt(flows, BID, TICK)).toMatchObject({ pulled: 6, filled: 4 });
  });

  it('gives back what found nothing to explain', () => {
    const flows = flowsOf10s();
    flows.append(0, BID, TICK, 0, 10, 0);
    flows.append(0, BID, TICK, 50, 0, 0);
    expect(flows.rematch(BID, TICK, 25, 0)).toBe(15);
    expect(flows.rematch(BID, TICK, 25, 0)).toBe(25);
    expect(flows.rematch(ASK, TICK, 5, 0)).toBe(5);
    expect(flows.rematch(BID, TICK + 5000, 5, 0)).toBe(5);
  });

  it('is used up by what was pulled before a session began, which counts no more', () => {
    const flows = new BookFlows(10 * S, 20 * MS);
    flows.append(0, BID, TICK, 0, 10, 0);
    flows.startSession();
    flows.append(5 * MS, BID, TICK, 0, 3, 0);
    expect(flows.rematch(BID, TICK, 9, 0)).toBe(0);
    expect(totalsAt(flows, BID, TICK)).toEqual({ added: 0, pulled: 0, filled: 3, records: 1 });
    expect(flows.rematch(BID, TICK, 9, 0)).toBe(5);
  });

  it('is used up by what was pulled before a window shorter than the reach', () => {
    const flows = new BookFlows(10 * MS, 20 * MS);
    flows.append(0, BID, TICK, 0, 10, 0);
    flows.expire(20 * MS);
    expect(totalsAt(flows, BID, TICK)).toEqual(NOTHING);
    expect(flows.rematch(BID, TICK, 4, 0)).toBe(0);
    expect(totalsAt(flows, BID, TICK)).toEqual(NOTHING);
    flows.expire(20 * MS + 1);
    expect(flows.size).toBe(0);
    expect(flows.rematch(BID, TICK, 4, 1)).toBe(4);
  });

  it('does not reach records that have left', () => {
    const flows = flowsOf10s();
    flows.append(0, BID, TICK, 0, 10, 0);
    flows.append(S, BID, TICK, 1, 0, 0);
    flows.expire(10 * S);
    expect(flows.rematch(BID, TICK, 10, -S)).toBe(10);
  });
});

describe('running sums', () => {
  const record = fc.record({
    afterNs: fc.integer({ min: 0, max: 4 * S }),
    side: fc.constantFrom(BID, ASK),
    tick: fc.integer({ min: -3, max: 3 }),
    change: fc.integer({ min: -50, max: 50 }).filter((change) => change !== 0),
    rematch: fc.integer({ min: 0, max: 30 }),
  });

  it('equal the sums over the records still in the window, whatever came', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (script) => {
        const flows = flowsOf10s();
        const naive: { at: number; side: Side; tick: number; sums: FlowTotals }[] = [];
        let now = 0;
        for (const { afterNs, side, tick, change, rematch } of script) {
          now += afterNs;
          const added = Math.max(0, change);
          const pulled = Math.max(0, -change);
          flows.append(now, side, tick, added, pulled, 0);
          naive.push({ at: now, side, tick, sums: { added, pulled, filled: 0, records: 1 } });
          let left = rematch;
          for (const past of naive.toReversed()) {
            if (past.side !== side || past.tick !== tick || past.at < now - S) continue;
            const moved = Math.min(left, past.sums.pulled);
            past.sums.pulled -= moved;
            past.sums.filled += moved;
            left -= moved;
          }
          expect(flows.rematch(side, tick, rematch, now - S)).toBe(left);
          flows.expire(now);
        }
        for (const side of [BID, ASK]) {
          for (let tick = -3; tick <= 3; tick++) {
            const expected = { ...NOTHING };
            for (const past of naive) {
              if (past.side !== side || past.tick !== tick || past.at <= now - 10 * S) continue;
              expected.added += past.sums.added;
              expected.pulled += past.sums.pulled;
              expected.filled += past.sums.filled;
              expected.records++;
            }
            expect(totalsAt(flows, side, tick)).toEqual(expected);
          }
        }
      }),
    );
  });
});
