import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConfigOverrides } from '../core/config.ts';
import { BUY } from '../core/events.ts';
import type { SnapPayload } from '../core/payload.ts';
import { anOption } from '../testing/builders.ts';
import { aMarket } from '../testing/marketScript.ts';
import { JsonBytes } from './jsonBytes.ts';
import { writePayload } from './payloadBytes.ts';

function aSnap(
  overrides: ConfigOverrides = {},
  profile: 'spy-0dte' | 'es-0dte' = 'es-0dte',
): SnapPayload {
  const px = profile === 'es-0dte' ? 6870 : 687;
  return aMarket({ ratio_mode: 'fixed', ...overrides }, profile)
    .book({ bids: [[6869.75, 300]], asks: [[6870.25, 300]] })
    .buys(6870)
    .flow(anOption('C', px + 1), -60_000)
    .flow(anOption('P', px - 1), -70_000)
    .option(anOption('C', px), { size: 7, aggressor: BUY })
    .option(anOption('P', px), { size: 5 })
    .hotzone('1', px)
    .snap();
}

const SPREAD = { w_S: 0.05, w_L: 0.43, w_H: 0.33, w_T: 0.19 };
const SNAPS = {
  'of SPY': aSnap({}, 'spy-0dte'),
  'of ES': aSnap(),
  'with a plug-in': aSnap(SPREAD),
  'without a book in view': aMarket()
    .book({ bids: [[6869.75, 1]], asks: [[6870.25, 1]] })
    .clearBook()
    .buys(6870)
    .snap(),
};

/** The payload with every number and every string taken from a list, in turn. */
function withLeaves<T>(payload: T, numbers: readonly number[], strings: readonly string[]): T {
  let leaf = 0;
  const text = JSON.stringify(payload);
  return JSON.parse(text, (_key, value: unknown) => {
    leaf++;
    if (typeof value === 'number') return numbers[leaf % numbers.length];
    return typeof value === 'string' ? strings[leaf % strings.length] : value;
  }) as T;
}

function written(payload: SnapPayload): string {
  const out = new JsonBytes();
  writePayload(out, payload);
  return new TextDecoder().decode(out.take());
}

const aNumber = fc.oneof(
  fc.double(),
  fc.double({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
  fc.integer(),
  fc.maxSafeInteger().map((millionths) => millionths / 1e6),
  fc.integer().map((millionths) => millionths / 1e6),
  fc.integer({ min: -1e4, max: 1e4 }).map((hundredths) => hundredths / 100),
  fc.constantFrom(-0, 1e-6, 9e-7, 0.9999995, 0.9999999, 2 ** 31, 2 ** 31 - 1e-6, 1e21, -1e-7),
);

describe('the bytes of a payload', () => {
  it.each(Object.entries(SNAPS))('%s are those of its JSON', (_name, snap) => {
    expect(snap.levels.length + snap.watch.length).toBeGreaterThan(3);
    expect(written(snap)).toBe(JSON.stringify(snap));
  });

  it('are those of its JSON for any numbers and strings', () => {
    const numbers = fc.array(aNumber, { minLength: 20, maxLength: 60 });
    const strings = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 });
    const snaps = fc.constantFrom(...Object.values(SNAPS));
    fc.assert(
      fc.property(snaps, numbers, strings, (snap, ...leaves) => {
        const varied = withLeaves(snap, ...leaves);
        expect(written(varied)).toBe(JSON.stringify(varied));
      }),
      { numRuns: 50 },
    );
  });

  it('of a long payload and long names do not outgrow the buffer', () => {
    const snap = SNAPS['of ES'];
    const levels = Array.from({ length: 40 }, () => snap.levels).flat();
    const long = { ...snap, levels, profile: '\u{1f30a}'.repeat(100_000) };
    expect(written(long)).toBe(JSON.stringify(long));
  });

  it('know any number of ids', () => {
    const out = new JsonBytes();
    for (let id = 0; id < 10_000; id++) out.text(`HOTZONE_${id}`);
    const text = new TextDecoder().decode(out.take());
    expect(text.split('""')).toHaveLength(10_000);
    expect(text.endsWith('"HOTZONE_9999"')).toBe(true);
  });
});
