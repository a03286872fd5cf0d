import { describe, expect, it } from 'vitest';
import { lampState } from './feedLamp.ts';

describe('a feed lamp', () => {
  it('is fresh up to a second for the book and up to ten for options', () => {
    expect(lampState('book', 1000, 5000)).toBe('fresh');
    expect(lampState('book', 1001, 5000)).toBe('late');
    expect(lampState('options', 10_000, 60_000)).toBe('fresh');
    expect(lampState('options', 10_001, 60_000)).toBe('late');
  });

  it('is dead past the limit of the engine, where there is one', () => {
    expect(lampState('book', 5000, 5000)).toBe('late');
    expect(lampState('book', 5001, 5000)).toBe('dead');
    expect(lampState('trades', 900_000, undefined)).toBe('late');
  });

  it('is off when the feed never said anything', () => {
    expect(lampState('options', null, 60_000)).toBe('off');
  });
});
