import { describe, expect, it } from 'vitest';
import type { Signal } from '../../engine/core/payload.ts';
import { fuelSensitivity } from './sensitivity.ts';
import { buildLevel } from './testing.ts';

const wordsOf = (signal: Signal, fuel_neutral: Signal, fuel_reversed: Signal) =>
  fuelSensitivity(buildLevel({ signal, sensitivity: { fuel_neutral, fuel_reversed } }))?.words;

describe('what a signal owes to fuel', () => {
  it('is nothing when it shows either way', () => {
    expect(wordsOf('BREAK', 'BREAK', 'BREAK')).toBe('stands without fuel');
  });

  it('is all when there is none without it', () => {
    expect(wordsOf('BREAK', 'NEUTRAL', 'NEUTRAL')).toBe('needs fuel');
    expect(wordsOf('REJECT', 'CONTESTED', 'NEUTRAL')).toBe('needs fuel');
  });

  it('is its direction when the other sign gives another signal', () => {
    expect(wordsOf('BREAK', 'NEUTRAL', 'REJECT')).toBe('flips if fuel is wrong');
    expect(wordsOf('BREAK', 'BREAK', 'CONTESTED')).toBe('flips if fuel is wrong');
  });

  it('is its life when it stands without fuel, but not against it', () => {
    expect(wordsOf('REJECT', 'REJECT', 'NEUTRAL')).toBe('ends if fuel is wrong');
  });

  it('names the signal that fuel holds back', () => {
    expect(wordsOf('NEUTRAL', 'BREAK', 'NEUTRAL')).toBe('BREAK without fuel');
    expect(wordsOf('NEUTRAL', 'NEUTRAL', 'REJECT')).toBe('REJECT if fuel is wrong');
  });

  it('is not spoken of where there is no signal either way, nor of a muted level', () => {
    expect(wordsOf('NEUTRAL', 'NEUTRAL', 'NEUTRAL')).toBeUndefined();
    const sensitivity = { fuel_neutral: 'BREAK', fuel_reversed: 'BREAK' } as const;
    const muted = buildLevel({ signal: 'NEUTRAL', muted: 'STALE', sensitivity });
    expect(fuelSensitivity(muted)).toBeUndefined();
  });
});
