import { describe, expect, it } from 'vitest';
import { NS_PER_S } from '../../../core/time.ts';
import { Prng } from '../prng.ts';
import { Arrivals, BOUGHT, UNPROMPTED } from './arrivals.ts';

/** Times of the arrivals in so many seconds, each of which others react to. */
function arrivalTimes(perS: number, seconds: number): number[] {
  const arrivals = new Arrivals(new Prng(3, 1));
  arrivals.setRate(0, perS);
  const times: number[] = [];
  while (arrivals.nextNs < seconds * NS_PER_S) {
    const nowNs = arrivals.nextNs;
    times.push(nowNs);
    arrivals.take();
    arrivals.react(nowNs, times.length % 11 === 0 ? BOUGHT : UNPROMPTED);
  }
  return times;
}

describe('arrivals', () => {
  it('come at the rate asked for, reactions included', () => {
    expect(arrivalTimes(200, 100).length / 20_000).toBeCloseTo(1, 0);
    expect(arrivalTimes(200, 100).length / 20_000).toBeGreaterThan(0.9);
    expect(arrivalTimes(200, 100).length / 20_000).toBeLessThan(1.1);
  });

  it('never go back in time', () => {
    const times = arrivalTimes(5_000, 2);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('cluster: half of the waits are far shorter than the mean', () => {
    const times = arrivalTimes(50, 200);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const median = waits.sort((a, b) => a - b)[waits.length >> 1] ?? 0;
    // Of a Poisson process it would be 0.69 of the mean.
    expect(median / (NS_PER_S / 50)).toBeLessThan(0.2);
  });

  it('stop, reactions too, when trading does', () => {
    const arrivals = new Arrivals(new Prng(3, 1));
    arrivals.setRate(0, 1_000);
    for (let count = 0; count < 100; count++) {
      const nowNs = arrivals.nextNs;
      arrivals.take();
      arrivals.react(nowNs, BOUGHT);
    }
    arrivals.calm();
    arrivals.setRate(NS_PER_S, 0);
    expect(arrivals.nextNs).toBe(Infinity);
  });

  it('tell what they react to', () => {
    const arrivals = new Arrivals(new Prng(3, 1));
    for (let count = 0; count < 20; count++) arrivals.react(0, BOUGHT);
    const stimuli = new Set<number>();
    while (arrivals.nextNs < Infinity) {
      arrivals.take();
      stimuli.add(arrivals.stimulus);
    }
    expect(stimuli).toEqual(new Set([BOUGHT]));
  });
});
