import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings } from './settings.ts';
import {
  createAlertsSlice,
  createLayoutSlice,
  createMarketSlice,
  createPlaybackSlice,
  createSessionSlice,
  createTimelineSlice,
  type AppState,
} from './slices.ts';

export type AppStore = StoreApi<AppState>;

/** One store of all slices. Components read it through narrow selectors, the chart directly. */
export const createAppStore = (settings: Settings): AppStore =>
  createStore<AppState>()((...context) => ({
    ...createSessionSlice(...context),
    ...createPlaybackSlice(...context),
    ...createTimelineSlice(...context),
    ...createMarketSlice(...context),
    ...createLayoutSlice(settings)(...context),
    ...createAlertsSlice(...context),
  }));
