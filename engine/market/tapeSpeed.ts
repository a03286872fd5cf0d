import { BUY, SELL, type Aggressor } from '../core/events.ts';
import type { StateTransfer } from '../core/stateTransfer.ts';
import type { TapeStats } from '../core/tape.ts';
import { NS_PER_MS, NS_PER_S } from '../core/time.ts';
import { CountHistogram } from './countHistogram.ts';

/** Speed is that of so long before the snap. */
export const SPEED_WINDOW_NS = 5 * NS_PER_S;
/** What is usual cannot be said before so much of a session was watched. */
const LEAST_USUAL_NS = 60 * NS_PER_S;

/** Trades between two snaps. */
interface SpeedStep {
  timeNs: number;
  prints: number;
  buyVolume: number;
  sellVolume: number;
  midVolume: number;
}

const emptyStep = (): SpeedStep => ({
  timeNs: Number.NaN,
  prints: 0,
  buyVolume: 0,
  sellVolume: 0,
  midVolume: 0,
});

const volumeOf = ({ buyVolume, sellVolume, midVolume }: SpeedStep): number =>
  buyVolume + sellVolume + midVolume;

/**
 * How fast trades come: prints and contracts of the last five seconds, and how that compares with all
 * such windows of the session so far, one of which ends at each snap.
 */
export class TapeSpeed {
  /** Since the last snap. */
  #open = emptyStep();
  /** Steps of the window, oldest first. */
  readonly #steps: SpeedStep[] = [];
  readonly #prints = new CountHistogram();
  readonly #volume = new CountHistogram();
  /** Session ns of the session's first snap, and of the last; NaN before it. */
  #sinceNs = Number.NaN;
  #nowNs = Number.NaN;

  add(size: number, aggressor: Aggressor): void {
    this.#open.prints++;
    if (aggressor === BUY) this.#open.buyVolume += size;
    else if (aggressor === SELL) this.#open.sellVolume += size;
    else this.#open.midVolume += size;
  }

  closeSnap(nowNs: number): void {
    const step = this.#open;
    this.#open = emptyStep();
    this.#nowNs = nowNs;
    // When the trades before a session's first snap began to come is not known: they have no speed.
    if (Number.isNaN(this.#sinceNs)) this.#sinceNs = nowNs;
    else this.#steps.push({ ...step, timeNs: nowNs });
    while ((this.#steps[0]?.timeNs ?? Infinity) <= nowNs - SPEED_WINDOW_NS) this.#steps.shift();
    if (nowNs - this.#sinceNs < SPEED_WINDOW_NS) return;
    const window = this.#window();
    this.#prints.add(window.prints);
    this.#volume.add(volumeOf(window));
  }

  /** As of the last snap. */
  read(): Pick<
    TapeStats,
    'window_ms' | 'prints' | 'buy_volume' | 'sell_volume' | 'mid_volume' | 'usual'
  > {
    const window = this.#window();
    const watchedNs = Number.isNaN(this.#sinceNs) ? 0 : this.#nowNs - this.#sinceNs;
    return {
      window_ms: Math.min(watchedNs, SPEED_WINDOW_NS) / NS_PER_MS,
      prints: window.prints,
      buy_volume: window.buyVolume,
      sell_volume: window.sellVolume,
      mid_volume: window.midVolume,
      usual:
        watchedNs < LEAST_USUAL_NS
          ? null
          : {
              span_ms: watchedNs / NS_PER_MS,
              prints: this.#prints.median(),
              volume: this.#volume.median(),
              prints_below: this.#prints.shareBelow(window.prints),
              volume_below: this.#volume.shareBelow(volumeOf(window)),
            },
    };
  }

  clear(): void {
    this.#open = emptyStep();
    this.#steps.length = 0;
    this.#prints.clear();
    this.#volume.clear();
    this.#sinceNs = Number.NaN;
    this.#nowNs = Number.NaN;
  }

  transfer(state: StateTransfer): void {
    this.#open = transferStep(state, this.#open);
    state.list(this.#steps, (step = emptyStep()) => transferStep(state, step));
    this.#prints.transfer(state);
    this.#volume.transfer(state);
    this.#sinceNs = state.number(this.#sinceNs);
    this.#nowNs = state.number(this.#nowNs);
  }

  #window(): SpeedStep {
    const sum = emptyStep();
    for (const step of this.#steps) {
      sum.prints += step.prints;
      sum.buyVolume += step.buyVolume;
      sum.sellVolume += step.sellVolume;
      sum.midVolume += step.midVolume;
    }
    return sum;
  }
}

const transferStep = (state: StateTransfer, step: SpeedStep): SpeedStep => ({
  timeNs: state.number(step.timeNs),
  prints: state.number(step.prints),
  buyVolume: state.number(step.buyVolume),
  sellVolume: state.number(step.sellVolume),
  midVolume: state.number(step.midVolume),
});
