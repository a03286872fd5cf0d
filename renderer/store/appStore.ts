import { createStore, type StoreApi } from 'zustand/vanilla';
import { createJournalSlice } from './journalSlice.ts';
import { createComparisonSlice } from './comparisonSlice.ts';
import { createExplanationSlice } from './explanationSlice.ts';
import { createFuelSlice } from './fuelSlice.ts';
import { createMarketSlice } from './marketSlice.ts';
import type { Settings } from './settings.ts';
import {
  createAlertsSlice,
  createLayoutSlice,
  createPlaybackSlice,
  createSessionSlice,
  type AppState,
} from './slices.ts';
import { createTimelineSlice } from './timelineSlice.ts';

export type AppStore = StoreApi<AppState>;

/** One store of all slices. Components read it through narrow selectors, the chart directly. */
export const createAppStore = (settings: Settings): AppStore =>
  createStore<AppState>()((...context) => ({
    ...createSessionSlice(...context),
    ...createPlaybackSlice(...context),
    ...createTimelineSlice(...context),
    ...createJournalSlice(...context),
    ...createComparisonSlice(...context),
    ...createMarketSlice(...context),
    ...createExplanationSlice(...context),
    ...createFuelSlice(...context),
    ...createLayoutSlice(settings)(...context),
    ...createAlertsSlice(...context),
  }));
