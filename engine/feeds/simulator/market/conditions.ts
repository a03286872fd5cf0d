import type { Side } from '../../../core/events.ts';

/** A stretch of ticks where makers want other sizes than usual. */
export interface TickZone {
  readonly side: Side;
  readonly fromTick: number;
  readonly toTick: number;
  readonly depthPercent: number;
  readonly sharePerMille: number;
}

/** The book that makers keep in quiet times. */
export interface MakerHabits {
  /** Ticks between neighbouring prices in use: 1 for ES. */
  readonly gapTicks: number;
  /** Usual spread. */
  readonly spreadTicks: number;
  /** Contracts wanted by level from the best price; the last one goes on behind. */
  readonly depthByLevel: readonly number[];
  /** Fewest contracts wanted at a price in use. */
  readonly leastDepth: number;
  /** Share of new orders that are changed old ones, per mille. */
  readonly modifyPerMille: number;
  /** Share of market orders that are children of split orders, per mille. */
  readonly splitPerMille: number;
}

/** Makers of ES: a hundred contracts at a price, one tick between the best. */
export const ES_MAKERS: MakerHabits = {
  gapTicks: 1,
  spreadTicks: 1,
  depthByLevel: [58, 88, 102, 108, 112, 114, 118, 118, 122, 124, 130],
  leastDepth: 4,
  modifyPerMille: 300,
  splitPerMille: 500,
};

/** Makers where the tick is small against the spread: few contracts, gaps between prices. */
export const SMALL_TICK_MAKERS: MakerHabits = {
  gapTicks: 4,
  spreadTicks: 6,
  depthByLevel: [3, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9],
  leastDepth: 1,
  modifyPerMille: 300,
  splitPerMille: 500,
};

/** What the traders of the moment are up to; changed as phases and happenings come and go. */
export class Conditions implements MakerHabits {
  readonly gapTicks: number;
  readonly spreadTicks: number;
  readonly depthByLevel: readonly number[];
  readonly leastDepth: number;
  readonly modifyPerMille: number;
  readonly splitPerMille: number;
  /** Where price is drawn to, in ticks, fractions allowed. */
  targetTicks = 0;
  /** −100 all sells … 100 all buys. */
  pressure = 0;
  /** Share of market orders, per mille. */
  aggressionPerMille = 70;
  /** Price is held at its target more tightly than usual. */
  isHeld = false;
  /** Depth wanted everywhere, percent of the usual. */
  depthPercent = 100;
  zones: readonly TickZone[] = [];

  constructor(makers: MakerHabits) {
    this.gapTicks = makers.gapTicks;
    this.spreadTicks = makers.spreadTicks;
    this.depthByLevel = makers.depthByLevel;
    this.leastDepth = makers.leastDepth;
    this.modifyPerMille = makers.modifyPerMille;
    this.splitPerMille = makers.splitPerMille;
  }

  /** Where makers withdraw, nobody else quotes either. */
  isDeserted(side: Side, tick: number): boolean {
    const { zones } = this;
    for (let index = 0; index < zones.length; index++) {
      const zone = zones[index];
      if (
        zone !== undefined &&
        zone.depthPercent < 50 &&
        zone.side === side &&
        tick >= zone.fromTick &&
        tick <= zone.toTick
      ) {
        return true;
      }
    }
    return false;
  }
}
