/** SPEC §5: what aggressors did around a level. */
import { BUY, MID, SELL } from '../../core/events.ts';
import type { BreakDirection, SweepPayload } from '../../core/payload.ts';
import type { Print } from './market.ts';
import type { Line, Moment } from './moment.ts';
import {
  NS_PER_SECOND,
  clamp01,
  isAtLeast,
  isAtMost,
  isBelow,
  milliseconds,
  total,
} from './words.ts';

export interface Tape {
  readonly imbalance: number;
  readonly buy_vol: number;
  readonly sell_vol: number;
  readonly velocity: number;
  readonly activity: number;
  readonly sweep: SweepPayload;
  readonly confidence: number;
}

const notional = (prints: readonly Print[]): number =>
  total(prints.map(({ px, size }) => px * size));
const volume = (prints: readonly Print[]): number => total(prints.map(({ size }) => size));

/** Least-squares slope of level price on seconds; both counted from the first trade. */
function velocityOf(moment: Moment): number {
  const prints = moment.velocityPrints;
  const first = prints[0];
  if (first === undefined) return 0;
  const times = prints.map(({ timeNs }) => (timeNs - first.timeNs) / NS_PER_SECOND);
  const prices = prints.map(({ px }) => moment.toLevel(px - first.px));
  if (new Set(times).size < 2) return 0;
  const meanTime = total(times) / times.length;
  const meanPrice = total(prices) / prices.length;
  const pairs = prints.map((_, i) => ((times[i] ?? 0) - meanTime) * ((prices[i] ?? 0) - meanPrice));
  return total(pairs) / total(times.map((time) => (time - meanTime) ** 2));
}

/** BUY and SELL trades in order; a pause too long or the other side starts a new cluster. */
function clusters(moment: Moment): Print[][] {
  const maxGapNs = milliseconds(moment.config.SWEEP_MAX_GAP_MS);
  const found: Print[][] = [];
  for (const print of moment.tape.filter(({ aggressor }) => aggressor !== MID)) {
    const cluster = found.at(-1);
    const last = cluster?.at(-1);
    const goesOn = last?.aggressor === print.aggressor && print.timeNs - last.timeNs <= maxGapNs;
    if (cluster !== undefined && goesOn) cluster.push(print);
    else found.push([print]);
  }
  return found;
}

function comesNear(moment: Moment, line: Line, cluster: readonly Print[]): boolean {
  const prices = cluster.map(({ px }) => moment.toLevel(px));
  const beyond = Math.max(Math.min(...prices) - line.price, line.price - Math.max(...prices), 0);
  return isAtMost(beyond, moment.config.TAPE_BAND);
}

function sweepOf(moment: Moment, line: Line): SweepPayload {
  let largest: Print[] = [];
  for (const cluster of clusters(moment)) {
    if (!isAtLeast(notional(cluster), moment.config.SWEEP_MIN_NOTIONAL)) continue;
    if (!comesNear(moment, line, cluster)) continue;
    if (isAtLeast(notional(cluster), notional(largest))) largest = cluster;
  }
  const first = largest[0];
  const side = first && (first.aggressor === BUY ? 'UP' : 'DOWN');
  return {
    detected: first !== undefined,
    direction: side ?? null,
    notional: notional(largest),
    size: volume(largest),
    prints: largest.length,
    prices: new Set(largest.map(({ px }) => px)).size,
  };
}

export function tapeOf(moment: Moment, line: Line): Tape {
  const inBand = moment.tape.filter(({ px }) =>
    isAtMost(Math.abs(moment.toLevel(px) - line.price), moment.config.TAPE_BAND),
  );
  const buyVol = volume(inBand.filter(({ aggressor }) => aggressor === BUY));
  const sellVol = volume(inBand.filter(({ aggressor }) => aggressor === SELL));
  return {
    imbalance: buyVol + sellVol === 0 ? 0 : (buyVol - sellVol) / (buyVol + sellVol),
    buy_vol: buyVol,
    sell_vol: sellVol,
    velocity: velocityOf(moment),
    activity: notional(inBand),
    sweep: sweepOf(moment, line),
    confidence: Math.min(1, inBand.length / 20),
  };
}

const sign = (direction: BreakDirection): 1 | -1 => (direction === 'UP' ? 1 : -1);

/** SPEC §7, S_T. */
export function tapeScore(tape: Tape, direction: BreakDirection, velocityRef: number): number {
  if (tape.sweep.direction === direction) return 100;
  const s = sign(direction);
  return 25 * clamp01((s * tape.velocity) / velocityRef) + 25 * clamp01(s * tape.imbalance);
}

/** SPEC §10, the third clause of a note. */
export function tapeClause(tape: Tape, direction: BreakDirection, velocityRef: number): string {
  if (tape.sweep.direction === direction) return 'sweep confirms';
  if (tape.sweep.detected) return 'sweep against';
  if (isAtLeast(tapeScore(tape, direction, velocityRef), 25)) return 'tape confirms';
  return isBelow(sign(direction) * tape.imbalance, -0.3) ? 'tape against' : 'tape quiet';
}
