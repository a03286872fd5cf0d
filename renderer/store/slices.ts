/** The screen's state as slices, each with the actions that change it. */
import type { StateCreator } from 'zustand';
import type { Problem } from '../../engine/core/errors.ts';
import type {
  HotzonesEvent,
  HotzoneState,
  PlaybackState,
  SessionState,
} from '../../engine/core/protocol.ts';
import type { JournalSlice } from './journalSlice.ts';
import type { ComparisonSlice } from './comparisonSlice.ts';
import type { ExplanationSlice } from './explanationSlice.ts';
import type { FuelSlice } from './fuelSlice.ts';
import type { MarketSlice } from './marketSlice.ts';
import { rememberSession, type OpenedSession, type Settings } from './settings.ts';
import type { TimelineSlice } from './timelineSlice.ts';

export type AppState = SessionSlice &
  PlaybackSlice &
  TimelineSlice &
  ComparisonSlice &
  JournalSlice &
  MarketSlice &
  ExplanationSlice &
  FuelSlice &
  LayoutSlice &
  AlertsSlice;
type Slice<T> = StateCreator<AppState, [], [], T>;

/** What is open, and the trader's own levels. */
export interface SessionSlice {
  session: SessionState | undefined;
  hotzones: readonly HotzoneState[];
  /** The trader's own zones and those of the session's folder: whoever names a level looks here. */
  namedZones: readonly HotzoneState[];
  /** Ids that were in the list and are no longer: their levels may live on until the next snap. */
  removedHotzones: ReadonlySet<string>;
  canUndo: boolean;
  canRedo: boolean;
  setSession: (session: SessionState) => void;
  setHotzones: (event: HotzonesEvent) => void;
}

export const createSessionSlice: Slice<SessionSlice> = (set) => ({
  session: undefined,
  hotzones: [],
  namedZones: [],
  removedHotzones: new Set(),
  canUndo: false,
  canRedo: false,
  setSession: (session) =>
    set(({ hotzones }) => ({ session, namedZones: [...hotzones, ...session.hotzones] })),
  setHotzones: ({ hotzones, can_undo, can_redo }) =>
    set((before) => {
      const present = new Set(hotzones.map((zone) => zone.id));
      const known = [...before.removedHotzones, ...before.hotzones.map((zone) => zone.id)];
      return {
        hotzones,
        namedZones: [...hotzones, ...(before.session?.hotzones ?? [])],
        removedHotzones: new Set(known.filter((id) => !present.has(id))),
        canUndo: can_undo,
        canRedo: can_redo,
      };
    }),
});

export interface PlaybackSlice {
  playback: PlaybackState | undefined;
  /** Unix ms that the trader wants to see and the host has not reached; undefined while none is. */
  wantedTs: number | undefined;
  setPlayback: (playback: PlaybackState | undefined) => void;
  setWantedTs: (wantedTs: number | undefined) => void;
}

export const createPlaybackSlice: Slice<PlaybackSlice> = (set) => ({
  playback: undefined,
  wantedTs: undefined,
  setPlayback: (playback) => set({ playback }),
  setWantedTs: (wantedTs) => set({ wantedTs }),
});

export type DialogName = 'open' | 'help' | 'compare' | 'parameters';

/** How the trader has arranged the screen, and what is selected on it. */
export interface LayoutSlice {
  settings: Settings;
  /** Level id of the selected card; it may have left the screen. */
  selectedLevel: string | undefined;
  hoveredLevel: string | undefined;
  expandedLevel: string | undefined;
  isFollowing: boolean;
  /** The next click on the chart adds a hotzone. */
  isPlacingHotzone: boolean;
  isHotzoneFormOpen: boolean;
  dialog: DialogName | undefined;
  /** What could not be opened: the form starts from it, so that a slip need not be typed again. */
  refusedOpening: OpenedSession | undefined;
  /** Grows each time the ladder shall centre. */
  centreRequest: number;
  changeSettings: (change: Partial<Settings>) => void;
  rememberOpened: (opened: OpenedSession) => void;
  keepRefused: (opening: OpenedSession) => void;
  selectLevel: (id: string | undefined) => void;
  hoverLevel: (id: string | undefined) => void;
  toggleExpanded: (id: string) => void;
  setFollowing: (isFollowing: boolean) => void;
  setPlacingHotzone: (isPlacing: boolean) => void;
  setHotzoneForm: (isOpen: boolean) => void;
  showDialog: (dialog: DialogName | undefined) => void;
  centreLadder: () => void;
}

export const createLayoutSlice =
  (settings: Settings): Slice<LayoutSlice> =>
  (set) => ({
    settings,
    selectedLevel: undefined,
    hoveredLevel: undefined,
    expandedLevel: undefined,
    isFollowing: true,
    isPlacingHotzone: false,
    isHotzoneFormOpen: false,
    dialog: undefined,
    refusedOpening: undefined,
    centreRequest: 0,
    changeSettings: (change) => set((state) => ({ settings: { ...state.settings, ...change } })),
    rememberOpened: (opened) =>
      set(({ settings: current }) => ({
        settings: { ...current, recent: rememberSession(current.recent, opened) },
        refusedOpening: undefined,
      })),
    keepRefused: (refusedOpening) => set({ refusedOpening }),
    selectLevel: (selectedLevel) => set({ selectedLevel }),
    hoverLevel: (hoveredLevel) => set({ hoveredLevel }),
    toggleExpanded: (id) =>
      set(({ expandedLevel }) => ({
        selectedLevel: id,
        expandedLevel: expandedLevel === id ? undefined : id,
      })),
    setFollowing: (isFollowing) => set({ isFollowing }),
    setPlacingHotzone: (isPlacingHotzone) => set({ isPlacingHotzone }),
    setHotzoneForm: (isHotzoneFormOpen) => set({ isHotzoneFormOpen }),
    showDialog: (dialog) => set({ dialog }),
    centreLadder: () =>
      set(({ settings: current, centreRequest }) => ({
        settings: { ...current, ladderMode: 'centre' },
        centreRequest: centreRequest + 1,
      })),
  });

export type ConnectionStatus = 'connecting' | 'open' | 'closed';

/** What stands in the way: the connection, and what went wrong. */
export interface AlertsSlice {
  connection: ConnectionStatus;
  /** True from the first time the connection was open. */
  hasConnected: boolean;
  /** What the last failed command said; undefined once it is put away. */
  commandProblem: Problem | undefined;
  /** The session's problem that the trader has put away. */
  dismissedProblem: Problem | undefined;
  setConnection: (connection: ConnectionStatus) => void;
  showCommandProblem: (problem: Problem | undefined) => void;
  dismissProblem: () => void;
}

export const createAlertsSlice: Slice<AlertsSlice> = (set) => ({
  connection: 'connecting',
  hasConnected: false,
  commandProblem: undefined,
  dismissedProblem: undefined,
  setConnection: (connection) =>
    set(({ hasConnected }) => ({
      connection,
      hasConnected: hasConnected || connection === 'open',
    })),
  showCommandProblem: (commandProblem) => set({ commandProblem }),
  dismissProblem: () =>
    set(({ commandProblem, session, dismissedProblem }) =>
      commandProblem === undefined
        ? { dismissedProblem: session?.problem ?? dismissedProblem }
        : { commandProblem: undefined },
    ),
});
