import { BreakwaterError } from '../core/errors.ts';
import type { HotzoneState } from '../core/protocol.ts';

/**
 * `--hotzone PRICE[:LABEL]`; ids count from 1, the zones are not strong (SPEC §3).
 * @throws BreakwaterError (usage) where there is no such price
 */
export function parseHotzone(text: string, index: number): HotzoneState {
  const colon = text.indexOf(':');
  const price = Number(colon < 0 ? text : text.slice(0, colon));
  if (!(price > 0 && price <= 1e7)) {
    throw new BreakwaterError('usage', `--hotzone cannot be ${JSON.stringify(text)}.`, {
      place: { field: '--hotzone', expected: 'PRICE or PRICE:LABEL', found: text },
      remedy: 'Write for example --hotzone 687.5:pivot.',
    });
  }
  const label = colon < 0 ? '' : text.slice(colon + 1);
  return { id: String(index + 1), price, label, strong: false };
}
