import { describe, expect, it } from 'vitest';
import type { Signal } from '../core/payload.ts';
import { aConfig } from '../testing/builders.ts';
import { LevelMemory } from './levelMemory.ts';
import { Trigger, type TriggerInput } from './trigger.ts';

const SNAP_NS = 250e6;
/** The hold of three seconds, in snaps. */
const HOLD_SNAPS = 12;

/** A level at spot, in the middle of nowhere. */
const CALM: Omit<TriggerInput, 'nowNs'> = {
  raw: 50,
  distance: 0,
  direction: 'SUPPORT',
  barrierState: 'NEUTRAL',
  activity: 0,
  isMuted: false,
};
const BREAKING = { ...CALM, raw: 80.01 };
const REJECTING = { ...CALM, raw: 19.99 };
/** In the ES profile more than 50,000 must have traded near the level. */
const CONTESTED = { ...CALM, barrierState: 'CONSUMED', activity: 50_001 } as const;

/** Feeds a trigger one snap after the other. */
class TriggerScript {
  readonly #trigger: Trigger;
  #snap = 0;

  constructor(overrides = {}) {
    this.#trigger = new Trigger(aConfig(overrides));
  }

  /** `count` snaps of the same input; the signal of the last. */
  see(input: Omit<TriggerInput, 'nowNs'>, count = 1): Signal | undefined {
    let signal: Signal | undefined;
    for (let i = 0; i < count; i++) {
      signal = this.#trigger.next({ ...input, nowNs: this.#snap++ * SNAP_NS });
    }
    return signal;
  }
}

describe('a trigger', () => {
  it('shows BREAK three seconds after the score rose above 80, not a snap before', () => {
    const trigger = new TriggerScript();
    expect(trigger.see(BREAKING, HOLD_SNAPS)).toBe('NEUTRAL');
    expect(trigger.see(BREAKING)).toBe('BREAK');
    expect(trigger.see(BREAKING, 100)).toBe('BREAK');
  });

  it('shows REJECT after three seconds under 20 at a touch', () => {
    const trigger = new TriggerScript();
    expect(trigger.see(REJECTING, HOLD_SNAPS)).toBe('NEUTRAL');
    expect(trigger.see(REJECTING)).toBe('REJECT');
  });

  it.each([
    ['a score of exactly 80', { ...BREAKING, raw: 80 }],
    ['a score a rounding error above 80', { ...BREAKING, raw: 80 + 1e-10 }],
    ['a score of exactly 20', { ...REJECTING, raw: 20 }],
    ['a score a rounding error under 20', { ...REJECTING, raw: 20 - 1e-10 }],
    ['a score under 20 away from the level', { ...REJECTING, distance: 0.11 }],
  ])('never fires on %s', (_, input) => {
    expect(new TriggerScript().see(input, 100)).toBe('NEUTRAL');
  });

  it('takes the touch band inclusive', () => {
    expect(new TriggerScript().see({ ...REJECTING, distance: 0.1 }, 13)).toBe('REJECT');
    expect(new TriggerScript().see({ ...REJECTING, distance: 0.1 + 1e-10 }, 13)).toBe('REJECT');
  });

  it('starts again when its condition failed for one snap', () => {
    const trigger = new TriggerScript();
    trigger.see(BREAKING, HOLD_SNAPS);
    expect(trigger.see(CALM)).toBe('NEUTRAL');
    expect(trigger.see(BREAKING, HOLD_SNAPS)).toBe('NEUTRAL');
    expect(trigger.see(BREAKING)).toBe('BREAK');
    expect(trigger.see(CALM)).toBe('NEUTRAL');
  });

  it('starts again when the direction flips', () => {
    const trigger = new TriggerScript();
    trigger.see(BREAKING, 20);
    const flipped = { ...BREAKING, direction: 'RESISTANCE' } as const;
    expect(trigger.see(flipped, HOLD_SNAPS)).toBe('NEUTRAL');
    expect(trigger.see(flipped)).toBe('BREAK');
    expect(trigger.see(BREAKING)).toBe('NEUTRAL');
  });

  it('is NEUTRAL and held at zero while muted', () => {
    const trigger = new TriggerScript();
    trigger.see(BREAKING, 20);
    expect(trigger.see({ ...BREAKING, isMuted: true })).toBe('NEUTRAL');
    expect(trigger.see({ ...CONTESTED, isMuted: true })).toBe('NEUTRAL');
    expect(trigger.see(BREAKING, HOLD_SNAPS)).toBe('NEUTRAL');
    expect(trigger.see(BREAKING)).toBe('BREAK');
  });

  it('counts time, not snaps: it goes on across a silence', () => {
    const trigger = new Trigger(aConfig());
    expect(trigger.next({ ...BREAKING, nowNs: 0 })).toBe('NEUTRAL');
    expect(trigger.next({ ...BREAKING, nowNs: 3e9 - 1 })).toBe('NEUTRAL');
    expect(trigger.next({ ...BREAKING, nowNs: 600e9 })).toBe('BREAK');
  });

  it('holds for 4.15 seconds to the nanosecond, which no double times 1e9 makes', () => {
    const trigger = new Trigger(aConfig({ TRIGGER_HOLD_TIME: 4.15 }));
    trigger.next({ ...BREAKING, nowNs: 0 });
    expect(trigger.next({ ...BREAKING, nowNs: 4_150_000_000 - 1 })).toBe('NEUTRAL');
    expect(trigger.next({ ...BREAKING, nowNs: 4_150_000_000 })).toBe('BREAK');
  });

  it('fires at once where no hold is asked for', () => {
    expect(new TriggerScript({ TRIGGER_HOLD_TIME: 0 }).see(BREAKING)).toBe('BREAK');
  });

  it('prefers BREAK where thresholds cross and both hold', () => {
    const crossed = { BREAK_SCORE_THRESHOLD: 30, REJECT_SCORE_THRESHOLD: 70 };
    expect(new TriggerScript(crossed).see(CALM, 13)).toBe('BREAK');
  });
});

describe('CONTESTED', () => {
  it('shows without a hold, when a level in mid-score is being consumed in a busy tape', () => {
    expect(new TriggerScript().see(CONTESTED)).toBe('CONTESTED');
  });

  it.each([30, 30 - 1e-10, 50, 70, 70 + 1e-10])('takes a score of %d', (raw) => {
    expect(new TriggerScript().see({ ...CONTESTED, raw })).toBe('CONTESTED');
  });

  it.each([
    ['the score is under 30', { ...CONTESTED, raw: 29.99 }],
    ['the score is above 70', { ...CONTESTED, raw: 70.01 }],
    ['the tape is at the limit of activity', { ...CONTESTED, activity: 50_000 }],
    ['depth is only pulled', { ...CONTESTED, barrierState: 'VACUUM' } as const],
  ])('does not show when %s', (_, input) => {
    expect(new TriggerScript().see(input)).toBe('NEUTRAL');
  });

  it('yields to a REJECT that has held', () => {
    const trigger = new TriggerScript({ REJECT_SCORE_THRESHOLD: 60 });
    expect(trigger.see(CONTESTED, HOLD_SNAPS)).toBe('CONTESTED');
    expect(trigger.see(CONTESTED)).toBe('REJECT');
  });
});

describe('what is remembered of a level', () => {
  const nextSignal = (memory: LevelMemory, nowNs: number): Signal => {
    memory.beginActiveSnap(nowNs);
    return memory.trigger.next({ ...BREAKING, nowNs });
  };

  it('keeps its timers while it is active at every snap', () => {
    const memory = new LevelMemory(aConfig());
    nextSignal(memory, 0);
    expect(nextSignal(memory, 3e9)).toBe('BREAK');
  });

  it('loses its timers at one inactive snap', () => {
    const memory = new LevelMemory(aConfig());
    nextSignal(memory, 0);
    memory.noteInactive(1e9);
    expect(nextSignal(memory, 3e9)).toBe('NEUTRAL');
    expect(nextSignal(memory, 6e9)).toBe('BREAK');
  });

  it('is dropped at the first snap a minute after its first inactive one', () => {
    const memory = new LevelMemory(aConfig());
    memory.beginActiveSnap(0);
    expect(memory.noteInactive(1e9)).toBe(false);
    expect(memory.noteInactive(61e9 - 1)).toBe(false);
    expect(memory.noteInactive(61e9)).toBe(true);
  });

  it('counts the minute anew after the level came back', () => {
    const memory = new LevelMemory(aConfig());
    memory.beginActiveSnap(0);
    memory.noteInactive(1e9);
    memory.beginActiveSnap(50e9);
    expect(memory.noteInactive(51e9)).toBe(false);
    expect(memory.noteInactive(110e9)).toBe(false);
    expect(memory.noteInactive(111e9)).toBe(true);
  });

  it('smooths over the time since the last active snap, inactive ones between or not', () => {
    const memory = new LevelMemory(aConfig());
    memory.beginActiveSnap(0);
    expect(memory.smooth('score', 2, 100)).toBe(100);
    memory.noteInactive(1e9);
    memory.beginActiveSnap(2e9);
    expect(memory.smooth('score', 2, 0)).toBeCloseTo(100 * Math.exp(-1), 12);
  });
});
