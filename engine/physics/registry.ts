import type { EngineConfig } from '../core/config.ts';
import { BarrierEngine } from './barrier.ts';
import type { PhysicsEngine } from './engine.ts';
import { FuelEngine } from './fuel.ts';
import { SpreadEngine } from './spread.ts';
import { TapeEngine } from './tape.ts';

/** The three dimensions every payload has, in the order of the note's clauses (SPEC §10). */
export interface CoreEngines {
  readonly barrier: BarrierEngine;
  readonly fuel: FuelEngine;
  readonly tape: TapeEngine;
}

/** Engines beyond the three: a plug-in is its file and its line here (SPEC §11). */
const PLUG_INS: readonly ((config: EngineConfig) => PhysicsEngine)[] = [() => new SpreadEngine()];

/** The plug-ins a configuration switches on: those whose weight is not 0. */
export function makePlugIns(config: EngineConfig): readonly PhysicsEngine[] {
  return PLUG_INS.map((make) => make(config)).filter((engine) => config[engine.weightKey] > 0);
}

export function makeCoreEngines(config: EngineConfig): CoreEngines {
  return {
    barrier: new BarrierEngine(config),
    fuel: new FuelEngine(config),
    tape: new TapeEngine(config),
  };
}
