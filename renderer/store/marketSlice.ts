import type { StateCreator } from 'zustand';
import type { WatchPayload } from '../../engine/core/payload.ts';
import type {
  FrameEvent,
  HistoryEvent,
  LogRow,
  RunStamp,
  SessionState,
} from '../../engine/core/protocol.ts';
import { Trail } from '../chart/candles.ts';
import { DepthTrail } from '../heatmap/depthTrail.ts';
import { buildCards, buildWatchList, type LevelCard } from '../model/cards.ts';
import type { LevelGroup } from '../model/confluence.ts';
import { LevelHistory } from '../model/levelHistory.ts';
import { extendMarks, type SignalMark } from '../model/signalMarks.ts';
import { trackLevels, type TrackedLevel } from '../model/trackLevels.ts';
import { EMPTY_TAPE, extendTape, type Tape } from '../tape/tape.ts';

/** Rows of the log that are kept; older ones are in the files. */
const MAX_LOG_ROWS = 4000;

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
  /** Large prints and sweeps. */
  tape: Tape;
  /** Displayed depth of the run. Mutable, as the bars are. */
  depth: DepthTrail;
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

type Picture = Pick<
  MarketSlice,
  'frame' | 'cards' | 'watch' | 'log' | 'marks' | 'tape' | 'trail' | 'depth'
>;

const emptyPicture = (): Picture => ({
  frame: undefined,
  cards: [],
  watch: [],
  log: [],
  marks: [],
  tape: EMPTY_TAPE,
  trail: new Trail(),
  depth: new DepthTrail(),
});

/** What of the other slices the picture depends on, or changes. */
interface Surroundings {
  session: SessionState | undefined;
  isFollowing: boolean;
}

export const createMarketSlice: StateCreator<MarketSlice & Surroundings, [], [], MarketSlice> = (
  set,
  get,
) => {
  let memory = newMemory();
  /** The picture of an epoch that has had no frame yet, while that of the one before shows. */
  let coming: Picture | undefined;

  const takeRows = (
    { log, marks, tape: known }: Picture,
    event: Pick<HistoryEvent, 'log' | 'tape'>,
  ): Pick<MarketSlice, 'log' | 'marks' | 'tape'> => {
    const tape = extendTape(known, event.tape);
    const fresh = event.log.filter((row) => row.sequence >= memory.nextLogSequence);
    const last = fresh.at(-1);
    if (last === undefined) return { log, marks, tape };
    memory.nextLogSequence = last.sequence + 1;
    memory.history.noteRows(fresh);
    return {
      log: [...log, ...fresh].slice(-MAX_LOG_ROWS),
      marks: extendMarks(marks, fresh),
      tape,
    };
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
      picture.depth.append(frame.depth);
      memory.history.update(payload, sequence, session.config);
      memory.tracked = trackLevels(memory.tracked, payload, spot, session.config.MONITOR_BAND);
      set({
        ...takeRows(picture, frame),
        frame,
        cards: buildCards(memory.tracked, memory.history, tickPx, payload.ts),
        watch: buildWatchList(payload.watch, memory.tracked, tickPx),
        ...(coming === undefined
          ? { trailChange: { reload: trailChange.reload, fromS } }
          : {
              trail: picture.trail,
              depth: picture.depth,
              trailChange: { reload: trailChange.reload + 1, fromS: undefined },
              isFollowing: true,
            }),
      });
      coming = undefined;
    },
    applyHistory: (history) => {
      if (coming !== undefined) {
        coming.trail.append(history.trail);
        coming.depth.append(history.depth);
        coming = { ...coming, ...takeRows(coming, history) };
        return;
      }
      const { trail, depth, trailChange } = get();
      depth.append(history.depth);
      const fromS = trail.append(history.trail);
      set({
        ...takeRows(get(), history),
        trailChange:
          fromS === undefined ? trailChange : { reload: trailChange.reload + 1, fromS: undefined },
      });
    },
  };
};
