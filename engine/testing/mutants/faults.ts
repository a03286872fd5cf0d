import { CORE_FAULTS } from './coreFaults.ts';
import { faultsOf } from './fault.ts';
import { GREEKS_FAULTS } from './greeksFaults.ts';
import { INVENTORY_FAULTS } from './inventoryFaults.ts';
import { MARKET_FAULTS } from './marketFaults.ts';
import { OPTIONS_FAULTS } from './optionsFaults.ts';
import { PHYSICS_FAULTS } from './physicsFaults.ts';
import { SESSION_FAULTS } from './sessionFaults.ts';
import { SIGNAL_FAULTS } from './signalFaults.ts';

/** Every deliberate mistake of `npm run mutants`. */
export const FAULTS = faultsOf([
  ...CORE_FAULTS,
  ...MARKET_FAULTS,
  ...GREEKS_FAULTS,
  ...OPTIONS_FAULTS,
  ...INVENTORY_FAULTS,
  ...PHYSICS_FAULTS,
  ...SIGNAL_FAULTS,
  ...SESSION_FAULTS,
]);
