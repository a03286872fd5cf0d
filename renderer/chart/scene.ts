/** What stands on the chart beside price itself, as data: levels, verdicts, runways, marks. */
import type { BreakDirection, LevelKind, LevelPayload } from '../../engine/core/payload.ts';
import type { SweepPath } from '../../engine/core/protocol.ts';
import type { LevelCard } from '../model/cards.ts';
import { expectedDirection, hotzoneLevelId, tagName, tinyName } from '../model/levels.ts';
import type { SignalMark } from '../model/signalMarks.ts';
import type { LayerChoice } from '../store/settings.ts';
import type { AppState } from '../store/slices.ts';

/** A verdict shown beside a level's tag. */
export interface SceneVerdict {
  readonly signal: 'BREAK' | 'REJECT' | 'CONTESTED';
  readonly direction: BreakDirection;
  /** Smoothed score 0…100. */
  readonly score: number;
}

export interface SceneLevel {
  readonly id: string;
  readonly kind: LevelKind;
  /** Level price. */
  readonly price: number;
  readonly name: string;
  readonly shortName: string;
  /** Members of the confluence beside this level. */
  readonly moreCount: number;
  /** False for levels outside the monitor band, which are drawn fainter. */
  readonly isActive: boolean;
  /** Selected or under the pointer. */
  readonly isLit: boolean;
  readonly verdict: SceneVerdict | undefined;
}

/** Free way ahead of a level (SPEC §9); prices are level prices. */
export interface SceneRunway {
  readonly id: string;
  readonly fromPx: number;
  readonly toPx: number;
  /** False when nothing strong is ahead and the arrow ends at the horizon. */
  readonly hasObstacle: boolean;
  readonly distancePx: number;
  readonly direction: BreakDirection;
  readonly isClear: boolean;
  /** Where weaker levels lie on the way. */
  readonly weakerPx: readonly number[];
}

/** A time without data; Unix ms. */
export interface SceneGap {
  /** Undefined where nothing came before it. */
  readonly fromTs: number | undefined;
  readonly toTs: number;
}

export interface ChartScene {
  readonly levels: readonly SceneLevel[];
  readonly runways: readonly SceneRunway[];
  readonly marks: readonly SignalMark[];
  readonly gaps: readonly SceneGap[];
  /** Oldest first. */
  readonly sweeps: readonly SweepPath[];
  readonly layers: LayerChoice;
  readonly spotPx: number | undefined;
  /** Price of the future at spot, futures price; undefined where it is the level price itself. */
  readonly futuresPx: number | undefined;
  /** One futures tick in level price. */
  readonly tickPx: number;
  /** The same as a futures price. */
  readonly tickSize: number;
}

/** The part of the state that the scene is made from. */
export type SceneState = Pick<
  AppState,
  | 'cards'
  | 'watch'
  | 'hotzones'
  | 'namedZones'
  | 'removedHotzones'
  | 'marks'
  | 'log'
  | 'frame'
  | 'session'
  | 'settings'
  | 'selectedLevel'
  | 'hoveredLevel'
>;

export function buildScene(state: SceneState): ChartScene {
  const { frame, session, settings, log } = state;
  const { layers } = settings;
  const tickSize = session?.config.TICK_SIZE ?? 0.25;
  const ratio = frame?.ratio ?? 1;
  const spotPx = (frame?.payload.spy ?? frame?.payload.es)?.spot;
  return {
    levels: sceneLevels(state),
    runways: sceneRunways(state),
    marks: state.marks,
    gaps: log
      .filter((row) => row.kind === 'gap')
      .map(({ ts, from_ts }) => ({ fromTs: from_ts, toTs: ts })),
    sweeps: layers.sweeps ? log.flatMap(({ sweep }) => sweep ?? []) : [],
    layers,
    spotPx,
    futuresPx: ratio === 1 || spotPx === undefined ? undefined : spotPx * ratio,
    tickPx: tickSize / ratio,
    tickSize,
  };
}

function verdictOf(card: LevelCard): SceneVerdict | undefined {
  const { speaker: level } = card;
  if (card.leftTs !== undefined || level.muted !== undefined) return undefined;
  if (level.signal === 'NEUTRAL') return undefined;
  return {
    signal: level.signal,
    direction: expectedDirection(level),
    score: level.break_score_smooth,
  };
}

/**
 * One line and tag for each confluence. Hotzones are drawn from the trader's own list, so that one
 * just added, moved or deleted shows at once, also while the run is paused.
 */
function sceneLevels(state: SceneState): SceneLevel[] {
  const { hotzones, namedZones, selectedLevel, hoveredLevel } = state;
  const zones = new Map(hotzones.map((zone) => [hotzoneLevelId(zone.id), zone]));
  const removed = new Set([...state.removedHotzones].map(hotzoneLevelId));
  const shown = new Set<string>();
  const toLevel = (
    lead: Pick<LevelPayload, 'id' | 'kind' | 'price'>,
    memberCount: number,
    isActive: boolean,
    verdict: SceneVerdict | undefined,
  ): SceneLevel => {
    shown.add(lead.id);
    return {
      id: lead.id,
      kind: lead.kind,
      price: zones.get(lead.id)?.price ?? lead.price,
      name: tagName(lead, namedZones),
      shortName: tinyName(lead, namedZones),
      moreCount: memberCount,
      isActive,
      isLit: lead.id === selectedLevel || lead.id === hoveredLevel,
      verdict,
    };
  };
  // A wall that is gone keeps its card for a while, but no line: nothing stands there.
  const cards = state.cards.filter((card) => !card.isGone);
  const levels = [
    ...cards.map((card) =>
      toLevel(card.level, card.members.length, card.leftTs === undefined, verdictOf(card)),
    ),
    ...state.watch.map(({ lead, members }) => toLevel(lead, members.length, false, undefined)),
  ].filter((level) => !removed.has(level.id));
  for (const [id, zone] of zones) {
    if (!shown.has(id))
      levels.push(toLevel({ id, kind: 'HOTZONE', price: zone.price }, 0, true, undefined));
  }
  return levels;
}

/** Runways are drawn for what is expected to move, and for the level that is looked at. */
function sceneRunways(state: SceneState): SceneRunway[] {
  const prices = new Map<string, number>();
  for (const { level, members } of state.cards) {
    for (const each of [level, ...members]) prices.set(each.id, each.price);
  }
  for (const { lead, members } of state.watch) {
    for (const each of [lead, ...members]) prices.set(each.id, each.price);
  }
  return state.cards
    .filter((card) => card.leftTs === undefined)
    .filter(({ id, speaker }) => {
      const moves = speaker.signal === 'BREAK' || speaker.signal === 'REJECT';
      return moves || id === state.selectedLevel;
    })
    .map(({ id, speaker: level }) => {
      const { runway } = level;
      const sign = runway.direction === 'UP' ? 1 : -1;
      return {
        id,
        fromPx: level.price,
        toPx: level.price + sign * runway.distance,
        hasObstacle: runway.next_obstacle !== null,
        distancePx: runway.distance,
        direction: runway.direction,
        isClear: runway.quality === 'CLEAR',
        weakerPx: runway.intermediate_levels.flatMap((weaker) => prices.get(weaker) ?? []),
      };
    });
}
