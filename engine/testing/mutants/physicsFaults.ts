import type { FaultyFile } from './fault.ts';

/** Mistakes in floor 2. */
export const PHYSICS_FAULTS: readonly FaultyFile[] = [
  {
    file: 'physics/barrier.ts',
    tests: ['physics/barrier.test.ts'],
    changes: [
      {
        section: '4',
        breaks: 'bids defend what lies above spot',
        original: "direction === 'SUPPORT' ? BID : ASK",
        replacement: "direction === 'SUPPORT' ? ASK : BID",
      },
      {
        section: '4',
        breaks: 'a zone misses the ticks at its limits',
        original: 'tickSize + TOLERANCE;',
        replacement: 'tickSize - TOLERANCE;',
      },
      {
        section: '4',
        breaks: 'the ratio divides by what may be nothing',
        original: 'added / (pulled + filled + 1)',
        replacement: 'added / (pulled + filled)',
      },
      {
        section: '4',
        breaks: 'the defending bid is the lowest of the zone',
        original: '(side === BID || defendingTick === undefined)',
        replacement: 'defendingTick === undefined',
      },
      {
        section: '4',
        breaks: 'a book out of sight is trusted',
        original: 'FULL_CONFIDENCE_RECORDS) * visibility',
        replacement: 'FULL_CONFIDENCE_RECORDS)',
      },
      {
        section: '4',
        breaks: 'VACUUM needs one of its conditions only',
        original: 'if (below(ratio, R_vac) && below(change, -F_thresh))',
        replacement: 'if (below(ratio, R_vac) || below(change, -F_thresh))',
      },
      {
        section: '4',
        breaks: 'a level is CONSUMED by as many pulls as fills',
        original: 'metrics.filled > metrics.pulled',
        replacement: 'metrics.filled >= metrics.pulled',
      },
      {
        section: '4',
        breaks: 'a zone half in sight is WEAK',
        original: 'if (metrics.visibility === 1 && below(',
        replacement: 'if (below(',
      },
      {
        section: '7',
        breaks: 'being consumed fast scores as being consumed',
        original: 'const CONSUMED_FAST_SCORE = 60;',
        replacement: 'const CONSUMED_FAST_SCORE = 50;',
      },
      {
        section: '7',
        breaks: 'a thin level scores like any other',
        original: 'WEAK: 75,',
        replacement: 'WEAK: 50,',
      },
      {
        section: '10',
        breaks: 'the note does not say that the book is out of sight',
        original: "metrics.visibility === 0 ? 'Book out of sight' : CLAUSES[metrics.state]",
        replacement: 'CLAUSES[metrics.state]',
      },
    ],
  },
  {
    file: 'physics/tape.ts',
    tests: ['physics/tape.test.ts'],
    changes: [
      {
        section: '5',
        breaks: 'of two equal sweeps the first is reported',
        original: 'atLeast(sweep.notional, largest.notional)',
        replacement: 'sweep.notional > largest.notional',
      },
      {
        section: '5',
        breaks: 'a sweep far from the level is reported',
        original: 'if (isNear && (largest',
        replacement: 'if ((largest',
      },
      {
        section: '5',
        breaks: 'the tape is trusted only after fifty trades',
        original: 'const FULL_CONFIDENCE_TRADES = 20;',
        replacement: 'const FULL_CONFIDENCE_TRADES = 50;',
      },
      {
        section: '7',
        breaks: 'a sweep against the break scores full',
        original: 'if (metrics.sweep.direction === breakDirection) return 100;',
        replacement: 'if (metrics.sweep.detected) return 100;',
      },
      {
        section: '7',
        breaks: 'imbalance counts the same both ways',
        original: 'clamp01(sign * metrics.imbalance)',
        replacement: 'clamp01(metrics.imbalance)',
      },
      {
        section: '7',
        breaks: 'velocity has no upper limit',
        original: 'Math.min(1, Math.max(0, value))',
        replacement: 'Math.max(0, value)',
      },
      {
        section: '10',
        breaks: 'the note calls a falling tape quiet',
        original: '* metrics.imbalance, -0.3)',
        replacement: '* metrics.imbalance, -1)',
      },
    ],
  },
  {
    file: 'physics/fuel.ts',
    tests: ['physics/fuel.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'confidence falls with the unsigned share though nobody asked for it',
        original: 'this.#config.signed_confidence ? 1 - unsigned : 1',
        replacement: '1 - unsigned',
      },
      {
        section: '6',
        breaks: 'confidence is the unsigned share',
        original: 'this.#config.signed_confidence ? 1 - unsigned : 1',
        replacement: 'this.#config.signed_confidence ? unsigned : 1',
      },
      {
        section: '6',
        breaks: 'dealers short gamma fade',
        original: "return 'AMPLIFY';",
        replacement: "return 'DAMPEN';",
      },
      {
        section: '6',
        breaks: 'a wall of exactly the threshold is not strong',
        original: 'atMost(found.netGamma, -config.wall_strength_threshold)',
        replacement: 'found.netGamma < -config.wall_strength_threshold',
      },
      {
        section: '11b',
        breaks: 'fuel is trusted without options',
        original: 'this.#isBlind = market.health.lacksOptions(market.nowNs);',
        replacement: 'this.#isBlind = false;',
      },
      {
        section: '7',
        breaks: 'dealers that fade score as if they were flat',
        original: 'DAMPEN: 0,',
        replacement: 'DAMPEN: 50,',
      },
      {
        section: '10',
        breaks: 'the note calls dealers flat where nothing is known',
        original: "metrics.confidence === 0 ? 'no option flow' : CLAUSES[metrics.effect]",
        replacement: 'CLAUSES[metrics.effect]',
      },
    ],
  },
  {
    file: 'physics/spread.ts',
    tests: ['physics/spread.test.ts'],
    changes: [
      {
        section: '11',
        breaks: 'equal spreads count in full',
        original: '(smaller + equal / 2)',
        replacement: '(smaller + equal)',
      },
      {
        section: '11',
        breaks: 'a view that is not good is sampled',
        original: 'if (!book.isGood || mid <= 0) {',
        replacement: 'if (!(mid > 0)) {',
      },
      {
        section: '11',
        breaks: 'samples outlive the session',
        original: 'this.#samples.length = 0;',
        replacement: '',
      },
      {
        section: '11',
        breaks: 'a wide spread scores for the break',
        original: 'WIDE: 25 }',
        replacement: 'WIDE: 75 }',
      },
    ],
  },
  {
    file: 'physics/registry.ts',
    tests: ['physics/spread.test.ts', 'signal/levelSignals.test.ts'],
    changes: [
      {
        section: '11',
        breaks: 'an engine of weight 0 is in the payload',
        original: 'config[engine.weightKey] > 0',
        replacement: 'config[engine.weightKey] >= 0',
      },
    ],
  },
];
