import { faultsOf } from './fault.ts';
import { LEVEL_FAULTS } from './levelFaults.ts';
import { MARKET_FAULTS } from './marketFaults.ts';

/** Every deliberate mistake of `npm run mutants`. */
export const FAULTS = faultsOf([...MARKET_FAULTS, ...LEVEL_FAULTS]);
