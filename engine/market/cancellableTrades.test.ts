import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateReader, StateWriter } from '../core/stateTransfer.ts';
import { anOption } from '../testing/builders.ts';
import { CancellableTrades, MAX_CANCELLABLE_TRADES } from './cancellableTrades.ts';
import { VERDICTS } from './optionAggressor.ts';

const CALL = anOption('C', 688);
const PUT = anOption('P', 688);
const VENUE = 302;
const PX = 640_000_000;

/** Remembers a trade of one contract, told apart by its flow. */
function remember(trades: CancellableTrades, flow: number, contract = CALL): void {
  const isHeld = flow % 2 === 1;
  const contribution = { flow, netGamma: -flow, signed: VERDICTS.buyAtQuote, isHeld };
  trades.remember(contract, VENUE, PX, 1, contribution);
}

const take = (trades: CancellableTrades, contract = CALL): number | undefined =>
  trades.take(contract, VENUE, PX, 1)?.flow;

/** Another object in the same state. */
function restored(trades: CancellableTrades): CancellableTrades {
  const saved = new StateWriter();
  trades.transfer(saved);
  const copy = new CancellableTrades();
  copy.transfer(new StateReader(saved.bytes()));
  return copy;
}

describe('trades that may be cancelled', () => {
  it('come back with all they added, the latest first', () => {
    const trades = new CancellableTrades();
    remember(trades, 7);
    remember(trades, 8, PUT);
    remember(trades, 9);
    expect(trades.take(CALL, VENUE, PX, 1)).toEqual({
      flow: 9,
      netGamma: -9,
      signed: VERDICTS.buyAtQuote,
      isHeld: true,
    });
    expect([take(trades), take(trades), take(trades, PUT)]).toEqual([7, undefined, 8]);
  });

  it('are the latest 65,536: an older one is forgotten, and nothing grows beyond', () => {
    const trades = new CancellableTrades();
    remember(trades, 0, PUT);
    remember(trades, 1, PUT);
    for (let flow = 2; flow <= MAX_CANCELLABLE_TRADES; flow++) remember(trades, flow);
    expect(trades.size).toBe(65_536);
    expect([take(trades, PUT), take(trades, PUT)]).toEqual([1, undefined]);
  });

  it('are the same after a restore, however many came before', () => {
    const trades = new CancellableTrades();
    for (let flow = 0; flow < 3000; flow++) remember(trades, flow, flow % 3 === 0 ? PUT : CALL);
    expect(take(trades)).toBe(2999);
    const saved = new StateWriter();
    trades.transfer(saved);
    const restored = new CancellableTrades();
    remember(restored, 1);
    restored.transfer(new StateReader(saved.bytes()));
    for (let i = 0; i < 4; i++) {
      expect(take(restored)).toBe(take(trades));
      expect(take(restored, PUT)).toBe(take(trades, PUT));
    }
  });

  it('are none after the session', () => {
    const trades = new CancellableTrades();
    remember(trades, 1);
    trades.clear();
    expect(take(trades)).toBeUndefined();
    remember(trades, 2, PUT);
    expect([take(trades), take(trades, PUT)]).toEqual([undefined, 2]);
  });

  it('are none after the session when that was restored, either', () => {
    const trades = new CancellableTrades();
    remember(trades, 1);
    trades.clear();
    const saved = new StateWriter();
    trades.transfer(saved);
    const restored = new CancellableTrades();
    restored.transfer(new StateReader(saved.bytes()));
    remember(restored, 2, PUT);
    expect([take(restored, PUT), take(restored, PUT)]).toEqual([2, undefined]);
  });

  it('are found as by looking through all of them, over restores', () => {
    const step = fc.record({
      isCancel: fc.boolean(),
      contract: fc.constantFrom(CALL, PUT),
      venue: fc.constantFrom(0, VENUE),
      px: fc.constantFrom(0.5, PX),
      size: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.nat(200), (steps, restoreAt) => {
        let trades = new CancellableTrades();
        const all: { readonly key: string; readonly flow: number }[] = [];
        for (const [flow, { isCancel, contract, venue, px, size }] of steps.entries()) {
          if (flow === restoreAt) trades = restored(trades);
          const key = JSON.stringify([contract.symbol, venue, px, size]);
          if (isCancel) {
            const at = all.findLastIndex((trade) => trade.key === key);
            const [meant] = at < 0 ? [] : all.splice(at, 1);
            expect(trades.take(contract, venue, px, size)?.flow).toBe(meant?.flow);
          } else {
            all.push({ key, flow });
            const contribution = { flow, netGamma: 0, signed: VERDICTS.mid, isHeld: true };
            trades.remember(contract, venue, px, size, contribution);
          }
        }
      }),
    );
  });
});
