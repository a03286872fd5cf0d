import type { FaultyFile } from './fault.ts';

/** Mistakes in floor 0: times, numbers, configuration. */
export const CORE_FAULTS: readonly FaultyFile[] = [
  {
    file: 'core/time.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '1',
        breaks: 'the epoch is no midnight',
        original: 'Math.floor(firstEventMs / MS_PER_DAY) * MS_PER_DAY',
        replacement: 'firstEventMs',
      },
      {
        section: '1',
        breaks: 'times lose their nanoseconds',
        original: 'return (high - this.#epochHigh) * TWO_32 + (low - this.#epochLow);',
        replacement: 'return high * TWO_32 + low - (this.#epochHigh * TWO_32 + this.#epochLow);',
      },
      {
        section: '10',
        breaks: 'ts is rounded up',
        original: 'Math.floor(sessionNs / NS_PER_MS)',
        replacement: 'Math.ceil(sessionNs / NS_PER_MS)',
      },
    ],
  },
  {
    file: 'core/newYork.ts',
    tests: ['core/newYork.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'daylight time starts a week early',
        original: 'nthSunday(year, 3, 2)',
        replacement: 'nthSunday(year, 3, 1)',
      },
      {
        section: '6',
        breaks: 'the expiry day turns at midnight UTC',
        original: 'Math.floor((unixMs + newYorkOffsetMs(unixMs)) / MS_PER_DAY)',
        replacement: 'Math.floor(unixMs / MS_PER_DAY)',
      },
    ],
  },
  {
    file: 'core/tolerance.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '3',
        breaks: '> holds within the tolerance',
        original: 'value > limit + TOLERANCE',
        replacement: 'value > limit',
      },
      {
        section: '3',
        breaks: '≤ has no tolerance',
        original: 'value <= limit + TOLERANCE',
        replacement: 'value <= limit',
      },
    ],
  },
  {
    file: 'core/rounding.ts',
    tests: ['core/numbers.test.ts'],
    changes: [
      {
        section: '10',
        breaks: 'prices below zero are rounded up',
        original: 'Math.floor(value * 1e6 + 0.5)',
        replacement: 'Math.trunc(value * 1e6 + 0.5)',
      },
      {
        section: '3',
        breaks: 'ids carry dust',
        original: 'String(round6(value))',
        replacement: 'String(value)',
      },
    ],
  },
  {
    file: 'core/ewma.ts',
    tests: ['signal/smoothing.test.ts', 'market/priceConverter.test.ts'],
    changes: [
      {
        section: '8',
        breaks: 'τ is taken for a half-life',
        original: '1 - Math.exp(-(elapsedNs / NS_PER_S) / tauS)',
        replacement: '1 - Math.pow(2, -(elapsedNs / NS_PER_S) / tauS)',
      },
    ],
  },
  {
    file: 'core/config.ts',
    tests: ['core/config.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'weights may add up to anything below 1',
        original: 'if (Math.abs(sum - 1) <= 1e-9) return;',
        replacement: 'if (sum - 1 <= 1e-9) return;',
      },
      {
        section: '13',
        breaks: 'values beyond the range are taken',
        original: 'value <= spec.max &&',
        replacement: 'value >= spec.min &&',
      },
      {
        section: '13',
        breaks: 'the configuration can be changed during a run',
        original: 'Object.freeze(merged) as EngineConfig',
        replacement: 'merged as EngineConfig',
      },
    ],
  },
  {
    file: 'core/profiles.ts',
    tests: ['core/config.test.ts'],
    changes: [
      {
        section: '13',
        breaks: 'es-0dte has the barrier window of SPY',
        original: 'W_b: 240,',
        replacement: 'W_b: 10,',
      },
      {
        section: '13',
        breaks: 'ES options count as SPY options',
        original: 'OPTION_MULTIPLIER: 50,',
        replacement: 'OPTION_MULTIPLIER: 100,',
      },
    ],
  },
  {
    file: 'core/optionConditions.ts',
    tests: ['core/optionConditions.test.ts'],
    changes: [
      {
        section: '2',
        breaks: "conditions are numbered from the vendor's 200",
        original: 'const FIRST_ID = 201;',
        replacement: 'const FIRST_ID = 200;',
      },
      {
        section: '2',
        breaks: 'of several conditions the last one counts',
        original: 'if (STRICTNESS.indexOf(next) > STRICTNESS.indexOf(kind)) kind = next;',
        replacement: 'kind = next;',
      },
      {
        section: '2',
        breaks: 'a condition that nobody knows is an ordinary one',
        original: "(found ?? 'unknown')",
        replacement: "(found ?? 'ordinary')",
      },
    ],
  },
];
