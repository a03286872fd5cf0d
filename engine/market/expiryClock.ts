import type { EngineConfig } from '../core/config.ts';
import type { OptionContract } from '../core/events.ts';
import { closeOfDayMs, REGULAR_CLOSE_MS } from '../core/marketCalendar.ts';
import { newYorkToUnixMs } from '../core/newYork.ts';
import { NS_PER_S, type TradingClock } from '../core/time.ts';

const NS_PER_YEAR = 365 * 86_400 * NS_PER_S;
/** Nearer to expiry gamma is a spike narrower than a tick of the underlying (SPEC §2). */
const MIN_YEARS = (60 * NS_PER_S) / NS_PER_YEAR;

/**
 * How long options have to live. `expiry_clock: spec` lets all of them expire at 16:00 New York
 * (SPEC §2), and never really: the last minute goes on. `calendar` takes the exact instant of the
 * definition where there is one, else the close of the expiry day, 13:00 on half days; from that
 * instant on an option has expired. Holds no state of the run: a table it can rebuild.
 */
export class ExpiryClock {
  readonly #byCalendar: boolean;
  readonly #clock: TradingClock;
  readonly #closeNs = new Map<number, number>();

  constructor(config: EngineConfig, clock: TradingClock) {
    this.#byCalendar = config.expiry_clock === 'calendar';
    this.#clock = clock;
  }

  /** Session ns of the contract's expiration. */
  expiryNs({ expiryDay, expirationMs }: OptionContract): number {
    if (this.#byCalendar && expirationMs !== undefined) return this.#clock.fromUnixMs(expirationMs);
    let closeNs = this.#closeNs.get(expiryDay);
    if (closeNs === undefined) {
      const closeMs = this.#byCalendar ? closeOfDayMs(expiryDay) : REGULAR_CLOSE_MS;
      closeNs = this.#clock.fromUnixMs(newYorkToUnixMs(expiryDay, closeMs));
      this.#closeNs.set(expiryDay, closeNs);
    }
    return closeNs;
  }

  /** Time left in years of 365 days, at least a minute's worth (SPEC §2). */
  years(timeNs: number, contract: OptionContract): number {
    return Math.max(MIN_YEARS, (this.expiryNs(contract) - timeNs) / NS_PER_YEAR);
  }

  /** Whether prints are mere volume by now; never with `expiry_clock: spec`. */
  isExpired(timeNs: number, contract: OptionContract): boolean {
    return this.#byCalendar && timeNs >= this.expiryNs(contract);
  }
}
