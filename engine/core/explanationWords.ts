/** Explanations in words: the same for the terminal and the screen. */
import type {
  ExplainedAlternative,
  ExplainedFlip,
  ExplainedInput,
  ExplainedSignalFlip,
} from './explanation.ts';
import type { Signal } from './payload.ts';
import { round6 } from './rounding.ts';

/** A figure as it is read: thousands grouped, at most four decimals, no negative zero. */
export function figureText(value: number | string, decimals = 4): string {
  if (typeof value === 'string') return value;
  const rounded = Number(value.toFixed(decimals));
  const [whole = '', fraction] = String(Math.abs(rounded)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = rounded < 0 ? '-' : '';
  return fraction === undefined ? `${sign}${grouped}` : `${sign}${grouped}.${fraction}`;
}

/** As {@link figureText}, with a plus where it is positive. */
export const changeText = (value: number): string => `${value > 0 ? '+' : ''}${figureText(value)}`;

const COUNTED: Partial<Record<ExplainedInput, (count: string) => string>> = {
  added: (count) => `${count} added`,
  pulled: (count) => `${count} pulled`,
  filled: (count) => `${count} filled`,
  depth_in_zone: (count) => `${count} displayed in the zone`,
  buy_vol: (count) => `${count} bought`,
  sell_vol: (count) => `${count} sold`,
};

const NAMES: Partial<Record<ExplainedInput, string>> = {
  net_dealer_gamma: 'net dealer gamma',
  velocity: 'velocity',
  activity: 'activity',
  distance: 'distance',
  break_score_raw: 'score',
};

/** The change alone: `12 more contracts pulled`, `score above 80 (+2.1)`. */
export function flipWords({ input, from, to, change }: ExplainedFlip): string {
  const more = change > 0 ? 'more' : 'fewer';
  const count = figureText(Math.abs(change));
  const unit = Math.abs(change) === 1 ? 'contract' : 'contracts';
  const counted = COUNTED[input];
  if (counted !== undefined) return counted(`${count} ${more} ${unit}`);
  if (input === 'known_ticks') return `${count} ${more} of the zone's ticks in sight`;
  if (input === 'sweep_notional') {
    return change > 0
      ? `a sweep in the break direction of ${figureText(to, 0)}`
      : `a sweep of less than ${figureText(to, 0)} instead of ${figureText(from, 0)}`;
  }
  return `${NAMES[input] ?? input} ${reached(to, change)} (${changeText(change)})`;
}

/** Rules compare to within 1e-9: a value right beside a round one stands for beyond it. */
function reached(to: number, change: number): string {
  const isBeyond = Math.abs(to - round6(to)) > 1e-9;
  if (!isBeyond) return `at ${figureText(to)}`;
  return `${change > 0 ? 'above' : 'below'} ${figureText(to)}`;
}

/** How long the change has to last before its signal shows. */
export function lastingWords({ after_ms }: ExplainedSignalFlip): string {
  return after_ms === 0 ? 'at once' : `held ${figureText(after_ms / 1000, 2)} s`;
}

/** What another fuel would have made of a signal: `raw 62.5: NEUTRAL instead of BREAK`. */
export function sensitivityWords(
  { raw, signal, leads_to }: ExplainedAlternative,
  shown: Signal,
): string {
  const verdict = signal === shown ? `${shown} stands` : `${signal} instead of ${shown}`;
  const outlook = leads_to === signal ? '' : `, leads to ${leads_to}`;
  return `raw ${raw.toFixed(2)}: ${verdict}${outlook}`;
}
