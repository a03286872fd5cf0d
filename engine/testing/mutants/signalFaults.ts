import type { FaultyFile } from './fault.ts';

/** Mistakes in floor 3. */
export const SIGNAL_FAULTS: readonly FaultyFile[] = [
  {
    file: 'signal/scoring.ts',
    tests: ['signal/levelSignals.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'confidence is not weighted',
        original: 'confidence += weight * metrics.confidence;',
        replacement: 'confidence += metrics.confidence / readings.length;',
      },
      {
        section: '7',
        breaks: 'the score is not weighted',
        original: 'sum += weight * score;',
        replacement: 'sum += score / readings.length;',
      },
      {
        section: '7',
        breaks: 'the score may exceed 100',
        original: 'Math.min(100, Math.max(0, sum))',
        replacement: 'Math.max(0, sum)',
      },
    ],
  },
  {
    file: 'signal/trigger.ts',
    tests: ['signal/trigger.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'a signal shows one snap late',
        original: 'nowNs - sinceNs >= this.#holdNs',
        replacement: 'nowNs - sinceNs > this.#holdNs',
      },
      {
        section: '7',
        breaks: 'timers run on when the direction flips',
        original: 'if (input.isMuted || input.direction !== this.#direction) this.#reset();',
        replacement: 'if (input.isMuted) this.#reset();',
      },
      {
        section: '7',
        breaks: 'REJECT needs no touch',
        original: 'config.TOUCH_BAND)',
        replacement: 'config.MONITOR_BAND)',
      },
      {
        section: '7',
        breaks: 'a failed condition does not stop the timer',
        original: 'this.#breakSinceNs = breaks ? (this.#breakSinceNs ?? nowNs) : undefined;',
        replacement: 'this.#breakSinceNs ??= breaks ? nowNs : undefined;',
      },
      {
        section: '7',
        breaks: 'a quiet tape is contested',
        original: 'above(activity, ',
        replacement: 'atLeast(activity, ',
      },
      {
        section: '11b',
        breaks: 'timers run on while muted',
        original: "if (input.isMuted) return 'NEUTRAL';",
        replacement: '',
      },
    ],
  },
  {
    file: 'signal/smoothing.ts',
    tests: ['signal/smoothing.test.ts'],
    changes: [
      {
        section: '8',
        breaks: 'the first value starts from nothing',
        original: 'this.#value = value;',
        replacement: 'this.#value = 0;',
      },
      {
        section: '8',
        breaks: 'the median of an even count is the upper one',
        original: 'sorted.length % 2 === 1 ? upper',
        replacement: 'sorted.length > 0 ? upper',
      },
      {
        section: '8',
        breaks: 'the median window is one too long',
        original: 'this.#values.length > this.#length',
        replacement: 'this.#values.length > this.#length + 1',
      },
    ],
  },
  {
    file: 'signal/levelMemory.ts',
    tests: ['signal/trigger.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'timers survive an inactive snap',
        original: 'if (this.#inactiveSinceNs !== undefined) {',
        replacement: 'if (this.#activeNs === undefined) {',
      },
      {
        section: '8',
        breaks: 'smoothers live a snap longer than a minute',
        original: '>= SMOOTHER_LIFE_NS',
        replacement: '> SMOOTHER_LIFE_NS',
      },
      {
        section: '8',
        breaks: 'the minute of inactivity starts again at every snap',
        original: 'this.#inactiveSinceNs ??= nowNs;',
        replacement: 'this.#inactiveSinceNs = nowNs;',
      },
    ],
  },
  {
    file: 'signal/levelMemory.ts',
    tests: ['signal/sensitivity.test.ts', 'signal/savedState.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'sensitivity timers survive an inactive snap',
        original: 'this.#sensitivity = new SensitivityTriggers(this.#config);',
        replacement: '',
      },
      {
        section: '7',
        breaks: 'a checkpoint forgets the sensitivity timers',
        original: 'this.#sensitivity.transfer(state);',
        replacement: '',
      },
    ],
  },
  {
    file: 'signal/sensitivity.ts',
    tests: ['signal/sensitivity.test.ts', 'signal/savedState.test.ts'],
    changes: [
      {
        section: '7',
        breaks: 'sensitivity takes reversed fuel for neutral fuel',
        original: 'clampScore(sum + 2 * shift)',
        replacement: 'clampScore(sum + shift)',
      },
      {
        section: '7',
        breaks: 'sensitivity lets a score exceed 100',
        original: 'clampScore(sum + 2 * shift)',
        replacement: 'sum + 2 * shift',
      },
      {
        section: '7',
        breaks: 'sensitivity takes neutral fuel for dealers who fade',
        original: 'NEUTRAL_SCORE - score',
        replacement: '0 - score',
      },
      {
        section: '7',
        breaks: 'sensitivity forgets the weight of fuel',
        original: 'this.#weight * (NEUTRAL_SCORE',
        replacement: '(NEUTRAL_SCORE',
      },
      {
        section: '7',
        breaks: 'both sensitivity triggers share one timer',
        original: 'fuel_reversed: this.#reversed.next(',
        replacement: 'fuel_reversed: this.#neutral.next(',
      },
      {
        section: '7',
        breaks: 'a checkpoint forgets the timers of reversed fuel',
        original: 'this.#reversed.transfer(state);',
        replacement: '',
      },
    ],
  },
  {
    file: 'signal/levelSignals.ts',
    tests: ['signal/levelSignals.test.ts'],
    changes: [
      {
        section: '3',
        breaks: 'spot on the level is SUPPORT',
        original: "above(spot, level.price) ? 'SUPPORT'",
        replacement: "atLeast(spot, level.price) ? 'SUPPORT'",
      },
      {
        section: '3',
        breaks: 'levels at the edge of the band are not active',
        original: 'if (!atMost(Math.abs(spot - level.price), this.#options.config.MONITOR_BAND)) {',
        replacement: 'if (Math.abs(spot - level.price) >= this.#options.config.MONITOR_BAND) {',
      },
      {
        section: '8',
        breaks: 'smoothers outlive the session',
        original: 'this.#memories.clear();',
        replacement: '',
      },
      {
        section: '9',
        breaks: 'a rejected level shows the runway of the break',
        original: "signal === 'REJECT' ? reverse : breakDirection,",
        replacement: 'breakDirection,',
      },
      {
        section: '10',
        breaks: 'levels above spot come last',
        original: 'Math.abs(spot - a.price) - Math.abs(spot - b.price)',
        replacement: 'spot - a.price - (spot - b.price)',
      },
      {
        section: '10',
        breaks: 'distance has the wrong sign',
        original: 'distance: spot - level.price,',
        replacement: 'distance: level.price - spot,',
      },
      {
        section: '11b',
        breaks: 'a stale book mutes nothing',
        original: "state === 'RESYNC' || state === 'STALE' ? state",
        replacement: "state === 'RESYNC' ? state",
      },
    ],
  },
  {
    file: 'signal/levelPayload.ts',
    tests: ['signal/levelSignals.test.ts'],
    changes: [
      {
        section: '8',
        breaks: 'velocity is smoothed with the time constant of the score',
        original: "smooth('velocity', 'tau_velocity', velocity)",
        replacement: "smooth('velocity', 'tau_score', velocity)",
      },
      {
        section: '10',
        breaks: 'muted is there when nothing is muted',
        original: 'if (verdict.muted !== undefined) payload.muted',
        replacement: 'payload.muted',
      },
    ],
  },
  {
    file: 'signal/levelUniverse.ts',
    tests: ['signal/levelUniverse.test.ts'],
    changes: [
      {
        section: '3',
        breaks: 'round levels at the edge of the range are missing',
        original: 'config.ROUND_LEVELS_RANGE + TOLERANCE',
        replacement: 'config.ROUND_LEVELS_RANGE - TOLERANCE',
      },
      {
        section: '3',
        breaks: 'strikes below spot are levels at any distance',
        original: 'atMost(Math.abs(strike - spot), config.STRIKE_RANGE)',
        replacement: 'atMost(strike - spot, config.STRIKE_RANGE)',
      },
      {
        section: '9',
        breaks: 'any hotzone ends a runway',
        original: 'price, isStrong: strong',
        replacement: 'price, isStrong: strong || true',
      },
    ],
  },
  {
    file: 'signal/runway.ts',
    tests: ['signal/runway.test.ts'],
    changes: [
      {
        section: '9',
        breaks: 'a neighbour within a tick is an obstacle',
        original: 'if (!level.isStrong || !above(distance, tickLevelPx)) continue;',
        replacement: 'if (!level.isStrong || !above(distance, 0)) continue;',
      },
      {
        section: '9',
        breaks: 'an obstacle at exactly the minimum obstructs',
        original: 'below(distance, config.RUNWAY_CLEAR_MIN)',
        replacement: 'distance <= config.RUNWAY_CLEAR_MIN',
      },
      {
        section: '9',
        breaks: 'a sixth level is named',
        original: 'const MAX_INTERMEDIATE = 5;',
        replacement: 'const MAX_INTERMEDIATE = 6;',
      },
      {
        section: '9',
        breaks: 'without an obstacle there is no runway',
        original: 'obstacle?.distance ?? config.RUNWAY_HORIZON',
        replacement: 'obstacle?.distance ?? 0',
      },
    ],
  },
  {
    file: 'signal/episodes.ts',
    tests: ['signal/episodes.test.ts'],
    changes: [
      {
        section: '12',
        breaks: 'a signal of exactly 30 s before the touch counts',
        original: 'signal.ts > ts - LEAD_MS',
        replacement: 'signal.ts >= ts - LEAD_MS',
      },
      {
        section: '12',
        breaks: 'lead time ends at the touch',
        original: 'ts - payload.signal_ts;',
        replacement: 'payload.start_ts - payload.signal_ts;',
      },
      {
        section: '12',
        breaks: 'an episode times out late',
        original: 'OUTCOME_HORIZON * 1000',
        replacement: 'OUTCOME_HORIZON * 1000 + 1',
      },
      {
        section: '12',
        breaks: 'a level is armed again at exactly the distance',
        original: 'above(Math.abs(spot - price), this.#config.OUTCOME_DISTANCE)',
        replacement: 'atLeast(Math.abs(spot - price), this.#config.OUTCOME_DISTANCE)',
      },
      {
        section: '12',
        breaks: 'the next episode needs no arming',
        original: 'history.isArmed = false;',
        replacement: '',
      },
      {
        section: '12',
        breaks: 'the excursion back is measured on the other side',
        original: 'Math.max(open.maxReject, -run)',
        replacement: 'Math.max(open.maxReject, run)',
      },
      {
        section: '12',
        breaks: 'a touch at the edge of the band is none',
        original: 'if (!atMost(Math.abs(touched.distance), this.#config.TOUCH_BAND)) return;',
        replacement: 'if (Math.abs(touched.distance) >= this.#config.TOUCH_BAND) return;',
      },
    ],
  },
];
