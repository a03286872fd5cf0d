import type { StateCreator } from 'zustand';
import type { ExplanationEvent } from '../../engine/core/protocol.ts';

/** Why the level that was asked for last shows what it shows. */
export interface ExplanationSlice {
  /** Of the snap it names, which may lie behind the picture while the session plays. */
  explanation: ExplanationEvent | undefined;
  setExplanation: (explanation: ExplanationEvent) => void;
}

export const createExplanationSlice: StateCreator<ExplanationSlice> = (set) => ({
  explanation: undefined,
  setExplanation: (explanation) => set({ explanation }),
});
