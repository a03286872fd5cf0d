import type { StateCreator } from 'zustand';
import type { ComparisonEvent } from '../../engine/core/comparison.ts';

/** The comparison with a second configuration; look at it through `seenComparison` only. */
export interface ComparisonSlice {
  /** Undefined while it is off. */
  comparison: ComparisonEvent | undefined;
  applyComparison: (event: ComparisonEvent) => void;
  clearComparison: () => void;
}

export const createComparisonSlice: StateCreator<ComparisonSlice> = (set) => ({
  comparison: undefined,
  applyComparison: (event) => set({ comparison: event.state === 'off' ? undefined : event }),
  clearComparison: () => set({ comparison: undefined }),
});
