import type { StateCreator } from 'zustand';
import type { GammaProfileEvent } from '../../engine/core/protocol.ts';

/** Dealer gamma by strike, as last heard; look at it through `seenProfile` only. */
export interface FuelSlice {
  /** Undefined until a screen that asked for it hears of one. */
  gammaProfile: GammaProfileEvent | undefined;
  setGammaProfile: (profile: GammaProfileEvent | undefined) => void;
}

export const createFuelSlice: StateCreator<FuelSlice> = (set) => ({
  gammaProfile: undefined,
  setGammaProfile: (gammaProfile) => set({ gammaProfile }),
});
