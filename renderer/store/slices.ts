/** The screen's state as slices, each with the actions that change it. */
import type { StateCreator } from 'zustand';
import type { Problem } from '../../engine/core/errors.ts';
import type { WatchPayload } from '../../engine/core/payload.ts';
import type {
  FrameEvent,
  HistoryEvent,
  HotzonesEvent,
  HotzoneState,
  LogRow,
  PlaybackState,
  RunStamp,
  SessionState,
  TimelineEvent,
} from '../../engine/core/protocol.ts';
import { Trail } from '../chart/candles.ts';
import { buildCards, buildWatchList, type LevelCard } from '../model/cards.ts';
import type { LevelGroup } from '../model/confluence.ts';
import { LevelHistory } from '../model/levelHistory.ts';
import { extendMarks, type SignalMark } from '../model/signalMarks.ts';
import { trackLevels, type TrackedLevel } from '../model/trackLevels.ts';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from '../timeline/timeline.ts';
import { rememberSession, type OpenedSession, type Settings } from './settings.ts';

/** Rows of the log that are kept; older ones are in the files. */
const MAX_LOG_ROWS = 4000;

export type AppState = SessionSlice &
  PlaybackSlice &
  TimelineSlice &
  MarketSlice &
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

/** The survey of the whole session; look at it through a TimelineView only. */
export interface TimelineSlice {
  timeline: Timeline;
  /** Grows each time the field for a time shall have the focus. */
  goToRequest: number;
  applyTimeline: (event: TimelineEvent) => void;
  clearTimeline: () => void;
  askForTime: () => void;
}

export const createTimelineSlice: Slice<TimelineSlice> = (set) => ({
  timeline: EMPTY_TIMELINE,
  goToRequest: 0,
  applyTimeline: (event) => set(({ timeline }) => ({ timeline: extendTimeline(timeline, event) })),
  clearTimeline: () => set({ timeline: EMPTY_TIMELINE }),
  askForTime: () => set(({ goToRequest }) => ({ goToRequest: goToRequest + 1 })),
});

/** The picture of one run and epoch. */
export interface MarketSlice {
  /** Run and epoch that the picture belongs to. */
  stamp: RunStamp | undefined;
  frame: FrameEvent | undefined;
  cards: readonly LevelCard[];
  watch: readonly LevelGroup<WatchPayload>[];
  log: readonly LogRow[];
  marks: readonly SignalMark[];
  /** Bars of the run. Mutable: `trailChange` tells when and from where it changed. */
  trail: Trail;
  trailChange: TrailChange;
  /**
   * Begins another run or epoch. The picture of another session goes at once; after a seek it
   * stays until the first frame of the new epoch takes its place, so that nothing flickers.
   */
  resetRun: (stamp: RunStamp) => void;
  applyFrame: (frame: FrameEvent) => void;
  applyHistory: (history: HistoryEvent) => void;
}

export interface TrailChange {
  /** Grows when the whole trail must be drawn anew. */
  readonly reload: number;
  /** Unix seconds of the first bar that changed since the change before. */
  readonly fromS: number | undefined;
}

interface RunMemory {
  tracked: Map<string, TrackedLevel>;
  history: LevelHistory;
  nextLogSequence: number;
}

const newMemory = (): RunMemory => ({
  tracked: new Map(),
  history: new LevelHistory(),
  nextLogSequence: 0,
});

type Picture = Pick<MarketSlice, 'frame' | 'cards' | 'watch' | 'log' | 'marks' | 'trail'>;

const emptyPicture = (): Picture => ({
  frame: undefined,
  cards: [],
  watch: [],
  log: [],
  marks: [],
  trail: new Trail(),
});

export const createMarketSlice: Slice<MarketSlice> = (set, get) => {
  let memory = newMemory();
  /** The picture of an epoch that has had no frame yet, while that of the one before shows. */
  let coming: Picture | undefined;

  const takeRows = (
    { log, marks }: Picture,
    rows: readonly LogRow[],
  ): Pick<MarketSlice, 'log' | 'marks'> => {
    const fresh = rows.filter((row) => row.sequence >= memory.nextLogSequence);
    const last = fresh.at(-1);
    if (last === undefined) return { log, marks };
    memory.nextLogSequence = last.sequence + 1;
    memory.history.noteRows(fresh);
    return { log: [...log, ...fresh].slice(-MAX_LOG_ROWS), marks: extendMarks(marks, fresh) };
  };

  return {
    stamp: undefined,
    ...emptyPicture(),
    trailChange: { reload: 0, fromS: undefined },
    resetRun: ({ session_id, seek_epoch }) => {
      memory = newMemory();
      const stamp = { session_id, seek_epoch };
      if (get().stamp?.session_id === session_id && get().frame !== undefined) {
        coming = emptyPicture();
        set({ stamp });
        return;
      }
      coming = undefined;
      set(({ trailChange }) => ({
        ...emptyPicture(),
        stamp,
        trailChange: { reload: trailChange.reload + 1, fromS: undefined },
      }));
    },
    applyFrame: (frame) => {
      const { session, trailChange } = get();
      if (session === undefined) return;
      const picture = coming ?? get();
      const { payload, ratio, sequence } = frame;
      const spot = (payload.spy ?? payload.es)?.spot ?? Number.NaN;
      const tickPx = session.config.TICK_SIZE / ratio;
      const fromS = picture.trail.append(frame.trail);
      memory.history.update(payload, sequence, session.config);
      memory.tracked = trackLevels(memory.tracked, payload, spot, session.config.MONITOR_BAND);
      set({
        ...takeRows(picture, frame.log),
        frame,
        cards: buildCards(memory.tracked, memory.history, tickPx, payload.ts),
        watch: buildWatchList(payload.watch, memory.tracked, tickPx),
        ...(coming === undefined
          ? { trailChange: { reload: trailChange.reload, fromS } }
          : {
              trail: picture.trail,
              trailChange: { reload: trailChange.reload + 1, fromS: undefined },
              isFollowing: true,
            }),
      });
      coming = undefined;
    },
    applyHistory: (history) => {
      if (coming !== undefined) {
        coming.trail.append(history.trail);
        coming = { ...coming, ...takeRows(coming, history.log) };
        return;
      }
      const { trail, trailChange } = get();
      const fromS = trail.append(history.trail);
      set({
        ...takeRows(get(), history.log),
        trailChange:
          fromS === undefined ? trailChange : { reload: trailChange.reload + 1, fromS: undefined },
      });
    },
  };
};

export type DialogName = 'open' | 'help';

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
