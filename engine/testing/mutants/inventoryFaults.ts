import type { FaultyFile } from './fault.ts';

const INVENTORY_TESTS = ['market/optionInventory.test.ts'];

/** Mistakes in the second book of dealer gamma, and in what payloads say of both. */
export const INVENTORY_FAULTS: readonly FaultyFile[] = [
  {
    file: 'market/gammaWalls.ts',
    tests: ['market/optionFlows.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'a call wall may stand below spot',
        original: "right === 'C' ? strike >= spot - TOLERANCE : strike <= spot + TOLERANCE",
        replacement: 'strike <= spot + TOLERANCE',
      },
      {
        section: '6',
        breaks: 'of two equal walls the farther one stands',
        original: 'return nearer < 0;',
        replacement: 'return nearer > 0;',
      },
      {
        section: '6',
        breaks: 'walls stand on gamma that dealers are long, too',
        original: 'if (!isBeyond || netGamma >= -TOLERANCE) return best;',
        replacement: 'if (!isBeyond) return best;',
      },
    ],
  },
  {
    file: 'market/inventoryPosition.ts',
    tests: INVENTORY_TESTS,
    changes: [
      {
        section: '6',
        breaks: "the inventory is the customers'",
        original: '(this.opening ?? 0) - this.signed',
        replacement: '(this.opening ?? 0) + this.signed',
      },
      {
        section: '6',
        breaks: 'the inventory forgets what was carried in',
        original: '(this.opening ?? 0) - this.signed',
        replacement: '-this.signed',
      },
      {
        section: '6',
        breaks: 'the inventory keeps an option whose only trade was cancelled',
        original: 'this.trades > 0 || this.opening !== undefined',
        replacement: 'true',
      },
      {
        section: '6',
        breaks: 'the inventory keeps the trades of the session before',
        original: 'this.signed = 0;',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/inventoryPosition.ts',
    tests: ['signal/savedState.test.ts'],
    changes: [
      {
        section: '6',
        breaks: "a checkpoint forgets the time of a position's volatility",
        original: 'position.ownNs = state.number(position.ownNs);',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'a checkpoint forgets when a position was renewed',
        original: 'position.renewedNs = state.number(position.renewedNs);',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/optionSigning.ts',
    tests: ['signal/savedState.test.ts'],
    changes: [
      {
        section: '2',
        breaks: 'a checkpoint forgets the volumes by class of signing',
        original: 'state.jsonMap(this.#byExpiry);',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/optionInventory.ts',
    tests: INVENTORY_TESTS,
    changes: [
      {
        section: '6',
        breaks: 'the inventory keeps a cancelled trade',
        original: 'position.signed -= signed;',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'the inventory is marked with the volatility of its first mark',
        original: 'const isDue = nowNs - position.renewedNs >= RENEWAL_NS;',
        replacement: 'const isDue = position.renewedIv === 0;',
      },
      {
        section: '6',
        breaks: 'the inventory solves volatilities at every snap',
        original: 'const isDue = nowNs - position.renewedNs >= RENEWAL_NS;',
        replacement: 'const isDue = nowNs >= position.renewedNs;',
      },
      {
        section: '6',
        breaks: 'the inventory takes a quote over a newer trade',
        original: 'quote === undefined || quote.timeNs <= position.ownNs',
        replacement: 'quote === undefined',
      },
      {
        section: '6',
        breaks: 'the inventory takes a quote of any age',
        original: 'if (this.#nowNs - quote.timeNs > MAX_QUOTE_AGE_NS) return;',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'the inventory keeps an old volatility where there is a smile',
        original: "this.#config.iv_fallback === 'nearest' || this.#nowNs - ownNs < RECENT_NS",
        replacement: 'true',
      },
      {
        section: '6',
        breaks: 'what has expired is marked on',
        original: 'if (this.#isAlive(position)) this.#price(position);',
        replacement: 'this.#price(position);',
      },
      {
        section: '6',
        breaks: 'the inventory far from a level counts at it',
        original: 'if (Math.abs(position.contract.strike - price) > range + TOLERANCE) continue;',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'an option in the money is priced with its own volatility',
        original: 'const other = isInTheMoney(contract, this.#spot) ?',
        replacement: 'const other = !isInTheMoney(contract, this.#spot) ?',
      },
      {
        section: '6',
        breaks: 'the flip is that of an inventory that has expired',
        original: 'if (contracts === 0 || !this.#isAlive(position)) continue;',
        replacement: 'if (contracts === 0) continue;',
      },
    ],
  },
  {
    file: 'market/inventoryPositions.ts',
    tests: INVENTORY_TESTS,
    changes: [
      {
        section: '6',
        breaks: 'a checkpoint forgets the inventory',
        original: 'if (state.isRestoring) this.#relist(positions);',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'what was carried in never learns its name',
        original: 'position.contract = contract;',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/optionMarket.ts',
    tests: INVENTORY_TESTS,
    changes: [
      {
        section: '6',
        breaks: 'the inventory takes trades of what has expired',
        original: 'if (isHeld) this.inventory.trade(contract, signed.side * size);',
        replacement: 'if (contract) this.inventory.trade(contract, signed.side * size);',
      },
      {
        section: '6',
        breaks: 'a trade after its expiry does not name what was carried in',
        original: 'else this.inventory.note(contract);',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'the inventory outlives the session boundary',
        original: 'this.inventory.startSession();',
        replacement: '',
      },
    ],
  },
  {
    file: 'market/zeroGamma.ts',
    tests: ['market/zeroGamma.test.ts'],
    changes: [
      {
        section: '6',
        breaks: 'dust of the other sign makes a flip',
        original: 'const NO_SIGN = 1e-6;',
        replacement: 'const NO_SIGN = 0;',
      },
      {
        section: '6',
        breaks: 'a flip lies where next to no gamma is',
        original: 'const NO_SIGN_SHARE = 0.001;',
        replacement: 'const NO_SIGN_SHARE = 0;',
      },
      {
        section: '6',
        breaks: 'the flip farthest from spot counts',
        original: 'Math.abs(flip - spot) < Math.abs(nearest - spot)',
        replacement: 'Math.abs(flip - spot) > Math.abs(nearest - spot)',
      },
      {
        section: '6',
        breaks: 'the curve adds to the one before',
        original: 'this.#gamma[i] = 0;',
        replacement: '',
      },
      {
        section: '6',
        breaks: 'the curve steps over strikes',
        original: '(2 * REACH * spot * Math.log(REACH)) / strikeSpacing',
        replacement: '(REACH * spot * Math.log(REACH)) / strikeSpacing',
      },
    ],
  },
  {
    file: 'physics/fuel.ts',
    tests: INVENTORY_TESTS,
    changes: [
      {
        section: '6',
        breaks: 'the flow drives the effect whatever the book',
        original: 'const netGamma = isInventory ? inventoryGamma : near.netGamma;',
        replacement: 'const { netGamma } = near;',
      },
      {
        section: '6',
        breaks: 'the flow makes the walls whatever the book',
        original: 'isInventory ? inventory.wall(right) : flows.wall(tradingDay, right, spot)',
        replacement: 'flows.wall(tradingDay, right, spot)',
      },
    ],
  },
  {
    file: 'signal/dealersPayload.ts',
    tests: ['signal/dealersPayload.test.ts'],
    changes: [
      {
        section: '10',
        breaks: 'dealers: both totals are of the flow',
        original: 'inventory_gamma: roundedOrNull(options.inventory.total)',
        replacement: 'inventory_gamma: roundedOrNull(options.flows.sessionTotal(tradingDay))',
      },
      {
        section: '10',
        breaks: 'dealers: where nothing can be added up stands 0',
        original: 'value === undefined ? null : round6(value)',
        replacement: 'round6(value ?? 0)',
      },
    ],
  },
];
